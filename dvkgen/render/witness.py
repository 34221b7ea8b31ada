"""Whether what was rendered says what the document says, word for word: no frame adds, hides or leaves out any.

Frames and locality's files may come from a stranger; the document is ours. White space and dots that only fill a line
are left out of account, footnotes are told by their marks: their words come from no frame.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import count

from dvkgen.document.to_text import raised, to_text
from dvkgen.document.tree import Document
from dvkgen.findings import DvkgenError
from dvkgen.text import ZERO_WIDTH

_NEAR = 40
"""Signs that are told of either side where words part."""
_DOTS = dict.fromkeys(map(ord, ".…"))


class FrameFault(DvkgenError):
    """A frame of a profile with which a paper would say what its document does not say."""


def spoken(document: Document) -> str:
    """Return the signs of a document in reading order, without white space."""
    return bare([to_text(document, with_notes=False)])


def refuse_lost(document: Document, on_pages: Counter[str]) -> None:
    """Raise FrameFault where signs of a document, its footnotes counted in, are missing on its pages.

    What finds no room there, a head of a table or notes higher than a page, is left out without a word by the library.
    """
    wanted = Counter(bare([to_text(document)]))
    lost = {sign: count - on_pages[sign] for sign, count in wanted.items() if sign.isalpha() and on_pages[sign] < count}
    if lost:
        raise FrameFault(
            f"{sum(lost.values())} chữ không có chỗ trên trang: hàng đầu bảng, cước chú cao hơn một trang, hoặc dấu cách cứng nối quá nhiều chữ"
        )


def bare(texts: Iterable[str]) -> str:
    """Return texts without white space, signs that nobody sees, and dots that fill a line."""
    return ZERO_WIDTH.sub("", "".join("".join(texts).split())).translate(_DOTS)


def marks() -> Iterator[str]:
    """Yield the marks of footnotes, one after the other."""
    return (raised(number) for number in count(1))


def swear(document: Document, found: str, frame: str) -> None:
    """Raise FrameFault where the signs found in a rendering are not those of the document."""
    wanted = spoken(document)
    if wanted == found:
        return
    signs = enumerate(zip(f"{wanted}\0", f"{found}\0", strict=False))
    place = next((n for n, (ours, theirs) in signs if ours != theirs), min(len(wanted), len(found)))
    ours, theirs = (text[place : place + _NEAR] for text in (wanted, found))
    raise FrameFault(f"{frame} làm văn bản nói khác: nội dung có “{ours}”, bản làm ra có “{theirs}”")
