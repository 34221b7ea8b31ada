"""The JSON Schemas by which an editor helps while a file is typed, and the settings that tell it which file has which.

They are made from the same records that read the files, one for each kind of file of each plan, with the plan's own
forms and the names of its locality. What a schema refuses, `check` refuses too; `check` knows more, because it reads
all files together. An editor's settings that are not ours stay as they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dvkgen.campaign.campaign import Campaign
from dvkgen.checks import ADJUSTABLE
from dvkgen.disk import door
from dvkgen.disk.paths import ROOT_FILE, filings_home, locality_home, plan_home
from dvkgen.edit.strictness import known_name, one_actor, quiet
from dvkgen.findings import DvkgenError, paths_in_error
from dvkgen.load import Repository
from dvkgen.load.submissions import expected_of
from dvkgen.schema.kinds import OFFICE_FILES, record_of_office
from dvkgen.schema.locality import Locality
from dvkgen.schema.plan import Plan
from dvkgen.schema.record import Record
from dvkgen.schema.settings import Settings
from dvkgen.schema.submission import Initiative
from dvkgen.schema.unit import UnitList
from dvkgen.schema.value import CODE_SCHEMA
from dvkgen.text import slug

HOME = ".vscode/schema"
SETTINGS = ".vscode/settings.json"
_KEY = "yaml.schemas"


@dataclass(frozen=True)
class Schema:
    """A JSON Schema: its path from the root, the files it is for (patterns from the root), and its text."""

    path: str
    files: tuple[str, ...]
    content: Mapping[str, Any]

    @property
    def text(self) -> str:
        """The file to write."""
        return json.dumps(self.content, ensure_ascii=False, separators=(",", ":")) + "\n"


def write_schemas(repository: Repository) -> int:
    """Write the schemas and the editor's settings; return how many files changed.

    Schemas of plans that are gone are removed, unless the repository has an error: then the plan of a schema may be
    the one that cannot be read. Raises `DvkgenError` where the settings cannot be read, or a file cannot be written.
    """
    is_whole = not paths_in_error(repository.findings)
    made = tuple(schemas_of(repository))
    files = {SETTINGS: _settings(repository, made, prune=is_whole)} | {schema.path: schema.text for schema in made}
    changed = [path for path, text in files.items() if _differs(repository, path, text)]
    below = door.files_below(repository.root, HOME) if is_whole else ()
    there = [file for file in below if file.suffix == ".json"]
    gone = [file for file in there if file.relative_to(repository.root).as_posix() not in files]
    try:
        for path in changed:
            door.replace(repository.root, path, files[path].encode())
        for file in gone:
            door.remove_plain(repository.root / HOME, file.relative_to(repository.root / HOME))
    except OSError as error:
        raise DvkgenError(f"không ghi được vào .vscode/: {error}; xem lại quyền của thư mục") from None
    return len(changed) + len(gone)


def schemas_of(repository: Repository) -> Iterator[Schema]:
    """Yield the schema of the file at the root, and one for each kind of file of each plan of a repository."""
    yield Schema(f"{HOME}/{ROOT_FILE.replace('.yaml', '.json')}", (ROOT_FILE,), Settings.model_json_schema())
    seen: set[str] = set()
    for campaign in repository.campaigns:
        if campaign.slug not in seen:
            seen.add(campaign.slug)
            yield from _of_locality(campaign)
        yield from _of_plan(campaign)


def _of_locality(campaign: Campaign) -> Iterator[Schema]:
    home = locality_home(campaign.slug)
    yield _schema(campaign, "", "dia-phuong", Locality, (f"{home}/dia-phuong.y*ml",))
    files = tuple(f"{folder}/{name}.y*ml" for folder in (home, f"{home}/*") for name in ("don-vi", "don-vi/*"))
    yield _schema(campaign, "", "don-vi", UnitList, files)


def _of_plan(campaign: Campaign) -> Iterator[Schema]:
    home = plan_home(campaign.slug, campaign.folder)
    yield _schema(campaign, campaign.folder, "ke-hoach", Plan, (f"{home}/ke-hoach.y*ml",))
    for kind in OFFICE_FILES:
        name, record = slug(kind), record_of_office(kind)
        yield _schema(campaign, campaign.folder, name, record, (f"{home}/{name}.y*ml", f"{home}/{name}/*.y*ml"))
    expected = expected_of(campaign)
    labels = [campaign.label(year) for year in campaign.plan.period.years]
    for name, kind in expected.kinds.items():
        sent = tuple(
            f"{filings_home(campaign.slug, label)}/*/{file}"
            for label in labels
            for file in (f"{name}.y*ml", f"{name}/*.y*ml")
        )
        yield _schema(campaign, campaign.folder, name, expected.record_type(kind), sent)


def _schema(campaign: Campaign, folder: str, name: str, kind: type[Record], files: tuple[str, ...]) -> Schema:
    content = kind.model_json_schema()
    known = _known(campaign)
    for called, record in ((kind.__name__, content), *content.get("$defs", {}).items()):
        _explain(record, known)
        _demand(called, record, campaign)
    content.pop("title", None)
    content = quiet(content)
    of = campaign.plan.period_in_words if folder else campaign.locality.name
    head = {"$schema": "http://json-schema.org/draft-07/schema#", "title": f"{name}.yaml, {of}"}
    path = "/".join(part for part in (HOME, campaign.slug, folder, f"{name}.json") if part)
    return Schema(path, files, head | content)


def _known(campaign: Campaign) -> Mapping[str, tuple[str, ...]]:
    """Return the words that an editor offers at a key: names and codes of the locality, names of rules."""
    locality, units = campaign.locality, tuple(unit.code for unit in campaign.units)
    return {
        "linh_vuc": tuple(sector.code for sector in locality.sectors),
        "cap": tuple(level.code for level in locality.levels),
        "khoi": tuple(group.code for group in locality.groups),
        "co_quan": tuple(locality.organs),
        "cung_thuc_hien": units,
        "don_vi": units,
        "truc_thuoc": units,
        "ke_thua": units,
        "luat": ADJUSTABLE,
        "mo_hinh": tuple(dict.fromkeys(filed.code for filed in _models(campaign))),
    }


def _models(campaign: Campaign) -> Iterator[Initiative]:
    """Yield the models that units have registered: what they may speak of, and new ones besides."""
    for year in campaign.plan.period.years:
        yield from (initiative for _, initiative in campaign.registered_in(year))


_REGISTERED = ("Initiative", "RegistrationSlip")
_WITH_ACTOR = (*_REGISTERED, "Nomination", "Commendation", "Article")


def _demand(called: str, record: dict[str, Any], campaign: Campaign) -> None:
    """Refuse what a check refuses of a record, where a schema can: names that nobody bears, no actor or two."""
    properties = record.get("properties", {})
    if called in _WITH_ACTOR and properties:
        record |= one_actor(record)
    if called not in _REGISTERED:
        return
    locality = campaign.locality
    names = {
        "linh_vuc": [name for s in locality.sectors for name in (s.code, s.name, s.heading, *s.aliases)],
        "cap": [name for level in locality.levels for name in (level.code, level.name, level.in_sentence)],
    }
    for key, spelt in names.items():
        if spelt and key in properties:
            told = {"description": properties[key].get("description", "")}
            properties[key] = told | {"anyOf": [known_name(spelt), {"type": "null"}]}
    units = [name for unit in campaign.units for name in (unit.code, unit.name, *unit.aliases)]
    if units and "cung_thuc_hien" in properties:
        told = {"description": properties["cung_thuc_hien"].get("description", "")}
        one = known_name(units)
        properties["cung_thuc_hien"] = told | {"anyOf": [one, {"type": "array", "items": one}, {"type": "null"}]}


_BY_NAME = ("linh_vuc", "cap", "luat", "mo_hinh")
"""Keys that take any line: a name of the locality, not its code alone, or the name of a rule."""


def _explain(record: dict[str, Any], known: Mapping[str, tuple[str, ...]]) -> None:
    """Put the Vietnamese title of each key where an editor shows it, and offer the words that are known there."""
    record.pop("description", None)
    if "properties" in record:
        record.pop("title", None)
    for key, value in record.get("properties", {}).items():
        title = value.pop("title", None)
        if isinstance(value.get("default"), bool) or value.get("default", 0) in ([], {}, None, ""):
            value.pop("default", None)
        kept = {"default": value.pop("default")} if "default" in value else {}
        offered = _offered(value, known.get(key, ()), free=key in _BY_NAME)
        # beside a reference nothing else is read
        whole = {"allOf": [offered]} if "$ref" in offered else offered
        record["properties"][key] = ({"description": title} if title else {}) | whole | kept


def _offered(schema: dict[str, Any], words: tuple[str, ...], *, free: bool) -> dict[str, Any]:
    """Return a schema with words to choose from, at codes and lists, and at any line where it is `free`."""
    if not words:
        return schema
    if "anyOf" in schema:
        return schema | {"anyOf": [_offered(part, words, free=free) for part in schema["anyOf"]]}
    if schema.get("type") == "array":
        return schema | {"items": _offered(schema["items"], words, free=True)}
    if "string" in schema.get("type", ()) and (free or schema.get("pattern") == CODE_SCHEMA["pattern"]):
        return {"anyOf": [{"enum": list(words)}, schema]}
    return schema


def _differs(repository: Repository, path: str, text: str) -> bool:
    try:
        return door.read(repository.root, path).decode("utf-8") != text
    except OSError:
        return True


def _settings(repository: Repository, schemas: tuple[Schema, ...], *, prune: bool) -> str:
    """Return the editor's settings with our schemas among them, and with `prune` no others of ours."""
    path = repository.root / SETTINGS
    try:
        settings = json.loads(door.read(repository.root, SETTINGS)) if path.exists() else {}
        known = settings.get(_KEY, {}).items()
    except (OSError, ValueError, AttributeError):
        raise DvkgenError(
            f"không đọc được {SETTINGS} như JSON; bỏ các chú thích // và dấu phẩy thừa trong tệp rồi chạy lại"
        ) from None
    others = {key: files for key, files in known if not (prune and key.startswith(f"./{HOME}/"))}
    ours = {f"./{schema.path}": list(schema.files) for schema in schemas}
    return json.dumps({**settings, _KEY: {**others, **ours}}, ensure_ascii=False, indent=2) + "\n"
