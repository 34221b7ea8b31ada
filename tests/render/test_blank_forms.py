"""Blank forms that are filled in on screen: on paper as they were, and known again when they come home."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from xml.etree import ElementTree as ET

from dvkgen.disk.paths import BLANK_FORMS
from dvkgen.document.tree import Document
from dvkgen.render.docx import render_docx
from tests.conftest import Papers, stationery
from tests.paper import W

WITHOUT = (
    *("bieu-tong-hop", "bien-ban-tham-dinh", "danh-sach-cong-nhan", "thong-bao-tham-dinh"),
    *("de-cuong", "phieu-tu-viet"),
)
"""Forms without places: sums and papers of the office; an outline, which is written on below its hints, and a wording of
one's own that names none."""


def blank_forms(papers: Papers) -> list[Document]:
    return [document for target, document in papers.documents.items() if f"/{BLANK_FORMS}/" in target]


def written(document: Document) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(render_docx(document, stationery(document.profile), {}))) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_every_form_that_units_fill_in_has_its_places(papers: Papers) -> None:
    forms = blank_forms(papers)
    assert len(forms) >= 20
    without = {
        document.target.rsplit("/", 1)[1]
        for document in forms
        if b"<w:sdt>" not in written(document)["word/document.xml"]
    }
    assert without <= set(WITHOUT)


def test_a_form_says_which_form_it_is(papers: Papers) -> None:
    for document in blank_forms(papers):
        assert document.form
        said = written(document)["customXml/item1.xml"].decode()
        assert f'dia-phuong="{document.form.locality}"' in said
        assert f'dot="{document.form.folder}"' in said
        assert f'ma="{document.form.code}"' in said


def test_controls_are_numbered_and_rows_repeat(papers: Papers) -> None:
    for document in blank_forms(papers):
        root = ET.fromstring(written(document)["word/document.xml"])
        numbers = [e.get(f"{W}val") for e in root.iter(f"{W}id")]
        assert len(numbers) == len(set(numbers))
        tags = [e.get(f"{W}val", "") for e in root.iter(f"{W}tag")]
        assert all(0 < len(tag) <= 64 for tag in tags)


def test_what_the_plan_prints_after_itself_is_no_form_to_fill_in(papers: Papers) -> None:
    plans = [d for target, d in papers.documents.items() if re.fullmatch(r"[^/]+/[^/]+/(?:ke-hoach|cong-van)", target)]
    assert plans
    for document in plans:
        assert b"<w:sdt>" not in written(document)["word/document.xml"]
