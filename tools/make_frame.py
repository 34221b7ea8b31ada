"""Write `khung.docx`: letterhead, title, addressees, text marker, recipients, signature, for every layout.

The frame holds no words, only docxtpl tags in paragraphs of named styles. It is this program that is changed, and the
frame written anew (a test holds the two together); who wants another frame edits a copy in Word, beside a profile.
Sizes and margins in it are only for show: at every build they are set from `the-thuc.yaml`.
Usage: python tools/make_frame.py templates/the-thuc/khung.docx
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    }.items()
)
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
LAYOUT = "bảng dàn trang, không phải bảng số liệu"
"""What tables without rules say of themselves to screen readers."""
_RULE = (
    '<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" '
    'layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:align>center</wp:align></wp:positionH>'
    '<wp:positionV relativeFrom="paragraph"><wp:posOffset>25400</wp:posOffset></wp:positionV><wp:extent cx="2700000" cy="0"/>'
    '<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/><wp:docPr id="1" name="net-ke-{name}"/><wp:cNvGraphicFramePr/>'
    '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvCnPr/>'
    '<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2700000" cy="0"/></a:xfrm><a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
    '<a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln></wps:spPr><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>'
    "</wp:anchor></w:drawing></w:r>"
)


def rule(name: str) -> str:
    """Return a paragraph that holds a drawn rule, which the renderer makes as long as the line above asks."""
    return p("", "net_ke", _RULE.replace("{name}", name))


def p(text: str, style: str = "", extra: str = "") -> str:
    """Return a paragraph with one run."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p>{properties}{run}{extra}</w:p>"


def loop(names: str, style: str, name: str = "dong") -> str:
    """Return paragraphs that repeat for each line of a list."""
    return p(f"{{%p for {name} in {names} %}}") + p(f"{{{{ {name} }}}}", style) + p("{%p endfor %}")


def when(condition: str, *content: str) -> str:
    """Return content that stands only where a condition holds."""
    return p(f"{{%p if {condition} %}}") + "".join(content) + p("{%p endif %}")


def cell(width: int, *content: str) -> str:
    """Return a cell of a width in twips."""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{"".join(content)}</w:tc>'


def row(condition: str, *cells: str) -> str:
    """Return a row that does not break; with a condition it stands only where that holds."""
    inner = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"
    if not condition:
        return inner
    tag = "<w:tr><w:tc><w:p><w:r><w:t>{{%tr {} %}}</w:t></w:r></w:p></w:tc></w:tr>"
    return tag.format(f"if {condition}") + inner + tag.format("endif")


def table(caption: str, widths: tuple[int, int], *rows: tuple[str, str, str]) -> str:
    """Return a table without rules whose rows do not break; the renderer finds it by its caption."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    body = "".join(row(condition, cell(widths[0], left), cell(widths[1], right)) for condition, left, right in rows)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="khung_trong"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCaption w:val="{caption}"/><w:tblDescription w:val="{LAYOUT}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
    )


def signature(which: str) -> str:
    """Return the paragraphs of one signature block."""
    return (
        loop(f"{which}.capacity", "quyen_han")
        + when(f"{which}.title", p(f"{{{{ {which}.title }}}}", "chuc_vu"))
        + when(f"{which}.note", p(f"{{{{ {which}.note }}}}", "ghi_chu_ky"))
        + p("", "cho_ky")
        + p(f"{{{{ {which}.name }}}}", "ho_ten")
    )


def document() -> str:
    """Return the body of the frame."""
    date = p("{{ letterhead.place_and_date }}", "dia_danh")
    banner = (
        loop("letterhead.banner[:-1]", "quoc_hieu")
        + p("{{ letterhead.banner[-1] }}", "tieu_de")
        + rule("tieu-de")
        + when("not letterhead.number", date)
    )
    left = (
        loop("letterhead.parent_organ", "cap_tren")
        + loop("letterhead.organ", "co_quan")
        + when("letterhead.mark_below_organ", p("{{ letterhead.mark_below_organ }}", "dau_sao"))
        + when("not letterhead.mark_below_organ", rule("co-quan"))
    )
    number = p("{{ letterhead.number }}", "so_ky_hieu") + loop("letterhead.subject", "trich_yeu_cong_van")
    title = (
        loop("title.type_name", "ten_loai")
        + p("{%p for dong in title.subject %}") + p("{{r dong }}", "trich_yeu") + p("{%p endfor %}")
        + when("title.is_ruled", rule("trich-yeu"))
        + when("title.subtitle", p("{{ title.subtitle }}", "phu_de"))
        + when("title.separator", p("{{ title.separator }}", "ngan_cach"))
        + p("", "sau_tieu_de")
    )  # fmt: skip
    label = '<w:r><w:rPr><w:rStyle w:val="nhan_kinh_gui"/></w:rPr><w:t xml:space="preserve">{{ addressees.label }} </w:t></w:r>'
    one = f'<w:p><w:pPr><w:pStyle w:val="kinh_gui"/></w:pPr>{label}<w:r><w:t xml:space="preserve">{{{{ addressees.names[0] }}}}</w:t></w:r></w:p>'
    several = p("{{ addressees.label }}", "kinh_gui_nhan") + loop("addressees.names", "kinh_gui_muc")
    to_whom = (p("{{ recipients.label }}", "noi_nhan"), p("{{p recipients.groups }}"))
    recipients = when("recipients and not signatures[1:]", *to_whom)
    below = when("recipients and signatures[1:]", p("", "truoc_chu_ky"), *to_whom)
    others = p("{%p for ky in signatures[:-1] %}") + signature("ky") + p("{%p endfor %}")
    blocks = (
        when("label", p("{{ label }}", "nhan_mau")),
        when(
            "letterhead",
            # LibreOffice sets an empty line above a table that begins a document with footnotes; this one has no height
            p("", "o_trong"),
            table("dau_trang", (4394, 4961), ("", left, banner), ("letterhead.number", number, date)),
            p("", "sau_dau_trang"),
        ),
        when("title", title),
        when("addressees and addressees.names | length == 1", one),
        when("addressees and addressees.names | length > 1", several, p("", "sau_kinh_gui")),
        p("{{p noi_dung }}"),
        when(
            "signatures or recipients",
            p("", "truoc_chu_ky"),
            table(
                "chu_ky",
                (4490, 4865),
                (
                    "",
                    recipients + others + p("", "o_trong"),
                    when("signatures", signature("signatures[-1]")) + p("", "o_trong"),
                ),
            ),
            below,
        ),
        when("after", p("", "sau_bang"), p("{{p after }}")),
    )
    section = '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:pgSz w:w="11906" w:h="16838"/><w:titlePg/></w:sectPr>'
    return f"{XML}<w:document {NAMESPACES}><w:body>{''.join(blocks)}{section}</w:body></w:document>"


def parts() -> dict[str, str]:
    """Return every part of the package."""
    field = "".join(
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
        if kind != "PAGE"
        else '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        for kind in ("begin", "PAGE", "separate")
    )
    number = f'<w:p><w:pPr><w:pStyle w:val="so_trang"/></w:pPr>{field}<w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{WORD}.{kind}+xml"/>'
        for name, kind in {
            "document": "document.main",
            "styles": "styles",
            "settings": "settings",
            "header1": "header",
            "footnotes": "footnotes",
        }.items()
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(
            (
                ("styles", "styles.xml"),
                ("settings", "settings.xml"),
                ("header", "header1.xml"),
                ("footnotes", "footnotes.xml"),
            ),
            1,
        )
    )
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    return {
        "[Content_Types].xml": f'{XML}<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="jpg" ContentType="image/jpeg"/>'
        f'{overrides}<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
        "_rels/.rels": f'{XML}<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{core}" Target="docProps/core.xml"/></Relationships>',
        "docProps/core.xml": f'{XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Khung</dc:title></cp:coreProperties>',
        "word/document.xml": document(),
        "word/_rels/document.xml.rels": f'{XML}<Relationships xmlns="{RELATIONS}">{relations}</Relationships>',
        "word/header1.xml": f"{XML}<w:hdr {NAMESPACES}>{number}</w:hdr>",
        "word/footnotes.xml": f"{XML}<w:footnotes {NAMESPACES}>"
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote></w:footnotes>',
        "word/settings.xml": f"{XML}<w:settings {NAMESPACES}><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"567\"/>"
        '<w:characterSpacingControl w:val="doNotCompress"/><w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="vi-VN"/></w:settings>',
        "word/styles.xml": f'{XML}<w:styles {NAMESPACES}><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>',
    }  # fmt: skip


def main(target: Path) -> None:
    """Write the frame with fixed times, so that the same program writes the same bytes."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts().items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, text)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
