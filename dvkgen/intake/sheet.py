"""A workbook or a list in CSV as it was received: each sheet a grid of texts, merged cells and hidden rows known as such.

Values are what was last reckoned: no formula is run, no link followed. All is bounded before anything is read.
"""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from lxml import etree

from dvkgen.document.control import FormMark
from dvkgen.intake.old_letters import refuse_old_letters
from dvkgen.intake.received import Box, Grid, Received, Unreadable
from dvkgen.intake.values import typed_day
from dvkgen.render.word_package import WordPackageFault, parsed
from dvkgen.render.xlsx_mark import PROPERTY
from dvkgen.text import nfc

MOST_BYTES = 30_000_000
"""Bytes of a file that is sent in."""
_MOST_UNPACKED, _MOST_PARTS = 100_000_000, 2_000
MOST_ROWS, MOST_COLUMNS = 20_000, 200
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BOOK = {"Workbook".encode("utf-16-le"), "Book\0".encode("utf-16-le")}
_CUSTOM = "docProps/custom.xml"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SEPARATORS = ";\t,|"


def read_sheets(name: str, data: bytes, encoding: str = "") -> Received:
    """Return what stands in a workbook or a list; raises Unreadable. `encoding` is the old one of its letters, if any."""
    if name.lower().endswith((".csv", ".txt", ".tsv")):
        return Received(name, (_csv(data, encoding),))
    _refuse(name, data)
    form = _form_of(data)
    grids, unseen = _sheets(data)
    unseen = [] if form else unseen  # those of our own hold what its cells may be chosen from
    told = (f"trang “{one}” đang bị ẩn: không đọc" for one in unseen)
    return Received(name, tuple(grids), form, notes=(*told, *_hidden(data)))


def _form_of(data: bytes) -> FormMark | None:
    """Return of which form a workbook is a copy, as its properties say."""
    if data.startswith(_OLE):
        return None
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        properties = package.read(_CUSTOM) if _CUSTOM in package.namelist() else b""
    try:
        root = parsed(properties) if properties else None
    except WordPackageFault:
        return None
    for one in root if root is not None else ():
        said = "".join(map(str, one.itertext())).split("/")
        if one.get("name") == PROPERTY and len(said) == 3:
            return FormMark(*said)
    return None


def refuse_ole(data: bytes) -> None:
    """Raise Unreadable for a file of the old binary kind that is no workbook: a .doc, or one locked by a password."""
    if data.startswith(_OLE) and _ENCRYPTED in data:
        raise Unreadable("tệp bị khóa bằng mật khẩu", "bỏ mật khẩu (Tệp, Thông tin, Bảo vệ) rồi gửi lại")
    if data.startswith(_OLE) and not any(mark in data for mark in _BOOK):
        raise Unreadable("tệp .doc kiểu cũ không đọc được", "mở bằng Word, lưu thành .docx rồi gửi lại")


def _refuse(name: str, data: bytes) -> None:
    """Raise Unreadable for what is no workbook, or would not be one once unpacked."""
    refuse_ole(data)
    if data.startswith(_OLE):
        return
    if name.lower().endswith((".xlsm", ".xlsb", ".xltm")):
        raise Unreadable("tệp Excel có macro hoặc kiểu nhị phân", "lưu thành .xlsx (không có macro) rồi gửi lại")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = package.infolist()
            if len(infos) > _MOST_PARTS or sum(info.file_size for info in infos) > _MOST_UNPACKED:
                raise Unreadable(f"tệp mở ra lớn quá {_MOST_UNPACKED // 1_000_000} MB", "chỉ gửi bảng danh sách")
            if any(info.filename.lower().endswith("vbaproject.bin") for info in infos):
                raise Unreadable("tệp Excel có macro", "lưu thành .xlsx (không có macro) rồi gửi lại")
            for info in infos:  # a directory may lie about sizes: no more is unpacked than it tells
                package.read(info)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError) as error:
        raise Unreadable("tệp hỏng, không phải một bảng tính đọc được", "mở bằng Excel, lưu lại rồi gửi lại") from error


def _sheets(data: bytes) -> tuple[list[Grid], list[str]]:
    """Return the sheets of a workbook, and the names of those that nobody sees."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    grids, unseen = [], []
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for meta in book.sheets_metadata:
            if meta.visible is not SheetVisibleEnum.Visible:
                unseen.append(meta.name)
                continue
            sheet = book.get_sheet_by_name(meta.name)
            if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
                raise Unreadable(
                    f"trang “{meta.name}” có {sheet.total_height} hàng, {sheet.total_width} cột: quá {MOST_ROWS} hàng hoặc {MOST_COLUMNS} cột",
                    "xóa hàng, cột thừa rồi gửi lại",
                )
            covered = {
                (row, column): column == left
                for (top, left), (foot, right) in sheet.merged_cell_ranges or ()
                for row in range(top, min(foot, MOST_ROWS) + 1)
                for column in range(left, min(right, MOST_COLUMNS) + 1)
                if (row, column) != (top, left)
            }
            grids.append(_grid(meta.name, sheet.to_python(skip_empty_area=False), covered))
    except (CalamineError, ValueError, OSError) as error:
        raise Unreadable("không đọc được bảng tính này", "mở bằng Excel, lưu lại thành .xlsx rồi gửi lại") from error
    return grids, unseen


def _grid(name: str, rows: Iterable[Sequence[Any]], covered: Mapping[tuple[int, int], bool]) -> Grid:
    return Grid(
        tuple(
            tuple(
                Box(
                    typed(value),
                    f"{_letters(column)}{number + 1}",
                    is_covered=(number, column) in covered,
                    is_below=covered.get((number, column), False),
                )
                for column, value in enumerate(row)
            )
            for number, row in enumerate(rows)
        ),
        name,
    )


def typed(value: Any) -> str:
    """Return the value of a cell as somebody would type it."""
    match value:
        case bool():
            return "có" if value else ""
        case float() if value.is_integer():
            return str(int(value))
        case float():
            return f"{value:.10g}".replace(".", ",")
        case datetime() | date():
            return typed_day(value)
        case time():
            return value.strftime("%H:%M")
        case _:
            return nfc(str(value)).strip()


def _letters(column: int) -> str:
    letters = ""
    while column >= 0:
        letters, column = chr(65 + column % 26) + letters, column // 26 - 1
    return letters


def _hidden(data: bytes) -> Iterator[str]:
    """Yield what a workbook hides from whoever looks at it: it is read all the same, and told."""
    if data.startswith(_OLE):
        return
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for part in sorted(name for name in package.namelist() if name.startswith("xl/worksheets/sheet")):
            rows, has_formula = [], False
            wanted = (f"{_MAIN}row", f"{_MAIN}f")
            for _, element in etree.iterparse(io.BytesIO(package.read(part)), tag=wanted, resolve_entities=False):
                if element.tag == f"{_MAIN}f":
                    has_formula = True
                else:
                    rows += [element.get("r", "?")] if element.get("hidden") in ("1", "true") else []
                    element.clear()
            if rows:
                yield f"hàng {', '.join(rows[:8])}{', …' if len(rows) > 8 else ''} đang bị ẩn, vẫn được đọc"
            if has_formula:
                yield "có ô công thức: lấy kết quả lưu lần cuối trong tệp"


# --- CSV ------------------------------------------------------------------------------------------


def _csv(data: bytes, encoding: str) -> Grid:
    text = decoded(data, encoding)
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    separator = max(_SEPARATORS, key=lambda sign: (sum(line.count(sign) for line in lines), -_SEPARATORS.index(sign)))
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise Unreadable(
            "tệp CSV hỏng, có ô mở dấu nháy mà không đóng", "mở bằng Excel, lưu lại thành .xlsx rồi gửi lại"
        ) from error
    wide = max(map(len, rows), default=0)
    if len(rows) > MOST_ROWS or wide > MOST_COLUMNS:
        raise Unreadable(f"danh sách có {len(rows)} hàng, {wide} cột: quá {MOST_ROWS} hàng hoặc {MOST_COLUMNS} cột")
    return _grid("", (row + [""] * (wide - len(row)) for row in rows), {})


def decoded(data: bytes, encoding: str = "") -> str:
    """Return the text of a list; raises Unreadable where its letters are none of Unicode or Windows-1258.

    A list typed for an old font is bytes of a Western page.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return nfc(data.decode("utf-16", "replace"))
    if encoding:
        return data.decode("cp1252", "replace") if not _is_utf8(data) else data.decode("utf-8-sig")
    for codec in ("utf-8-sig", "cp1258"):
        try:
            text = nfc(data.decode(codec))
        except UnicodeDecodeError:
            continue
        refuse_old_letters(text)
        return text
    raise Unreadable("tệp CSV không theo bảng mã UTF-8", "trong Excel lưu kiểu “CSV UTF-8”, hoặc gửi tệp .xlsx")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return True
