"""What nobody should send: one clear message each, bounded time and memory, and nothing written."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from dvkgen.cli.commands import dvkgen
from dvkgen.intake import Intake
from dvkgen.intake.making import Draft
from dvkgen.intake.wanted import Wanted
from dvkgen.load import load
from dvkgen.render.word_package import unpacked, zipped
from tests.conftest import SAMPLE, TODAY
from tests.intake.test_round_trip import blank_docx, came_home, cases, sample
from tests.intake.test_sheets_as_people_make_them import base

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, content in base():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return tmp_path


def send(root: Path, name: str, data: bytes, *words: str) -> Result:
    (root / "gui").mkdir(exist_ok=True)
    (root / "gui" / name).write_bytes(data)
    return CliRunner().invoke(dvkgen, ["import", str(root / "gui" / name), *words, "--yes", "--root", str(root)])


def written(root: Path) -> list[str]:
    return [p.name for p in (root / "submissions").rglob("*") if p.is_file()] if (root / "submissions").exists() else []


def workbook(rows: Iterator[list[object]] | list[list[object]]) -> bytes:
    book = Workbook(write_only=True)
    page = book.create_sheet("Sheet1")
    for row in rows:
        page.append(row)
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def package(parts: dict[str, bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return made.getvalue()


def form(**changes: bytes) -> bytes:
    """Return a form of the samples, with parts put in place of its own."""
    parts = dict(unpacked(blank_docx(cases()[0].document.target)))
    return zipped(
        {**parts, **{name.replace("__", "/").replace("_xml", ".xml"): data for name, data in changes.items()}}
    )


def bomb(name: str) -> bytes:
    return package({"[Content_Types].xml": b"<Types/>", name: b" " * 150_000_000})


def external() -> bytes:
    """Return a Word file with a picture that lies somewhere on the web."""
    parts = dict(unpacked(blank_docx(cases()[0].document.target)))
    rels = parts["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
        b'Target="http://example.invalid/a.png" TargetMode="External"/></Relationships>',
    )
    blip = b'<a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:link="rIdX"/>'
    text = parts["word/document.xml"].replace(
        b"<w:sectPr", b"<w:p><w:r><w:drawing>" + blip + b"</w:drawing></w:r></w:p><w:sectPr", 1
    )
    return zipped({**parts, "word/_rels/document.xml.rels": rels, "word/document.xml": text})


BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "old doc": ("a.doc", lambda: OLE + "WordDocument".encode("utf-16-le"), "kiểu cũ"),
    "doc called docx": ("a.docx", lambda: OLE + "WordDocument".encode("utf-16-le"), "kiểu cũ"),
    "password on docx": ("a.docx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
    "password on xlsx": ("a.xlsx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
    "damaged docx": ("a.docx", lambda: b"PK\x03\x04" + b"\0" * 99, "không phải .docx đọc được"),
    "damaged xlsx": ("a.xlsx", lambda: b"PK\x03\x04" + b"\0" * 99, "tệp hỏng"),
    "half a xlsx": ("a.xlsx", lambda: workbook([["Đơn vị", "Tên mô hình"]])[:-200], "tệp hỏng"),
    "no zip at all": ("a.xlsx", lambda: b"xin chao", "tệp hỏng"),
    "empty docx": ("a.docx", lambda: b"", "không phải .docx đọc được"),
    "empty xlsx": ("a.xlsx", lambda: b"", "tệp hỏng"),
    "empty csv": ("a.csv", lambda: b"", "không tìm thấy hàng đầu bảng"),
    "macros in Word": ("a.docm", form, "macro"),
    "macros under docx": ("a.docx", lambda: zipped({**unpacked(form()), "word/vbaProject.bin": b"x"}), "macro"),
    "macros in Excel": ("a.xlsm", lambda: workbook([["a"]]), "macro"),
    "a bomb in Excel": ("a.xlsx", lambda: bomb("xl/worksheets/sheet1.xml"), "lớn quá 100 MB"),
    "a bomb in Word": ("a.docx", lambda: bomb("word/document.xml"), "lớn quá"),
    "a huge file": ("a.csv", lambda: b"a;b\n" * 10_000_000, "lớn quá 30 MB"),
    "100,000 rows": ("a.xlsx", lambda: workbook([["Đơn vị", "Tên mô hình"]] + [["x", "y"]] * 100_000), "quá 20000 hàng"),
    "100,000 rows of text": ("a.csv", lambda: b"a;b\n" * 100_000, "quá 20000 hàng"),
    "a picture": ("a.png", lambda: b"\x89PNG\r\n\x1a\n", "kiểu tệp này không đọc được"),
    "a form of another locality": ("a.docx", lambda: blank_docx(cases()[0].document.target), "kho này không có đợt ấy"),
    "an entity bomb": ("a.docx", lambda: form(word__document_xml=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), ""),
    "NUL in csv": ("a.csv", lambda: b"\x00\x01\x02;\xff", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_one_clear_message_and_nothing_written(name: str, root: Path) -> None:
    file, data, said = BAD[name]
    begun = time.monotonic()
    done = send(root, file, data())
    assert isinstance(done.exception, SystemExit | None), done.exception
    assert done.exit_code == 1
    told = [line for line in done.output.splitlines() if line.startswith("chưa xong:")]
    assert len(told) == 1
    assert said in told[0]
    assert written(root) == []
    assert time.monotonic() - begun < 60


def test_a_form_of_another_year_is_told() -> None:
    """One of a period that is not the one asked for."""
    case = cases()[0]
    taken = Intake(sample()).take("a.docx", came_home(case, strip=False), Wanted(period="2019"))
    assert "không phải của nơi và đợt đã nêu" in taken.undone[0]
    assert not taken.changes


def test_a_form_of_another_version_is_read_and_told() -> None:
    case = next(case for case in cases() if case.filed.kind == "phieu_dang_ky")
    parts = dict(unpacked(came_home(case, strip=False)))
    parts["customXml/item1.xml"] = re.sub(rb'phien-ban="[^"]*"', b'phien-ban="0.0.1"', parts["customXml/item1.xml"])
    taken = Intake(sample()).take("a.docx", zipped(parts), Wanted(unit=case.unit.code))
    assert any("phiên bản 0.0.1" in note for note in taken.notes)
    assert not taken.changes


def test_a_link_to_the_web_is_told_and_not_followed() -> None:
    taken = Intake(sample()).take("a.docx", external(), Wanted(unit=cases()[0].unit.code))
    assert any("nối ra ngoài tệp" in note for note in taken.notes)


def test_the_others_are_taken_in_though_one_cannot_be_read(root: Path) -> None:
    (root / "gui").mkdir()
    (root / "gui/a.doc").write_bytes(OLE)
    rows = [
        ["Đơn vị", "Chủ thể", "Tên mô hình", "Lĩnh vực", "Cấp"],
        ["CB TDP 1", "Trần Thị B", "Nuôi heo đất giúp 5 em", "kinh tế", "Phường"],
    ]
    (root / "gui/b.xlsx").write_bytes(workbook(rows))  # type: ignore[arg-type]
    done = CliRunner().invoke(
        dvkgen, ["import", str(root / "gui"), "--ngay-gui", "10/01/2026", "--yes", "--root", str(root)]
    )
    assert done.exit_code == 1
    assert written(root) == ["dang-ky.yaml"]


def test_signs_that_no_paper_prints_do_not_come_in(root: Path) -> None:
    name = "Nuôi heo\u202e đất\x07 giúp\u200b 5 em: {{ 7*7 }} \x1b[31m"
    rows = [
        ["Đơn vị", "Chủ thể", "Tên mô hình", "Lĩnh vực", "Cấp"],
        ["CB TDP 1", "Trần Thị B", name, "kinh tế", "Phường"],
    ]
    text = "\n".join(";".join(row) for row in rows)
    done = send(root, "a.csv", text.encode(), "--ngay-gui", "10/01/2026")
    assert done.exit_code == 0
    (entry,) = load(root, TODAY).campaigns[0].entries(2026)
    assert entry.initiative.name == "Nuôi heo đất giúp 5 em: {{ 7*7 }} [31m"
    assert "\x1b" not in done.output


@pytest.mark.parametrize("part", ["word/media/a.exe", "word/media/a.b/../../../../plans/x", "word/media/.htaccess"])
def test_only_photos_are_put_down(part: str) -> None:
    draft = Draft("bai_viet")
    assert draft.take_photo("bai-viet-1", part) == ""
    assert draft.photos == {}
    assert len(draft.doubts) == 1


# --- writing --------------------------------------------------------------------------------------


ROWS = [["Đơn vị", "Chủ thể", "Tên mô hình", "Lĩnh vực", "Cấp"]]


def started(root: Path, file: Path) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-m",
        "dvkgen",
        "import",
        str(file),
        "--ngay-gui",
        "10/01/2026",
        "--yes",
        "--root",
        str(root),
    ]
    return subprocess.Popen(command, cwd=SAMPLE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_two_imports_at_once_lose_nothing(root: Path) -> None:
    """Both add a model to one file: the second is told that the file has changed, and run again adds its own."""
    files = []
    for number in range(4):
        file = root / f"{number}.xlsx"
        file.write_bytes(
            workbook([*ROWS, ["CB TDP 1", "Trần Thị B", f"Nuôi heo đất giúp {number + 5} em", "kinh tế", "Phường"]])
        )
        files.append(file)
    running = [started(root, file) for file in files]
    statuses = [one.wait(60) for one in running]
    assert set(statuses) <= {0, 2}
    for file, status in zip(files, statuses, strict=True):
        if status:
            assert started(root, file).wait(60) == 0
    models = [e.initiative.name for e in load(root, TODAY).campaigns[0].entries(2026)]
    assert sorted(models) == [f"Nuôi heo đất giúp {number + 5} em" for number in range(4)]
    assert not list((root / "build").glob(".nhap*"))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("after", [0.3, 0.6, 0.75, 0.9, 1.1])
def test_ctrl_c_in_the_middle_leaves_whole_files(root: Path, after: float) -> None:
    file = root / "ds.xlsx"
    rows = [
        [f"CB TDP {unit}", "Trần Thị B", f"Nuôi heo đất giúp {n} em ở ngõ {unit}", "kinh tế", "Phường"]
        for unit in (1, 2, 12)
        for n in range(60)
    ]
    file.write_bytes(workbook([*ROWS, *rows]))  # type: ignore[arg-type]
    running = started(root, file)
    time.sleep(after)
    running.send_signal(signal.SIGINT)
    running.wait(60)
    there = [p for p in (root / "submissions").rglob("*") if p.is_file()] if (root / "submissions").exists() else []
    assert all(p.name == "dang-ky.yaml" and p.read_text("utf-8").count("- ma:") == 60 for p in there)
    assert started(root, file).wait(60) == 0
    assert len(load(root, TODAY).campaigns[0].entries(2026)) == 180
