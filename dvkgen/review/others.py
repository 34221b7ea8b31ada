"""Files that changed and that no record holds: templates, Word files of one's own, what nobody reads, what lies beside it all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from dvkgen.campaign.drawn import drawn_in
from dvkgen.disk.paths import TEMPLATES, is_source
from dvkgen.findings import Mark
from dvkgen.load import Repository
from dvkgen.review.change import Change, ChangedFile, Kind, words_between
from dvkgen.review.pair import Pair
from dvkgen.review.revisions import Side

_WORDED = (".html", ".md", ".txt", ".yaml", ".yml")
_MOST_SHOWN = 200_000
"""Bytes of a file whose words are compared."""


def other_changes(pair: Pair, renamed: Mapping[str, str]) -> Iterator[ChangedFile]:
    """Yield the files that differ and that no record, text or photo of either side is; `renamed` files are known by both names."""
    known = {*_read(pair.old), *_read(pair.new), *renamed, *renamed.values()}
    for path in sorted(pair.changed - known):
        yield _by_its_words(pair, path, _title(path))


def unread_changes(pair: Pair, paths: Iterable[str]) -> Iterator[ChangedFile]:
    """Yield files whose errors let nobody read what they say, with the words that differ in them."""
    for path in paths:
        yield _by_its_words(pair, path, "Tệp đang có lỗi")


def _by_its_words(pair: Pair, path: str, title: str) -> ChangedFile:
    before, after = path in pair.before.files, path in pair.after.files
    kind = Kind.CHANGED if before and after else Kind.ADDED if after else Kind.REMOVED
    if not path.endswith(_WORDED):
        return ChangedFile(title, path, path, kind)
    old, new = _text(pair.before, path), _text(pair.after, path)
    if old is None or new is None:
        return ChangedFile(title, path, path, kind, warnings=("tệp quá dài: không so từng chữ",))
    words = (Change(Mark(path), (), "nội dung", words=words_between(old, new)),) if old.split() != new.split() else ()
    return ChangedFile(title, path, path, kind, words)


def _read(repository: Repository) -> Iterator[str]:
    """Yield every path that a record of a repository is made of."""
    yield from repository.kinds
    for campaign in repository.campaigns:
        yield from campaign.common_paths
        yield from (path for drawn in drawn_in(campaign) for path in drawn.paths)


def _title(path: str) -> str:
    parts = PurePosixPath(path).parts
    if parts[0] == TEMPLATES:
        return "Mẫu chung"
    if "van-ban" in parts:
        return "Mẫu riêng"
    if len(parts) > 1 and is_source(path):
        return "Tệp máy không đọc"
    return "Tệp ngoài hồ sơ"


def _text(side: Side, path: str) -> str | None:
    """Return a text of a side, empty where it has none; None where it is no text, or too long."""
    if path not in side.files:
        return ""
    try:
        data = side.read(path)
    except OSError:
        return None
    return data.decode("utf-8", "replace") if len(data) <= _MOST_SHOWN else None
