"""Places of a blank form as Word content controls, and the part that says which form it is.

A control is known to programs by its tag, to people by its alias; LibreOffice keeps the alias alone. On paper it is
what it holds: nothing is printed of the control itself. ECMA-376, part 1, 17.5.2; rows that repeat are of Office 2013
([MS-DOCX] 2.5.4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from dvkgen import __version__
from dvkgen.document.control import LONGEST_NAME, Control, FormMark
from dvkgen.render.word_styles import NAMESPACE

W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
OF_FORMS: Mapping[str, str] = {"mc": _COMPATIBILITY, "w15": W15}
"""What names the rows of a blank form that repeat, which older programs pass over."""
FORM = "urn:dvkgen:bieu-mau"
"""The namespace of the part that says of which form a file is a copy."""
_EMPTY = '<w:r><w:t xml:space="preserve">     </w:t></w:r>'
"""What is shown where a form has nothing yet: as wide as a click asks, and no word."""
_ITEM, _PROPERTIES = "customXml/item1.xml", "customXml/itemProps1.xml"
_OF_PART = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_STORE_ID = "{6B1F0A5E-3D0B-4C57-9A57-2C5D2F6E9D10}"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def control_xml(control: Control, shown: str, number: int) -> str:
    """Return a content control that shows a run, or as much room as a click asks for."""
    names = f"<w:alias w:val={_cut(control.name)}/><w:tag w:val={_cut(control.key)}/>"
    return (
        f'<w:sdt><w:sdtPr>{names}<w:id w:val="{number}"/><w:showingPlcHdr/>{_kind(control)}</w:sdtPr>'
        f"<w:sdtContent>{shown or _EMPTY}</w:sdtContent></w:sdt>"
    )


def _cut(text: str) -> str:
    return quoteattr(text[:LONGEST_NAME])


def _kind(control: Control) -> str:
    match control.kind:
        case "chon":
            return f"<w:dropDownList>{_items(control.choices)}</w:dropDownList>"
        case "ten" if control.choices:
            return f"<w:comboBox>{_items(control.choices)}</w:comboBox>"
        case "ngay":
            return (
                '<w:date><w:dateFormat w:val="dd/MM/yyyy"/><w:lid w:val="vi-VN"/>'
                '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
            )
        case "doan":
            return '<w:text w:multiLine="1"/>'
        case "anh":
            return ""  # any text, pictures among it
        case _:
            return "<w:text/>"


def _items(choices: Sequence[str]) -> str:
    return "".join(f"<w:listItem w:displayText={quoteattr(one)} w:value={quoteattr(one)}/>" for one in choices)


def repeated(rows: Sequence[str], number: int) -> str:
    """Return rows of a table to which Word adds more of their kind; their controls are numbered from `number`."""
    items = "".join(
        f'<w:sdt><w:sdtPr><w:id w:val="{number + place}"/><w15:repeatingSectionItem/></w:sdtPr><w:sdtContent>{row}</w:sdtContent></w:sdt>'
        for place, row in enumerate(rows, 1)
    )
    return f'<w:sdt><w:sdtPr><w:id w:val="{number}"/><w15:repeatingSection/></w:sdtPr><w:sdtContent>{items}</w:sdtContent></w:sdt>'


def document_root(body: etree._Element, names: Mapping[str, str], *, is_form: bool) -> etree._Element:
    """Return the root of a text with its body; `names` are the prefixes of its parts."""
    known = {**names, **OF_FORMS} if is_form else dict(names)
    root = etree.Element(f"{{{NAMESPACE}}}document", nsmap=known)
    root.append(body)
    if is_form:
        root.set(f"{{{_COMPATIBILITY}}}Ignorable", "w15")
    etree.cleanup_namespaces(root, keep_ns_prefixes=list(known))
    return root


def form_parts(form: FormMark, parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts of a package that say of which form, period and locality it is a blank, and those that lead there."""
    said = (
        f'{_XML}<bieu-mau xmlns="{FORM}" dia-phuong={quoteattr(form.locality)} dot={quoteattr(form.folder)} '
        f"ma={quoteattr(form.code)} phien-ban={quoteattr(__version__)}/>"
    )
    store = (
        f'{_XML}<ds:datastoreItem xmlns:ds="{_STORE}" ds:itemID="{_STORE_ID}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{escape(FORM)}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    kind = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
    return {
        "[Content_Types].xml": _with(
            parts["[Content_Types].xml"], "Types", f'<Override PartName="/{_PROPERTIES}" ContentType="{kind}"/>'
        ),
        "word/_rels/document.xml.rels": _with(
            parts["word/_rels/document.xml.rels"],
            "Relationships",
            f'<Relationship Id="rIdBieuMau" Type="{_OF_PART}" Target="../{_ITEM}"/>',
        ),
        _ITEM: said.encode(),
        "customXml/_rels/item1.xml.rels": (
            f'{_XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{_OF_PART}Props" Target="itemProps1.xml"/></Relationships>'
        ).encode(),
        _PROPERTIES: store.encode(),
    }


def _with(part: bytes, root: str, element: str) -> bytes:
    end = f"</{root}>".encode()
    return part.replace(end, element.encode() + end)
