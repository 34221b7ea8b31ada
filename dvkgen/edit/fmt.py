"""Users' YAML files in canonical shape (`fmt`)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from os.path import relpath
from pathlib import Path, PurePosixPath

from dvkgen.disk.file import read_text
from dvkgen.disk.paths import PLANS, SUBMISSIONS
from dvkgen.edit.change import Change
from dvkgen.edit.editor_schema import schemas_of
from dvkgen.findings import lies_in, paths_in_error
from dvkgen.load import Repository
from dvkgen.schema.record import Record, record_at
from dvkgen.yaml.canonical import MODELINE, Shape, canonical


def formatted(repository: Repository, wanted: tuple[str, ...], *, modeline: bool = False) -> Iterator[Change]:
    """Yield each YAML file that is not in canonical shape; with `modeline` its first line names its schema.

    A file that cannot be shaped without losing something comes as a change that changes nothing, and says so.
    """
    schemas = _schema_paths(repository) if modeline else {}
    broken = paths_in_error(repository.findings)
    for path, kind in sorted(repository.kinds.items()):
        if not lies_in(path, wanted) or not path.startswith((f"{PLANS}/", f"{SUBMISSIONS}/")):
            continue
        text, _ = read_text(repository.root, path)
        if text is not None:
            after = canonical(text, shape_of(kind))
            if after is None and path not in broken:
                yield Change(path, text, text, ("để nguyên: xếp lại thì mất một ghi chú hoặc đổi một giá trị",))
            elif after is not None:
                shaped = _with_modeline(after, path, schemas[path]) if path in schemas and path not in broken else after
                if shaped != text:
                    yield Change(path, text, shaped)


def left_alone(repository: Repository, wanted: tuple[str, ...]) -> Iterator[str]:
    """Yield a line that names the YAML files which cannot be put in shape because they have an error."""
    wrong = (p for p in paths_in_error(repository.findings) & set(repository.kinds) if lies_in(p, wanted))
    broken = sorted(path for path in wrong if not _can_be_shaped(repository, path))
    if broken:
        yield f"{len(broken)} tệp đang có lỗi, để nguyên: {', '.join(broken[:5])}{', …' if len(broken) > 5 else ''}"


def _can_be_shaped(repository: Repository, path: str) -> bool:
    text, _ = read_text(repository.root, path)
    return text is not None and canonical(text, shape_of(repository.kinds[path])) is not None


@cache
def shape_of(kind: type[Record] | None) -> Shape:
    """Return what is known of the files of a kind of record: the order of their keys, and which are prose."""
    if kind is None:
        return Shape()
    return Shape(kind.ordered_keys(), kind.prose_keys(), lambda key: shape_of(record_at(kind, [key])))


def _schema_paths(repository: Repository) -> dict[str, str]:
    """Return the schema of each file that was read, both as paths from the root."""
    schemas = tuple(schemas_of(repository))
    found = {}
    for path in repository.kinds:
        fitting = (s.path for s in schemas if any(PurePosixPath(path).match(pattern) for pattern in s.files))
        if schema := next(fitting, None):
            found[path] = schema
    return found


def _with_modeline(text: str, path: str, schema: str) -> str:
    line = f"{MODELINE} $schema={Path(relpath(schema, str(PurePosixPath(path).parent))).as_posix()}"
    rest = text.split("\n", 1)[1] if text.startswith(MODELINE) and "\n" in text else text
    return f"{line}\n{rest}"
