"""What may stand in a Word file that we issue, whoever wrote it: an allowlist of elements, attributes and values.

Whatever else a file holds is taken out, where that takes no words away, or refused. What is left shows all its words,
in black and in a size that can be read, and prints none that do not stand in it: no field, no list label, no picture,
no words in shapes, equations or headers. So its words can be compared with those of the paper. Elements as in ECMA-376,
part 1, chapter 17.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from lxml import etree

from dvkgen.render.word_controls import W15
from dvkgen.render.word_drawn import is_photo, is_rule
from dvkgen.render.word_package import MOST_DEEP, WordPackageFault
from dvkgen.render.word_review import unwrap
from dvkgen.render.word_styles import NAMESPACE
from dvkgen.render.word_values import EDGES, clean_values, words

_W = f"{{{NAMESPACE}}}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SAID = words("t tab br cr noBreakHyphen softHyphen")
_FLOW: Mapping[str, frozenset[str]] = {
    f"{_W}document": words("body"),
    f"{_W}body": words("p tbl sectPr"),
    f"{_W}p": words("pPr r"),
    f"{_W}r": words("rPr") | _SAID,
    f"{_W}tbl": words("tblPr tblGrid tr"),
    f"{_W}tblGrid": words("gridCol"),
    f"{_W}tr": words("tblPrEx trPr tc"),
    f"{_W}tc": words("tcPr p tbl"),
}
"""What may stand in what holds words; a thin line may stand in a run besides."""
_BORDERS = words("pBdr tblBorders tcBorders tblCellMar tcMar")
_STYLE_FACTS = words("name basedOn next link uiPriority qFormat unhideWhenUsed semiHidden")
_OF_RUNS = words("rStyle rFonts b bCs i iCs caps smallCaps u sz szCs vertAlign lang noProof")
_OF_PARAGRAPHS = words(
    "pStyle keepNext keepLines pageBreakBefore widowControl pBdr tabs suppressAutoHyphens spacing ind contextualSpacing "
    "jc textAlignment outlineLvl rPr sectPr"
)
_OF_TABLES = words("tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook tblCaption tblDescription")
_OF_ROWS = words("cantSplit tblHeader jc trHeight")
_OF_CELLS = words("tcW gridSpan vMerge tcBorders tcMar vAlign textDirection noWrap")
_OF_SECTIONS = words("type pgSz pgMar pgNumType titlePg headerReference")
_LOOKS: Mapping[str, frozenset[str]] = {
    f"{_W}rPr": _OF_RUNS,
    f"{_W}pPr": _OF_PARAGRAPHS,
    f"{_W}tblPr": _OF_TABLES,
    f"{_W}tblPrEx": _OF_TABLES,
    f"{_W}trPr": _OF_ROWS,
    f"{_W}tcPr": _OF_CELLS,
    f"{_W}sectPr": _OF_SECTIONS,
    f"{_W}tabs": words("tab"),
    f"{_W}styles": words("docDefaults style"),
    f"{_W}style": _STYLE_FACTS | words("pPr rPr tblPr trPr tcPr tblStylePr"),
    f"{_W}tblStylePr": words("pPr rPr tblPr trPr tcPr"),
    f"{_W}docDefaults": words("rPrDefault pPrDefault"),
    f"{_W}rPrDefault": words("rPr"),
    f"{_W}pPrDefault": words("pPr"),
    **dict.fromkeys(_BORDERS, EDGES),
}
"""What may stand in what describes looks: of others nothing is lost but looks."""
_TRANSPARENT = words("hyperlink smartTag customXml sdt sdtContent ins moveTo fldSimple dir bdo") | {
    f"{_COMPATIBLE}AlternateContent",
    f"{_COMPATIBLE}Choice",
}
"""What goes, while what stands in it stays."""
_OTHER_CHOICE = f"{_COMPATIBLE}Fallback"
"""What old programs show in place of a choice that stays: its words stand there already."""
_TOLD: Mapping[str, str] = {
    **dict.fromkeys(words("fldChar instrText delInstrText fldData"), "trường (Field) tự điền"),
    **dict.fromkeys(words("footnoteReference endnoteReference"), "cước chú của riêng tệp Word"),
    **dict.fromkeys(words("numPr"), "số, dấu đầu dòng tự động (Numbering, Bullets)"),
    **dict.fromkeys(words("drawing pict object"), "hình vẽ, ảnh"),
    **dict.fromkeys(words("vanish webHidden specVanish"), "định dạng chữ ẩn"),
    **dict.fromkeys(words("strike dstrike"), "gạch ngang chữ"),
}
"""What goes though its author may have meant it."""
_SPEAKING = (
    "sym",
    "altChunk",
    "subDoc",
    "pgNum",
    "ruby",
    "textpath",
    "dayShort",
    "dayLong",
    "monthShort",
    "monthLong",
    "yearLong",
)
"""Elements that show words that do not stand in them as text."""


_MOST_RULES = 200
"""Lines of a text that is made: a few stand on each sheet."""


def clean(root: etree._Element, families: Iterable[str]) -> Mapping[str, int]:
    """Leave in a text or in styles what may stand there; raises WordPackageFault where words would be lost by that.

    `families` are the fonts that may be asked for. Returns of what was taken out, as it is told, how often it stood there.
    """
    told = Counter[str]()
    _refuse_depth(root)
    left = [root]
    while left:
        left.extend(_cleaned_children(left.pop(), told))
    if sum(1 for _ in root.iter(f"{_W}drawing")) > _MOST_RULES:
        raise WordPackageFault(f"tệp Word có quá {_MOST_RULES} nét kẻ")
    clean_values(root, frozenset(families))
    for merge in list(root.iter(f"{_W}vMerge")):
        _refuse_unshown(merge)
    for cell in list(root.iter(f"{_W}tc")):
        if len(cell) == 0 or cell[-1].tag != f"{_W}p":
            etree.SubElement(cell, f"{_W}p")
    return told


def _refuse_depth(root: etree._Element) -> None:
    deep = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        deep += 1 if event == "start" else -1
        if deep > MOST_DEEP:
            raise WordPackageFault("tệp Word có phần lồng nhau quá sâu")


def _cleaned_children(parent: etree._Element, told: Counter[str]) -> list[etree._Element]:
    """Take out of an element what may not stand in it, and return what is left."""
    flow = _FLOW.get(parent.tag)
    known = _LOOKS.get(parent.tag, frozenset()) if flow is None else flow
    if parent.tag == f"{_W}drawing":
        return []  # a drawing has been looked at as a whole
    kept = []
    child = next(iter(parent), None)
    while child is not None:
        after = child.getnext()
        if child.tag in known or (parent.tag == f"{_W}r" and is_rule(child)):
            kept.append(child)
        elif flow is not None and child.tag in _TRANSPARENT:
            inner = next(iter(child), after)
            unwrap(child)
            after = inner
        else:
            _refuse_words(child)
            if why := _TOLD.get(child.tag):
                told[why] += 1
            parent.remove(child)
        child = after
    return kept


def _refuse_words(element: etree._Element) -> None:
    """Raise WordPackageFault where an element holds words that would be shown."""
    if element.tag != _OTHER_CHOICE and any(map(_shows_words, element.iter())):
        name = etree.QName(element).localname
        raise WordPackageFault(
            f"tệp Word có chữ trong phần không dùng được ({name}): hình vẽ, công thức, chữ nghệ thuật, ký hiệu"
        )


def _shows_words(element: etree._Element) -> bool:
    """Whether an element shows words by itself: a text, or what stands for one."""
    name = etree.QName(element).localname
    return name in _SPEAKING or (name in ("t", "delText") and bool((element.text or "").strip()))


def _refuse_unshown(merge: etree._Element) -> None:
    """Refuse words in a cell that goes on from the one above it: Word does not show them."""
    properties = merge.getparent()
    cell = properties.getparent() if properties is not None else None
    if cell is None or merge.get(f"{_W}val", "continue") == "restart":
        return
    if "".join(text.text or "" for text in cell.iter(f"{_W}t")).strip():
        raise WordPackageFault("tệp Word có chữ trong ô đã gộp với ô trên: Word không hiện chữ ấy")


_OURS = words(
    "body p r tbl tr tc tblGrid gridCol pPr rPr tblPr trPr tcPr sectPr t tab br b i rStyle pStyle keepNext tabs cantSplit "
    "tblHeader trHeight vAlign vMerge gridSpan tcW tblW tblLook tblLayout tblCaption tblDescription tblStyle pgSz pgMar "
    "pgNumType titlePg headerReference footnoteReference drawing"
)
"""Of what the bodies of our own papers consist."""
_OF_FORMS = words(
    "sdt sdtPr sdtContent alias tag id showingPlcHdr text dropDownList comboBox listItem date dateFormat lid "
    "storeMappedDataAs calendar"
) | {f"{{{W15}}}repeatingSection", f"{{{W15}}}repeatingSectionItem"}
"""What a blank form has besides, to be filled in on screen."""


def stranger_in(body: etree._Element, *, is_form: bool) -> str:
    """Return the name of the first thing in the body of a paper of ours that may not stand there, nothing where all may.

    A frame may bring what nobody has asked for. Photos may stand: they are those of the document.
    """
    drawn, ours = f"{_W}drawing", _OURS | _OF_FORMS if is_form else _OURS
    strange = (
        e
        for e in body.iter()
        if e.tag not in ours
        and (e.tag[:1] != "{" or e.tag.startswith(_W) or next(e.iterancestors(drawn), None) is None)
    )
    cut = (e for e in body.iter(f"{_W}trHeight") if e.get(f"{_W}hRule") != "atLeast")
    pictures = (d for d in body.iter(drawn) if not (is_rule(d) or is_photo(d)))
    first = next((e for group in (strange, cut, pictures) for e in group), None)
    return "" if first is None else etree.QName(first).localname
