"""The two sides of a review: revisions of git, the work tree, or two folders, as paths with digests of what they hold.

Revisions are read by dulwich: no command runs that a checkout could have set up, and git need not be installed. The work
tree is never touched. This module is the only importer of dulwich.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from hashlib import sha1
from pathlib import Path
from typing import Any

from dulwich.errors import NotGitRepository
from dulwich.graph import find_merge_base
from dulwich.index import IndexEntry
from dulwich.object_store import iter_tree_contents
from dulwich.objects import Commit
from dulwich.objectspec import parse_commit, parse_object
from dulwich.repo import Repo

from dvkgen.disk import door
from dvkgen.disk.paths import BUILD, PLANS, SUBMISSIONS, TEMPLATES
from dvkgen.disk.scratch import lay
from dvkgen.findings import DvkgenError

MAIN_BRANCHES = ("origin/HEAD", "origin/main", "main", "origin/master", "master")
"""Where the main branch is looked for, in this order: what a change is compared with where nothing is named."""
WORK_TREE = "bản đang sửa"
_PARTS = (PLANS, SUBMISSIONS, TEMPLATES)
_OF_PROGRAMS = (".git", BUILD, ".venv", "node_modules", ".idea", "__pycache__")
_TICK = 50_000_000
"""Nanoseconds within which two changes may bear one time."""


@dataclass(frozen=True)
class Side:
    """One side: what it is called, and the digest of each file's content by its path; `root` where it lies as a folder.

    `links` are the paths that are links.
    """

    name: str
    files: Mapping[str, str]
    read: Callable[[str], bytes]
    root: Path | None = None
    links: frozenset[str] = frozenset()

    def lay_out(self, folder: Path, wanted: Callable[[str], bool]) -> None:
        """Write the files that are wanted below a scratch folder; what cannot be read here cannot be read there."""
        for path in filter(wanted, self.files):
            with suppress(OSError):
                lay(folder, path, self.read(path), is_link=path in self.links)


@contextmanager
def sides(root: Path, old: str, new: str) -> Iterator[tuple[Side, Side]]:
    """Yield the two sides that are named: folders or revisions; `new` may be empty for the work tree, both for a branch's change.

    Raises DvkgenError where one is not known.
    """
    if old and new and _is_repository(Path(old)) and _is_repository(Path(new)):
        yield _folder(Path(old).resolve(), old), _folder(Path(new).resolve(), new)
        return
    try:
        repo = Repo.discover(str(root))
    except NotGitRepository as error:
        raise DvkgenError(
            "kho này không nằm trong git: so hai thư mục bằng dvkgen review <thư mục cũ>..<thư mục mới>"
        ) from error
    with repo:
        prefix = _prefix(repo, root)
        before = _revision(repo, _commit(repo, old) if old else _merge_base(repo), old, prefix)
        if new:
            yield before, _revision(repo, _commit(repo, new), new, prefix)
        else:
            yield before, _folder(root.resolve(), WORK_TREE, before.files, _tracked(repo, prefix))


def _is_repository(folder: Path) -> bool:
    return (folder / PLANS).is_dir()


def _prefix(repo: Repo, root: Path) -> str:
    """Return where a root lies in its git repository: nothing, or a path that ends with “/”."""
    within = root.resolve().relative_to(Path(repo.path).resolve()).as_posix()
    return "" if within == "." else f"{within}/"


def _commit(repo: Repo, name: str) -> Commit:
    for parse in (parse_object, parse_commit):
        try:
            found: Any = parse(repo, name.encode())
        except (KeyError, ValueError, AssertionError, IndexError):
            continue
        if isinstance(found, Commit):
            return found
    raise DvkgenError(f"không có bản “{name}” trong git: viết tên nhánh, nhãn, mã commit, hoặc HEAD~1")


def _merge_base(repo: Repo) -> Commit:
    """Return the commit at which the work tree's branch left the main one."""
    head = _commit(repo, "HEAD")
    for branch in MAIN_BRANCHES:
        try:
            main = _commit(repo, branch)
        except DvkgenError:
            continue
        shared = find_merge_base(repo, [head.id, main.id])
        return _commit(repo, shared[0].decode()) if shared else main
    return head


def _revision(repo: Repo, commit: Commit, name: str, prefix: str) -> Side:
    """Return a commit's files below the root."""
    blobs: dict[str, bytes] = {}
    links: set[str] = set()
    for entry in iter_tree_contents(repo.object_store, commit.tree):
        path = (entry.path or b"").decode("utf-8", "surrogateescape")
        if path.startswith(prefix) and entry.mode and entry.sha and not stat.S_ISDIR(entry.mode):
            within = path.removeprefix(prefix)
            if entry.mode & 0o170000 == 0o160000:  # another repository
                continue
            blobs[within] = entry.sha
            links |= {within} if stat.S_ISLNK(entry.mode) else set()
    shown = f"{name} ({commit.id[:7].decode()})" if name else commit.id[:7].decode()
    read = partial(_blob, repo, blobs)
    return Side(shown, {path: sha.decode() for path, sha in blobs.items()}, read, links=frozenset(links))


def _blob(repo: Repo, blobs: Mapping[str, bytes], path: str) -> bytes:
    return bytes(repo.object_store.get_raw(blobs[path])[1])  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class _Tracked:
    """A file as git noted it last: how large it was, when it changed, and the digest of what it held."""

    size: int
    changed: int
    digest: str


def _tracked(repo: Repo, prefix: str) -> Mapping[str, _Tracked]:
    """Return the files that git knows of, by their paths below the root; of one noted in doubt the digest alone."""
    place = Path(repo.index_path())
    noted = place.stat().st_mtime_ns if place.exists() else 0
    found: dict[str, _Tracked] = {}
    for raw, entry in repo.open_index().items():
        path = raw.decode("utf-8", "surrogateescape")
        if path.startswith(prefix) and isinstance(entry, IndexEntry):
            seconds, rest = entry.mtime if isinstance(entry.mtime, tuple) else (int(entry.mtime), 0)
            changed = int(seconds) * 1_000_000_000 + int(rest)
            # what changed in the tick in which git noted it may have changed once more
            sure = changed if changed < noted - _TICK else 0
            found[path.removeprefix(prefix)] = _Tracked(entry.size, sure, entry.sha.decode())
    return found


def _folder(
    root: Path, name: str, before: Mapping[str, str] | None = None, tracked: Mapping[str, _Tracked] | None = None
) -> Side:
    """Return a folder's files: all of plans, submissions and templates, of others those that git knows.

    Of a folder that is compared with another one, all but what programs put there.
    """
    known = {**(before or {}), **(tracked or {})}
    parts = _PARTS if before is not None else _parts_of(root)
    paths = {file.relative_to(root).as_posix() for part in parts for file in door.files_below(root, part)}
    paths |= {part for part in parts if door.is_file(root, part)}
    others = {path for path in known if path.partition("/")[0] not in _PARTS and door.is_file(root, path)}
    noted = tracked or {}
    digests = (
        (path, _noted(root / path, noted.get(path)) or _digest(root, path, (before or {}).get(path, "")))
        for path in sorted(paths | others)
    )
    return Side(name, dict(digests), partial(door.read, root, most=door.MOST_PHOTO), root)


def _parts_of(root: Path) -> list[str]:
    """Return what lies in a folder but for what programs put there; a file at its top counts as a part."""
    return sorted(path.name for path in door.entries(root, ".") if path.name not in _OF_PROGRAMS)


def _noted(file: Path, tracked: _Tracked | None) -> str:
    """Return the digest that git has noted of a file, if it lies as it did then."""
    if tracked is None or not tracked.changed:
        return ""
    there = file.lstat()
    as_it_was = stat.S_ISREG(there.st_mode) and (there.st_size, there.st_mtime_ns) == (tracked.size, tracked.changed)
    return tracked.digest if as_it_was else ""


def _digest(root: Path, path: str, known: str) -> str:
    """Return the digest by which git knows a file's content; line ends of Windows that git would take away are no change."""
    try:
        data = door.read(root, path, door.MOST_PHOTO)
    except OSError as error:
        return door.reason(error)
    if b"\r\n" in data and _of_blob(data.replace(b"\r\n", b"\n")) == known:
        return known
    return _of_blob(data)


def _of_blob(data: bytes) -> str:
    return sha1(b"blob %d\0%s" % (len(data), data), usedforsecurity=False).hexdigest()
