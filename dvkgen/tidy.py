"""Tidying users' files: canonical shape (`fmt`), and the cures that are certain (`fix`).

Both say first what they would write; a file is replaced as a whole or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from functools import cache
from os.path import relpath
from pathlib import Path, PurePosixPath

from dvkgen.findings import DvkgenError, lies_in, paths_in_error
from dvkgen.load import Repository
from dvkgen.model.record import Record, record_at
from dvkgen.schema import schemas_of
from dvkgen.source.canonical import MODELINE, Shape, canonical
from dvkgen.source.cures import cured
from dvkgen.source.file import read_text, replace_file

_TEXTS = (".yaml", ".yml", ".md")


@dataclass(frozen=True, slots=True)
class Change:
    """A file that would be written anew: its path from the root, before and after, and what was done, in words."""

    path: str
    before: str
    after: str
    done: tuple[str, ...] = ()

    def diff(self) -> str:
        """Return the change as a unified diff."""
        lines = unified_diff(_lines(self.before), _lines(self.after), f"a/{self.path}", f"b/{self.path}")
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def _lines(text: str) -> list[str]:
    return [f"{line}\n" for line in text.split("\n")]


def formatted(repository: Repository, wanted: tuple[str, ...], *, modeline: bool = False) -> Iterator[Change]:
    """Yield each YAML file that is not in canonical shape; with `modeline` its first line names its schema.

    A file that cannot be shaped without losing something comes as a change that changes nothing, and says so.
    """
    schemas = _schema_paths(repository) if modeline else {}
    broken = paths_in_error(repository.findings)
    for path, kind in sorted(repository.kinds.items()):
        if not lies_in(path, wanted) or not path.startswith(("plans/", "submissions/")):
            continue
        text, _ = read_text(repository.root, path)
        if text is not None:
            after = canonical(text, _shape(kind))
            if after is None and path not in broken:
                yield Change(path, text, text, ("để nguyên: xếp lại thì mất một ghi chú hoặc đổi một giá trị",))
            elif after is not None:
                shaped = _with_modeline(after, path, schemas[path]) if path in schemas and path not in broken else after
                if shaped != text:
                    yield Change(path, text, shaped)


def left_alone(repository: Repository, wanted: tuple[str, ...]) -> Iterator[str]:
    """Yield a line that names the YAML files which cannot be put in shape because they have an error."""
    broken = sorted(p for p in paths_in_error(repository.findings) & set(repository.kinds) if lies_in(p, wanted))
    if broken:
        yield f"{len(broken)} tệp đang có lỗi, để nguyên: {', '.join(broken[:5])}{', …' if len(broken) > 5 else ''}"


@cache
def _shape(kind: type[Record] | None) -> Shape:
    if kind is None:
        return Shape()
    return Shape(kind.ordered_keys(), kind.prose_keys(), lambda key: _shape(record_at(kind, [key])))


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


def cures(root: Path, wanted: tuple[str, ...], *, iso: bool = False) -> Iterator[Change]:
    """Yield each text file below plans/ and submissions/ that a certain cure would change."""
    for home in ("plans", "submissions"):
        for file in sorted((root / home).rglob("*")):
            path = file.relative_to(root).as_posix()
            if file.suffix not in _TEXTS or not file.is_file() or not lies_in(path, wanted):
                continue
            data = file.read_bytes()
            done = cured(data, is_yaml=file.suffix != ".md", iso=iso)
            if done and done.text.encode() != data:
                before = data.decode().replace("\r\n", "\n")
                yield Change(path, before, done.text, tuple(f"{n} {what}" for what, n in done.counts.items()))


def write(root: Path, changes: Sequence[Change]) -> None:
    """Write changed files, each as a whole; raises `DvkgenError` where one cannot be written."""
    for change in changes:
        try:
            replace_file(root / change.path, change.after.encode())
        except OSError as error:
            raise DvkgenError(f"không ghi được {change.path}: {error.strerror}; xem lại quyền ghi") from None
