"""The layout profiles of a repository: `templates/the-thuc/<profile>/the-thuc.yaml`, and the frames they stand in.

The frames `khung.docx` and `khung.html` lie beside the profiles and serve them all; a profile's own folder may hold
others. A profile that is `dua_tren` another one tells only what differs.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from zipfile import is_zipfile

from dvkgen.disk import door
from dvkgen.disk.paths import profile_file
from dvkgen.findings import DvkgenError, Finding, Mark, Severity
from dvkgen.load.decode import Reading, decode, overlaid, read_mapping
from dvkgen.rules import Rule
from dvkgen.schema.profile import Profile, Stationery
from dvkgen.text import did_you_mean
from dvkgen.yaml.written import WrittenMap

UNKNOWN_PROFILE = Rule(
    "unknown-profile",
    Severity.ERROR,
    "Thể thức (the_thuc) phải là một thư mục của templates/the-thuc.",
)


def read_stationery(templates: Path) -> tuple[Mapping[str, Stationery], tuple[Finding, ...]]:
    """Return each profile that can be read, by the name of its folder, and what is wrong with the others."""
    home = templates / "the-thuc"
    folders = sorted(folder for folder in _entries(home) if folder.is_dir())
    files = tuple((folder.name, _bytes(templates.parent, folder / "the-thuc.yaml")) for folder in folders)
    profiles, findings = _profiles(templates.parent, files)
    return {slug: _stationery(home, slug, profile) for slug, profile in profiles.items()}, findings


def _entries(home: Path) -> list[Path]:
    try:
        return door.entries(home.parent.parent, home.relative_to(home.parent.parent))
    except OSError:
        return []


def _bytes(root: Path, path: Path) -> bytes | None:
    try:
        return door.read(root, path.relative_to(root))
    except OSError:
        return None


@lru_cache(maxsize=8)
def _profiles(
    root: Path, files: tuple[tuple[str, bytes | None], ...]
) -> tuple[Mapping[str, Profile], tuple[Finding, ...]]:
    """Return the profiles that can be read; the same bytes are read once in the life of a process."""
    found: list[Finding] = []
    written: dict[str, WrittenMap] = {}
    for slug, _ in files:
        value, findings = read_mapping(root, _path(slug))
        found.extend(findings)
        if value is not None:
            written[slug] = value
    profiles: dict[str, Profile] = {}
    for slug in written:
        whole, problem = _whole(slug, written)
        profile, findings = decode(Profile, whole, Reading(root, _path(slug)))
        found.extend(problem or findings)
        if profile and not problem:
            profiles[slug] = profile
    return profiles, tuple(found)


def _stationery(home: Path, slug: str, profile: Profile) -> Stationery:
    docx, html = (_frame_file(home, slug, name) for name in ("khung.docx", "khung.html"))
    if not is_zipfile(BytesIO(docx)):
        raise DvkgenError(f"thể thức {slug}: khung.docx không phải tệp Word đọc được; lưu lại bằng Word")
    return Stationery(slug, profile, docx, html.decode("utf-8", "replace"))


def _path(slug: str) -> str:
    return profile_file(slug)


def _whole(slug: str, written: Mapping[str, WrittenMap]) -> tuple[WrittenMap, tuple[Finding, ...]]:
    """Return a profile laid over those it is based on, or the finding that it is based on none that exists."""
    whole, seen = written[slug], [slug]
    while (base := written[seen[-1]].get("dua_tren")) is not None:
        if not isinstance(base, str) or base not in written or base in seen:
            mark = written[seen[-1]].origin.fields.get("dua_tren", Mark(_path(slug)))
            cure = did_you_mean(str(base), (name for name in written if name not in seen))
            message = f"không có thể thức gốc “{base}”"
            return whole, (UNKNOWN_PROFILE.at(mark, message, cure),)
        whole = overlaid(written[base], whole, inside=True)
        seen.append(base)
    return whole, ()


def _frame_file(home: Path, slug: str, name: str) -> bytes:
    own = home / slug / name
    try:
        root, chosen = home.parent.parent, own if own.is_file() else home / name
        return door.read(root, chosen.relative_to(root), door.MOST_WORD_FILE)
    except door.Refused as refused:
        raise DvkgenError(f"thể thức {slug}: {name} không dùng được: {refused.why}") from refused
    except OSError as error:
        raise DvkgenError(f"thể thức {slug}: không đọc được {name} trong templates/the-thuc") from error
