"""The JSON Schemas: fresh, good for every file of the samples, and of one mind with `check` on broken ones."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft7Validator
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor

from dvkgen.disk.paths import ROOT_FILE
from dvkgen.edit.editor_schema import HOME, SETTINGS, schemas_of, write_schemas
from dvkgen.findings import DvkgenError
from dvkgen.load import load
from dvkgen.load.decode import Reading, decode
from dvkgen.load.submissions import expected_of
from dvkgen.schema.answer import Article
from dvkgen.schema.kinds import OFFICE_FILES, record_of_office
from dvkgen.schema.locality import Locality
from dvkgen.schema.office import Commendations
from dvkgen.schema.plan import Plan
from dvkgen.schema.record import Record
from dvkgen.schema.submission import AchievementBrief, Initiative, Registration
from dvkgen.schema.unit import UnitList
from dvkgen.text import slug
from dvkgen.yaml.read import read_yaml
from tests.conftest import SAMPLE, TODAY, MakeRepo

KINDS = ("dia-phuong", "don-vi", "ke-hoach", *map(slug, OFFICE_FILES))
"""Files of the office; the others are submissions."""


class EditorsConstructor(SafeConstructor):
    """Reads YAML 1.2 as editors do: a date is a text."""


EditorsConstructor.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_yaml_str)


def as_editors_read(text: str) -> Any:
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = EditorsConstructor
    return yaml.load(text)


def as_typed(value: Any) -> str:
    """Return a value as a YAML text on one line; what is None is left empty, as people leave it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)}: {as_typed(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join("~" if inner is None else as_typed(inner) for inner in value) + "]"
    return "" if value is None else json.dumps(value, ensure_ascii=False)


@cache
def samples() -> Mapping[str, tuple[dict[str, Any], type[Record]]]:
    """Return schema and record type of every YAML file of the samples that has one, by its path."""
    repository = load(SAMPLE, TODAY)
    paths = [
        path.relative_to(SAMPLE).as_posix()
        for top in ("plans", "submissions")
        for path in (SAMPLE / top).rglob("*.yaml")
    ]
    found = {}
    for schema in schemas_of(repository):
        if schema.files == (ROOT_FILE,):
            continue
        _, locality, *rest = schema.path.removeprefix(HOME).split("/")
        campaign = next(
            c for c in repository.campaigns if c.slug == locality and (len(rest) == 1 or c.folder == rest[0])
        )
        expected = expected_of(campaign)
        stem = rest[-1].removesuffix(".json")
        office = {
            "dia-phuong": Locality,
            "don-vi": UnitList,
            "ke-hoach": Plan,
            **{slug(kind): record_of_office(kind) for kind in OFFICE_FILES},
        }
        record = office[stem] if stem in KINDS else expected.record_type(expected.kinds[stem])
        for path in paths:
            if any(fnmatchcase(path, pattern.replace("y*ml", "yaml")) for pattern in schema.files):
                found[path] = (json.loads(schema.text), record)
    return found


def refused(schema: Mapping[str, Any], value: Any) -> bool:
    return not Draft7Validator(schema).is_valid(value)


def test_committed_schemas_are_fresh() -> None:
    made = {schema.path: schema.text for schema in schemas_of(load(SAMPLE, TODAY))}
    kept = {path.relative_to(SAMPLE).as_posix(): path.read_text("utf-8") for path in (SAMPLE / HOME).rglob("*.json")}
    assert kept == made, "run make schema"
    settings = json.loads((SAMPLE / SETTINGS).read_text("utf-8"))
    assert {path.removeprefix("./") for path in settings["yaml.schemas"]} == set(made)


def test_every_schema_is_one() -> None:
    for schema in schemas_of(load(SAMPLE, TODAY)):
        Draft7Validator.check_schema(json.loads(schema.text))


def test_every_file_of_the_samples_has_a_schema_and_keeps_it() -> None:
    paths = {
        path.relative_to(SAMPLE).as_posix()
        for top in ("plans", "submissions")
        for path in (SAMPLE / top).rglob("*.yaml")
    }
    assert paths == set(samples())
    for path, (schema, _) in samples().items():
        faults = [
            f"{path}: {e.json_path} {e.message[:200]}"
            for e in Draft7Validator(schema).iter_errors(as_editors_read((SAMPLE / path).read_text("utf-8")))
        ]
        assert not faults, faults


def one_of_each_kind() -> list[str]:
    """Return the longest sample file of each kind."""
    by_kind: dict[str, str] = {}
    for path in samples():
        parts = path.removesuffix(".yaml").split("/")
        kind = parts[4] if parts[0] == "submissions" else parts[-1]
        longest = by_kind.get(kind)
        if longest is None or (SAMPLE / path).stat().st_size > (SAMPLE / longest).stat().st_size:
            by_kind[kind] = path
    return sorted(by_kind.values())


Change = Callable[[Any], Any]


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every value within a value; of a list its first two items only."""
    yield at
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*at, key))
    elif isinstance(value, list):
        for n, inner in enumerate(value[:2]):
            yield from places(inner, (*at, n))


def mutated(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield a value with one thing broken each time, as people err, and what was done."""
    for at in places(value):
        if not at:
            continue
        *way, last = at
        owner = value
        for step in way:
            owner = owner[step]
        old = owner[last]
        for name, new in (("a list of lists", [["x"]]), ("a strange mapping", {"khong_co": "x"}), ("nothing", None)):
            owner[last] = new
            yield f"{at} is {name}", deepcopy(value)
        if isinstance(old, dict | list):
            owner[last] = "chữ"
            yield f"{at} is a line", deepcopy(value)
        owner[last] = old
        if isinstance(owner, dict):
            kept = dict(owner)
            del owner[last]
            yield f"{at} is missing", deepcopy(value)
            owner.clear()
            owner.update(kept)
        if isinstance(old, dict):
            old["khong_co_muc_nay"] = "x"
            yield f"{at} has a strange key", deepcopy(value)
            del old["khong_co_muc_nay"]


def lacks_an_actor(record: type[Record], value: Any) -> bool:
    """Whether a record that has one actor, or one within it, has none or two: `check` tells it after reading."""
    whole = [value] if issubclass(record, Initiative | Article) else []
    lists = [value.get(key) for key in ("mo_hinh", "de_nghi", "da_khen")] if isinstance(value, dict) else []
    of_lists = issubclass(record, Registration | AchievementBrief | Commendations)
    inner = [one for found in lists if isinstance(found, list) for one in found] if of_lists else []
    actors = [one for one in (*whole, *inner) if isinstance(one, dict)]
    return any(sum(one.get(key) is not None for key in ("tap_the", "ca_nhan")) != 1 for one in actors)


@pytest.mark.parametrize("path", one_of_each_kind())
def test_schema_and_check_agree(path: str) -> None:
    """Each file broken in every place: what reading refuses the schema refuses, and nothing else."""
    schema, record = samples()[path]
    validator = Draft7Validator(schema)
    home = "/".join(path.split("/")[: 4 if path.startswith("submissions") else -1])
    tried, differ = 0, []
    for done, value in mutated(as_editors_read((SAMPLE / path).read_text("utf-8"))):
        written, findings = read_yaml(as_typed(value), path)
        assert written is not None, findings
        _, errors = decode(record, written, Reading(SAMPLE, path, home))
        tried += 1
        if bool(errors or lacks_an_actor(record, value)) == validator.is_valid(value):
            differ.append(f"{done}: check {[e.message for e in errors]}")
    assert tried > 5
    assert not differ, differ[:10]


def test_known_words_are_offered_not_demanded() -> None:
    schema, _ = samples()["submissions/dong-da/2026/chi-bo-tdp-04/dang-ky.yaml"]
    sector = schema["$defs"]["Initiative"]["properties"]["linh_vuc"]
    assert "kinh_te" in str(sector)
    assert sector["description"] == "lĩnh vực"


def model(**more: Any) -> dict[str, Any]:
    return {"ngay_gui": "10/01/2026", "mo_hinh": [{"ma": "mot", "ten": "Một", "tap_the": "Tổ 1", **more}]}


@pytest.mark.parametrize("name", ["kinh_te", "Kinh  TẾ", "lĩnh vực kinh tế", "KINH TE\u0302\u0301", " kinh-te "])
def test_a_known_name_may_be_spelt_in_any_way(name: str) -> None:
    schema, _ = samples()["submissions/dong-da/2026/chi-bo-tdp-04/dang-ky.yaml"]
    assert not refused(schema, model(linh_vuc=name))


@pytest.mark.parametrize(
    "more",
    [
        {"linh_vuc": "y_te"},
        {"linh_vuc": "kinh te"},
        {"cap": "tỉnh"},
        {"cung_thuc_hien": ["chi-bo-tdp-99"]},
        {"ca_nhan": "Nguyễn Văn A"},
        {"tap_the": None},
        {"ngay_gui": "31/4/2026"},
        {"ngay_gui": "29/02/2026"},
        {"ngay_gui": "2026-13-01"},
    ],
)
def test_what_check_refuses_the_schema_refuses(more: dict[str, Any]) -> None:
    schema, _ = samples()["submissions/dong-da/2026/chi-bo-tdp-04/dang-ky.yaml"]
    assert refused(schema, model(**more))
    assert not refused(schema, model(linh_vuc="kinh_te", cap="xa_phuong", ngay_gui="29/02/2028"))


def test_no_schema_offers_true_false_or_null() -> None:
    for schema in schemas_of(load(SAMPLE, TODAY)):
        assert not list(offers(json.loads(schema.text))), schema.path


def offers(schema: Any) -> Iterator[Any]:
    """Yield the parts of a schema for which an editor would offer one of them."""
    if isinstance(schema, list):
        for part in schema:
            yield from offers(part)
    elif isinstance(schema, dict):
        types = schema.get("type")
        if types in ("null", "boolean") or (isinstance(types, list) and {"null", "boolean"} & set(types)):
            yield schema
        if any(
            value in (True, False) and isinstance(value, bool)
            for value in (schema.get("default"), *schema.get("enum", ()))
        ):
            yield schema
        for key, inner in schema.items():
            yield from offers(inner) if key != "not" else ()


def test_own_settings_stay_and_gone_plans_go(repo: MakeRepo) -> None:
    root = repo({})
    (root / ".vscode").mkdir()
    (root / SETTINGS).write_text(
        '{"editor.rulers": [100], "yaml.schemas": {"mine.json": "x.yaml", "./.vscode/schema/cu.json": []}}'
    )
    (root / HOME).mkdir()
    (root / HOME / "cu.json").write_text("{}")
    assert write_schemas(load(root, TODAY)) > 10
    settings = json.loads((root / SETTINGS).read_text("utf-8"))
    assert settings["editor.rulers"] == [100]
    assert settings["yaml.schemas"]["mine.json"] == "x.yaml"
    assert "./.vscode/schema/cu.json" not in settings["yaml.schemas"]
    assert not (root / HOME / "cu.json").exists()
    assert write_schemas(load(root, TODAY)) == 0


def test_settings_with_comments_are_left_alone(repo: MakeRepo) -> None:
    root = repo({})
    (root / ".vscode").mkdir()
    (root / SETTINGS).write_text("{} // của tôi")
    with pytest.raises(DvkgenError, match="chú thích"):
        write_schemas(load(root, TODAY))
    assert (root / SETTINGS).read_text() == "{} // của tôi"


def test_what_cannot_be_written_is_said(repo: MakeRepo) -> None:
    root = repo({})
    (root / ".vscode").touch()
    with pytest.raises(DvkgenError, match="không ghi được"):
        write_schemas(load(root, TODAY))


def test_a_plan_that_cannot_be_read_keeps_its_schemas(repo: MakeRepo) -> None:
    root = repo({})
    write_schemas(load(root, TODAY))
    before = {path: path.read_bytes() for path in (root / ".vscode").rglob("*.json")}
    repo({"ke-hoach": "loai: [\n"})
    assert write_schemas(load(root, TODAY)) == 0
    assert {path: path.read_bytes() for path in (root / ".vscode").rglob("*.json")} == before
