"""The parts of a Word file that may come from a stranger: opened within bounds, parsed without what XML can do.

This module knows packages, not what stands in them.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

from lxml import etree

from dvkgen.findings import DvkgenError

_MEGABYTE = 1_000_000
MOST_PARTS, MOST_BYTES = 1_000, 40 * _MEGABYTE
"""Parts of a Word file, and bytes of them all once unpacked."""
MOST_DEEP = 200
"""Elements of a part one inside the other."""
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, KeyError, ValueError, OSError),
    *(RuntimeError, NotImplementedError, OverflowError, MemoryError),
)
"""What reading a damaged or encrypted package runs into."""


class WordPackageFault(DvkgenError):
    """A Word file that cannot be opened, or that is not gone into; the message says why in Vietnamese."""


def unpacked(package: bytes) -> dict[str, bytes]:
    """Return the parts of a Word file by their names; raises WordPackageFault."""
    try:
        with zipfile.ZipFile(BytesIO(package)) as opened:
            infos = opened.infolist()
            if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_BYTES:
                raise WordPackageFault(f"tệp Word mở ra lớn quá {MOST_BYTES // _MEGABYTE} MB")
            if len({info.filename for info in infos}) < len(infos):
                raise WordPackageFault("tệp Word có hai phần cùng tên")
            # no more is read of a part than the directory tells
            parts = {info.filename: opened.read(info) for info in infos if not info.is_dir()}
    except _DAMAGED as damage:
        raise WordPackageFault("tệp không phải .docx đọc được") from damage
    if "word/document.xml" not in parts:
        raise WordPackageFault("tệp không phải .docx đọc được")
    return parts


def parsed(part: bytes) -> etree._Element:
    """Return the root of a part; raises WordPackageFault where it is no XML, has a DTD, or is too deep."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(part, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise WordPackageFault("tệp Word có phần không đúng XML") from error
    information = root.getroottree().docinfo
    if information is not None and information.internalDTD is not None:
        raise WordPackageFault("tệp Word có khai báo DTD")
    return root


def serialized(root: etree._Element) -> bytes:
    """Return a part as bytes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return a package with fixed times and order, so that the same parts give the same bytes."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for name in sorted(parts, key=lambda part: (part != "[Content_Types].xml", part)):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
            package.writestr(info, parts[name])
    return out.getvalue()
