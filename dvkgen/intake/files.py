"""The files that are named on the command line: wherever they lie, bounded, and read as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from dvkgen.disk import door
from dvkgen.disk.named import named_files, read_named
from dvkgen.findings import DvkgenError
from dvkgen.intake.columns import SKIPPED
from dvkgen.intake.sheet import MOST_BYTES
from dvkgen.yaml.read import read_yaml
from dvkgen.yaml.written import WrittenMap


def received_files(paths: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each file named, those of a folder in order; raises DvkgenError for one that cannot be read."""
    for path in paths:
        for file in named_files(path):
            try:
                yield file.name, read_named(file, MOST_BYTES)
            except OSError as error:
                raise DvkgenError(f"{file}: {door.reason(error)}") from error


def named_columns(path: Path) -> Mapping[str, str]:
    """Return what a file says of columns: heads as they stand in the list, each with the key of what stands below it."""
    try:
        text = read_named(path, door.MOST_TEXT).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = door.reason(error) if isinstance(error, OSError) else "không phải UTF-8"
        raise DvkgenError(f"{path}: {why}") from error
    value, findings = read_yaml(text, path.name)
    if not isinstance(value, WrittenMap) or not all(isinstance(one, str) for one in value.values()):
        why = findings[0].message if findings else "tệp phải gồm các dòng “đầu cột: mục”"
        raise DvkgenError(f"{path}: {why}; ví dụ “Tên MH: ten”, cột không dùng ghi {SKIPPED}")
    return dict(value)
