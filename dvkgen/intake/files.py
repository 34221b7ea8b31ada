"""The files that are named on the command line: wherever they lie, bounded, and read as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from dvkgen.disk import door
from dvkgen.disk.named import named_files, read_named
from dvkgen.edit.locality import NewUnit
from dvkgen.findings import DvkgenError
from dvkgen.intake.columns import SKIPPED, Heads, columns_of
from dvkgen.intake.received import Unreadable
from dvkgen.intake.sheet import MOST_BYTES, read_sheets
from dvkgen.intake.values import tidy
from dvkgen.text import fold, without_marks
from dvkgen.yaml.read import read_yaml
from dvkgen.yaml.written import WrittenMap


def received_files(paths: Sequence[Path]) -> Iterator[tuple[str, bytes | str]]:
    """Yield the name of each file named, those of a folder in order, with its bytes, or why it cannot be read."""
    for path in paths:
        for file in named_files(path):
            try:
                yield file.name, read_named(file, MOST_BYTES)
            except OSError as error:
                yield file.name, door.reason(error)


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


def listed_units(path: Path) -> tuple[NewUnit, ...]:
    """Return the units that a list names, in its order, each once: a line each of a text, rows of a sheet with a head or without.

    Raises DvkgenError where the file cannot be read, or names none.
    """
    try:
        received = read_sheets(path.name, read_named(path, MOST_BYTES))
    except OSError as error:
        raise DvkgenError(f"{path}: {door.reason(error)}") from error
    except Unreadable as problem:
        raise DvkgenError(f"{path}: {problem.why}; {problem.cure}") from problem
    heads = Heads([("tên", "don_vi"), ("khối", "khoi"), ("tên khối", "khoi"), ("loại", "khoi")], {})
    found: dict[str, NewUnit] = {}
    for grid in received.grids:
        columns = columns_of(grid, heads)
        for row in grid.rows[columns.body if columns else 0 :]:
            cells = columns.values(row) if columns else {}
            said = [tidy(box.text) for box in row if box.text]
            words = [text for text in said if re.search(r"[^\W\d_]{2}", text)]
            name = tidy(cells["don_vi"].text) if "don_vi" in cells else (words[0] if words else "")
            group = (
                tidy(cells["khoi"].text) if "khoi" in cells else (words[1] if not columns and len(words) > 1 else "")
            )
            if name and not _is_no_unit(name):
                found.setdefault(fold(name), NewUnit(name, group))
    if not found:
        raise DvkgenError(f"{path}: không thấy tên đơn vị nào; mỗi hàng một đơn vị, cột đầu là tên")
    return tuple(found.values())


def _is_no_unit(name: str) -> bool:
    bare = without_marks(name)
    return bare.startswith(("tong cong", "tong so", "danh sach", "cong:")) or bare in (
        "ten don vi",
        "don vi",
        "ten",
        "stt",
        "tt",
    )
