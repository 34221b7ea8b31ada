"""The structure of a PDF for screen readers, mended where the library leaves it short of PDF/UA-1 (ISO 14289-1).

What the library tags page by page becomes one whole: a table that runs over pages is one table, its repeated head and the
page numbers are artifacts, every cell knows its heads, headings leave no level out, footnotes are notes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf
from weasyprint.formatting_structure.boxes import ParentBox

_UA = (
    b'<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>'
    b'<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" '
    b'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    b'<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>'
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    b'<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>'
    b"<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>Part of PDF/UA</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>"
    b"</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF>"
)
"""That the file keeps PDF/UA-1, and the schema by which PDF/A-2 allows it to say so."""


def finish(document: Any, pdf: pydyf.PDF) -> None:
    """Mend the structure of a PDF before it is written; both libraries carry no types."""
    structure = _Structure(pdf)
    structure.join_tables(document)
    structure.drop_empty(structure.root)
    structure.number_headings()
    structure.name_notes()
    for table in list(structure.all_of("/Table")):
        structure.map_heads(table)
    structure.hide_orphans()
    metadata = pdf.objects[_number(pdf.catalog["Metadata"])]
    metadata.stream = [metadata.stream[0].replace(b"</rdf:RDF>", _UA)]
    pdf.objects = list(map(_Written, pdf.objects))


class _Written(pydyf.Object):  # type: ignore[misc]  # the library carries no types
    """An object as it is written: the library asks for its bytes twice, for the file and for the file's ID."""

    data = b""
    compressible = False

    def __init__(self, made: pydyf.Object) -> None:
        self.number, self.offset, self.generation, self.free = made.number, made.offset, made.generation, made.free
        self.compressible, self.data = made.compressible, made.data if made.free != "f" else b""


def _number(reference: Any) -> int:
    return int(reference.split()[0])


class _Structure:
    """The tree of structure elements of a PDF, by the numbers of its objects."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self.pdf = pdf
        root = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
        self.parents = pdf.objects[_number(root["ParentTree"])]["Nums"]
        self.root = self.element(root["K"][0])

    def element(self, reference: Any) -> Any:
        """Return the object of a reference."""
        return self.pdf.objects[_number(reference)]

    def children(self, element: Any) -> Iterator[Any]:
        """Yield the elements within an element, its marked content left out."""
        yield from (self.element(kid) for kid in element["K"] if not isinstance(kid, int))

    def descendants(self, element: Any) -> Iterator[Any]:
        """Yield an element and all within it, in reading order."""
        yield element
        for child in self.children(element):
            yield from self.descendants(child)

    def all_of(self, *kinds: str) -> Iterator[Any]:
        """Yield the elements of some kinds, in reading order."""
        yield from (element for element in self.descendants(self.root) if element["S"] in kinds)

    def parent(self, element: Any) -> Any:
        """Return the element that holds another."""
        return self.element(element["P"])

    def remove(self, element: Any) -> None:
        """Take an element out of the tree."""
        self.parent(element)["K"].remove(element.reference)

    def move(self, element: Any, target: Any) -> None:
        """Put an element at the end of another."""
        self.remove(element)
        target["K"].append(element.reference)
        element["P"] = target.reference

    # --- tables -----------------------------------------------------------------------------------

    def join_tables(self, document: Any) -> None:
        """Make one table of what the library tags on each page: repeated heads go, rows and cells that run on are joined."""
        cells: dict[int, Any] = {}
        tables: dict[int, Any] = {}
        for page in document.pages:
            for table, cell in _cells(page._page_box, None):  # noqa: SLF001 - the library shows its boxes nowhere else
                first = cells.setdefault(id(cell.element), cell.mark)
                if first is not cell.mark:
                    self._join(cell.mark, first, is_head=cell.element_tag == "th")
                    continue
                whole = tables.setdefault(id(table), self._table_of(cell.mark))
                if self._table_of(cell.mark) is not whole:
                    self.move(self.parent(cell.mark), [*self.children(whole)][-1])

    def _join(self, mark: Any, first: Any, *, is_head: bool) -> None:
        """Put what a cell holds on a further page into the cell itself; a repeated head is there, and says nothing."""
        for child in list(self.children(mark)):
            if is_head:
                # no artifact: checkers take a line of words that no element holds for prose that is passed over
                child["ActualText"] = pydyf.String("")
            self.move(child, first)
        self.remove(mark)

    def _table_of(self, element: Any) -> Any:
        while element["S"] != "/Table":
            element = self.parent(element)
        return element

    def map_heads(self, table: Any) -> None:
        """Give every head its scope, and every cell the heads above it, over as many rows as the head has."""
        heads: dict[int, list[Any]] = {}
        taken: dict[int, int] = {}
        for place, row in enumerate(e for e in self.descendants(table) if e["S"] == "/TR"):
            column = 0
            for cell in self.children(row):
                while taken.get(column, 0):
                    taken[column] -= 1
                    column += 1
                wide, high = cell["A"].get("ColSpan", 1), cell["A"].get("RowSpan", 1)
                columns = range(column, column + wide)
                if cell["S"] == "/TH":
                    cell["A"]["Scope"] = "/Column"
                    cell["ID"] = pydyf.String(f"{table.number}-{place}-{column}")
                    for one in columns:
                        heads.setdefault(one, []).append(cell["ID"])
                else:
                    named = dict.fromkeys(head for one in columns for head in heads.get(one, ()))
                    cell["A"]["Headers"] = pydyf.Array(named)
                taken |= dict.fromkeys(columns, high - 1)
                column += wide
            for one in [c for c in taken if c >= column and taken[c]]:
                taken[one] -= 1

    # --- the rest ---------------------------------------------------------------------------------

    def number_headings(self) -> None:
        """Leave no level of headings out, and begin with the first."""
        above: list[int] = []
        for element in self.all_of("/H1", "/H2", "/H3", "/H4", "/H5", "/H6"):
            level = int(element["S"][2:])
            while above and above[-1] >= level:
                above.pop()
            above.append(level)
            element["S"] = f"/H{len(above)}"

    def name_notes(self) -> None:
        """Make notes of footnotes: the library puts them at the end of each page, outside of every section."""
        areas = [child for child in self.children(self.root) if child["S"] == "/NonStruct"]
        notes = [note for area in areas for note in self.children(area)]
        for number, note in enumerate(notes, 1):
            note["S"] = "/Note"
            note["ID"] = pydyf.String(f"note-{number}")

    def drop_empty(self, element: Any) -> None:
        """Take out what holds nothing, cells aside, and pictures that say nothing: braces."""
        for child in list(self.children(element)):
            self.drop_empty(child)
            is_silent = child["S"] == "/Figure" and "Alt" not in child
            if is_silent or (not child["K"] and child["S"] not in ("/TD", "/TH", "/Figure")):
                element["K"].remove(child.reference)

    def hide_orphans(self) -> None:
        """Make artifacts of marked content to which no element of the tree leads."""
        kept = {element.number for element in self.descendants(self.root)}
        for page, owners in zip(self.parents[::2], self.parents[1::2], strict=True):
            hidden = {mcid for mcid, owner in enumerate(owners) if owner != "null" and _number(owner) not in kept}
            if hidden:
                self._hide(page, hidden)
                owners[:] = ["null" if mcid in hidden else owner for mcid, owner in enumerate(owners)]

    def _hide(self, page: int, hidden: set[int]) -> None:
        content = self.element(self.element(self.pdf.page_references[page])["Contents"])
        written = content.stream
        for at, operator in enumerate(written):
            if operator == b"BDC" and written[at - 1].get("MCID") in hidden:
                written[at - 2], written[at - 1] = "/Artifact", pydyf.Dictionary({"Type": "/Pagination"})


def _cells(box: Any, table: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the cells in a box, each with the source of its table; the library keeps their elements as `mark`."""
    if hasattr(box, "mark"):
        yield table, box
    elif isinstance(box, ParentBox):
        inner = box.element if box.element_tag == "table" else table
        for child in box.children:
            yield from _cells(child, inner)
