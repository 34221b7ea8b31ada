"""Pages before and after, as pictures: only papers that say something else are set, only pages that differ are drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from hashlib import sha256

from PIL import Image, ImageChops, ImageDraw

from dvkgen.build.makers import rendered
from dvkgen.document.tree import Document
from dvkgen.load import Repository
from dvkgen.render.raster import as_png, pictures
from dvkgen.render.worker import Job
from dvkgen.review.change import ChangedPaper, PagePair, Review
from dvkgen.review.compare import Compared
from dvkgen.review.pair import Pair

MOST_PAPERS = 120
"""Papers whose pages are drawn at the most; the review says which were left out."""
_STRIP, _MARGIN = 14, 5
"""Pixels: the height of the strips in which differences are looked for, and how far around them is marked."""
_MARK = (215, 40, 40)
_COLOURS = 31


def with_pages(compared: Compared, pair: Pair, processes: int) -> Review:
    """Return a review with the pages that differ, drawn by so many processes."""
    papers = [paper for campaign in compared.review.campaigns for paper in campaign.papers]
    wanted = {paper.target for paper in papers[:MOST_PAPERS]}
    old, refused_old = _pdfs(pair.old, compared.old_papers, wanted, processes)
    new, refused_new = _pdfs(pair.new, compared.new_papers, wanted, processes)
    refused = {**refused_old, **refused_new}

    def drawn(paper: ChangedPaper) -> ChangedPaper:
        if paper.target not in wanted:
            return replace(paper, refusal=f"không vẽ trang: quá {MOST_PAPERS} văn bản đổi")
        if paper.target in refused:
            return replace(paper, refusal=f"không vẽ được trang: {refused[paper.target]}")
        return replace(paper, pages=tuple(_pairs(old.get(paper.target), new.get(paper.target))))

    campaigns = tuple(replace(c, papers=tuple(map(drawn, c.papers))) for c in compared.review.campaigns)
    count = sum(bool(p.old) + bool(p.new) for c in campaigns for paper in c.papers for p in paper.pages or ())
    return replace(compared.review, campaigns=campaigns, drawn=count)


def _pdfs(
    repository: Repository, documents: Mapping[str, Document], wanted: set[str], processes: int
) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return the PDFs of the papers that are wanted, and why some cannot be made."""
    jobs = [Job(documents[target], ("pdf",)) for target in sorted(wanted & documents.keys())]
    made: dict[str, bytes] = {}
    refused: dict[str, str] = {}
    for job, result in rendered(jobs, repository, processes) if jobs else ():
        if result.refusal:
            refused[job.document.target] = result.refusal
        else:
            made[job.document.target] = result.files["pdf"]
    return made, refused


def _pairs(old: bytes | None, new: bytes | None) -> Iterator[PagePair]:
    """Yield the pages of two PDFs that differ, in pairs; nothing where they are the same bytes."""
    if old == new:
        return
    before, after = (list(pictures(data)) if data else [] for data in (old, new))
    steps = SequenceMatcher(None, list(map(_known, before)), list(map(_known, after)), autojunk=False).get_opcodes()
    for tag, i1, i2, j1, j2 in steps:
        for step in range(max(i2 - i1, j2 - j1)) if tag != "equal" else ():
            a = i1 + step if i1 + step < i2 else None
            b = j1 + step if j1 + step < j2 else None
            one = before[a] if a is not None else None
            other = after[b] if b is not None else None
            shown = [_marked(mine, theirs) for mine, theirs in ((one, other), (other, one))]
            yield PagePair(None if a is None else a + 1, None if b is None else b + 1, *shown)


def in_few_colours(picture: Image.Image) -> Image.Image:
    """Return a page in few colours, the last of which is that of marks: pages are black on white."""
    page = picture.quantize(_COLOURS, dither=Image.Dither.NONE)
    page.putpalette([*(page.getpalette() or [])[: 3 * _COLOURS], *_MARK])
    return page


def _known(picture: Image.Image) -> str:
    return sha256(picture.tobytes()).hexdigest()


def _marked(picture: Image.Image | None, other: Image.Image | None) -> bytes:
    """Return a page as PNG, with a frame around what is not on the other one."""
    if picture is None:
        return b""
    page = in_few_colours(picture)
    draw = ImageDraw.Draw(page)
    for left, top, right, bottom in _areas(picture, other):
        box = (left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN)
        draw.rectangle(box, outline=_COLOURS, width=2)
    return as_png(page)


def _areas(picture: Image.Image, other: Image.Image | None) -> Iterator[tuple[int, int, int, int]]:
    """Yield the boxes around strips that differ, neighbours joined; none where there is nothing to compare with."""
    if other is None or other.size != picture.size:
        return
    difference = ImageChops.difference(picture, other).convert("L")
    open_box: tuple[int, int, int, int] | None = None
    for top in range(0, difference.height, _STRIP):
        strip = difference.crop((0, top, difference.width, min(top + _STRIP, difference.height))).getbbox()
        if strip:
            left, right = strip[0], strip[2]
            box = (left, top + strip[1], right, top + strip[3])
            open_box = (min(open_box[0], left), open_box[1], max(open_box[2], right), box[3]) if open_box else box
        elif open_box:
            yield open_box
            open_box = None
    if open_box:
        yield open_box
