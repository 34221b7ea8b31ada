"""The layout profiles of a repository: `templates/the-thuc/<profile>/the-thuc.yaml`, and the frames they stand in.

The frames `khung.docx` and `khung.html` lie beside the profiles and serve them all; a profile's own folder may hold
others. A profile that is `dua_tren` another one tells only what differs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import is_zipfile

from dvkgen.disk import door
from dvkgen.disk.paths import layer_of, profile_file
from dvkgen.findings import DvkgenError, Finding, Mark, Severity
from dvkgen.load.decode import Reading, decode, overlaid, read_mapping
from dvkgen.render.engine import Engine
from dvkgen.rules import Rule
from dvkgen.schema.profile import Profile, Stationery
from dvkgen.text import did_you_mean
from dvkgen.yaml.written import WrittenMap

UNKNOWN_PROFILE = Rule(
    "unknown-profile",
    Severity.ERROR,
    "Thể thức (the_thuc) phải là một thư mục của templates/the-thuc.",
)


OWN_FRAME = Rule(
    "own-frame",
    Severity.ERROR,
    """khung.docx, khung.html đặt mọi chữ lên giấy: khung khác khung của dvkgen chỉ dùng khi người chạy lệnh cho phép.

    Một khung sửa khéo làm văn bản giấu chữ hay thêm chữ mà không ai thấy. Khung do chính cơ quan mình sửa thì thêm
    --own-frames vào lệnh (make ARGS=--own-frames); máy dựng các thay đổi do nơi khác gửi đến thì không. Bản PDF theo
    khung.html riêng thì do WeasyPrint làm (--pdf weasyprint): khung của Typst là mã chương trình, luôn là của dvkgen.""",
)
_OURS = frozenset(
    {
        "f9218f6028b47f76d9d52abd6819a4f4f2f2305dce1c421e5c072fc9d809a4d3",
        "852966120ab6fda600f876160e1778640b36a4d4af3dc959e9e64c5e00fd0fd1",
    }
)
"""SHA-256 of the frames that come with dvkgen, this release's and earlier ones'."""


def read_stationery(
    layers: Sequence[Path], *, own_frames: Collection[str] = ()
) -> tuple[Mapping[str, Stationery], tuple[Finding, ...]]:
    """Return each profile that can be read, by the name of its folder, and what is wrong with the others.

    `layers` are folders of templates: file by file the first that has it counts. Frames that do not come with dvkgen are
    an error, but for those whose names whoever runs it allows.
    """
    slugs = sorted({folder.name for layer in layers for folder in _entries(layer / _HOME) if folder.is_dir()})
    homes = {slug: layer_of(layers, f"{_HOME}/{slug}/the-thuc.yaml").parent for slug in slugs}
    profiles, findings = _profiles(tuple((slug, home, _bytes(home, _path(slug))) for slug, home in homes.items()))
    stationery = {slug: _stationery(layers, slug, profile) for slug, profile in profiles.items()}
    return stationery, (*findings, *_strange(layers, stationery, own_frames))


def _strange(
    layers: Sequence[Path], stationery: Mapping[str, Stationery], allowed: Collection[str]
) -> Iterator[Finding]:
    """Yield a finding for each frame in use that neither comes with dvkgen nor is allowed."""
    used: dict[Path, bytes] = {}
    for slug, one in stationery.items():
        html = one.html.replace("\r\n", "\n").encode()  # as git gives it on Windows
        used |= {_frame_place(layers, slug, name): data for name, data in zip(_FRAMES, (one.docx, html), strict=True)}
    for place, data in sorted(used.items()):
        if place.name not in allowed and sha256(data).hexdigest() not in _OURS:
            path = next(place.relative_to(layer.parent) for layer in layers if place.is_relative_to(layer)).as_posix()
            yield OWN_FRAME.at(Mark(path), f"{place.name} không phải khung của dvkgen", _FRAME_CURE)


def frames_to_allow(engine: Engine) -> tuple[str, ...]:
    """Return the frames of one's own with which an engine prints: Typst has a frame of its own, which is code of ours."""
    return _FRAMES if engine is Engine.WEASYPRINT else _FRAMES[:1]


_HOME = "the-thuc"
_FRAMES = ("khung.docx", "khung.html")
_FRAME_CURE = "chép lại khung gốc; khung do cơ quan mình sửa và đã xem kỹ thì thêm --own-frames vào lệnh"


def _frame_place(layers: Sequence[Path], slug: str, name: str) -> Path:
    """Return the frame that a profile uses: its own, else the one that serves all."""
    own, common = f"{_HOME}/{slug}/{name}", f"{_HOME}/{name}"
    home = layer_of(layers, own)
    return home / own if door.is_file(home.parent, f"{home.name}/{own}") else layer_of(layers, common) / common


def _entries(home: Path) -> list[Path]:
    try:
        return door.entries(home.parent.parent, home.relative_to(home.parent.parent))
    except OSError:
        return []


def _bytes(root: Path, path: str) -> bytes | None:
    try:
        return door.read(root, path)
    except OSError:
        return None


@lru_cache(maxsize=8)
def _profiles(
    files: tuple[tuple[str, Path, bytes | None], ...],
) -> tuple[Mapping[str, Profile], tuple[Finding, ...]]:
    """Return the profiles that can be read; the same bytes are read once in the life of a process."""
    found: list[Finding] = []
    written: dict[str, WrittenMap] = {}
    homes = {slug: root for slug, root, _ in files}
    for slug, root in homes.items():
        value, findings = read_mapping(root, _path(slug))
        found.extend(findings)
        if value is not None:
            written[slug] = value
    profiles: dict[str, Profile] = {}
    for slug in written:
        whole, problem = _whole(slug, written)
        profile, findings = decode(Profile, whole, Reading(homes[slug], _path(slug)))
        found.extend(problem or findings)
        if profile and not problem:
            profiles[slug] = profile
    return profiles, tuple(found)


def _stationery(layers: Sequence[Path], slug: str, profile: Profile) -> Stationery:
    docx, html = (_frame_file(layers, slug, name) for name in _FRAMES)
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


def _frame_file(layers: Sequence[Path], slug: str, name: str) -> bytes:
    try:
        chosen = _frame_place(layers, slug, name)
        root = next(layer.parent for layer in layers if chosen.is_relative_to(layer))
        return door.read(root, chosen.relative_to(root), door.MOST_WORD_FILE)
    except door.Refused as refused:
        raise DvkgenError(f"thể thức {slug}: {name} không dùng được: {refused.why}") from refused
    except OSError as error:
        raise DvkgenError(f"thể thức {slug}: không đọc được {name} trong templates/the-thuc") from error
