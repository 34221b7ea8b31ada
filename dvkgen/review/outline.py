"""A review as headings, items and tables: every sentence of it is born here, and each format only sets it.

All texts are as they were typed; formats make them harmless.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dvkgen.findings import Finding, Mark
from dvkgen.printers.text import NAMES
from dvkgen.review.change import (
    Change,
    ChangedCampaign,
    ChangedFile,
    ChangedPaper,
    Kind,
    PagePair,
    Piece,
    Review,
    Row,
    Said,
    Table,
    words_between,
)
from dvkgen.review.nodes import Grid, Heading, Item, Node, Pages, Role, Span

_NOTHING_CHANGED = "Không có gì đổi: hai bản nói như nhau."


def outline(review: Review) -> Iterator[Node]:
    """Yield a review from its head to its end."""
    yield Heading(1, f"So bản: {review.old_name} → {review.new_name}")
    if review.is_empty:
        yield Item(0, (Span(_NOTHING_CHANGED),))
        yield from _said_the_same(review)
        return
    yield Item(0, (Span(_counted(review), Role.STRONG),))
    yield from (Item(0, (Span(f"Lưu ý: {note}", Role.WARNING),)) for note in review.notes)
    yield from _to_look_at(review)
    altered = {found for pair in review.altered for found in pair}
    yield from _findings("Mới phát sinh", [found for found in review.born if found not in altered])
    yield from _altered(review)
    yield from _findings("Đã hết", [found for found in review.cured if found not in altered])
    for campaign in review.campaigns:
        yield from _campaign(campaign)
    if review.said_the_same:
        yield Heading(2, "Nội dung không đổi")
        yield from _said_the_same(review)
    if review.other_files:
        yield Heading(2, "Tệp khác")
        for file in review.other_files:
            yield from _file(file)


def _counted(review: Review) -> str:
    counts = ", ".join(f"{number} {what}" for what, number in review.counts.items() if number)
    drawn = f", {review.drawn} trang đã vẽ" if review.drawn is not None else ""
    return f"{counts or 'chỉ có tệp khác đổi'}{drawn}"


def _to_look_at(review: Review) -> Iterator[Node]:
    """Yield first what asks for a reviewer's eye: what is gone or moved elsewhere, and what came too late."""
    lines = [
        Item(0, (Span(f"{file.title}: ", Role.STRONG), *spans)) for file in review.files for spans in _notable(file)
    ]
    late = [
        Item(0, (Span(warning, Role.WARNING), Span(f": {'; '.join(titles)}")))
        for warning, titles in review.warnings.items()
    ]
    together = [
        Item(
            0,
            (
                Span(
                    f"cùng một thay đổi sửa nội dung văn bản của {len(campaign.units)} đơn vị: {'; '.join(campaign.units)}",
                    Role.WARNING,
                ),
            ),
        )
        for campaign in review.campaigns
        if campaign.units
    ]
    quotas = [
        Item(0, (Span("chỉ tiêu: ", Role.STRONG), Span(found.message, Role.WARNING))) for found in review.missed_quotas
    ]
    if lines or late or together or quotas:
        yield Heading(2, "Phải để ý")
        yield from (*lines, *quotas, *late, *together)


def _notable(file: ChangedFile) -> Iterator[tuple[Span, ...]]:
    """Yield the changes of a file that lists and sums feel: what is gone, and what went elsewhere; files that are gone too."""
    if file.kind is Kind.REMOVED:
        yield (Span("xóa cả tệp này", Role.WARNING),)
    for change in file.notable:
        of = f" của {' › '.join(change.of)}" if change.of else ""
        verb = "đổi" if change.kind is Kind.RENAMED else change.kind
        place = Span(f" {change.mark.path}:{change.mark.line}{_when(change, file)}", Role.PLACE)
        if numbers := change.numbers:
            was, now = numbers
            yield (Span(f"đổi con số trong “{change.what}”{of}: {was} → {now}", Role.WARNING), place)
        elif change.words:
            yield (Span(f"{verb} “{change.what}”{of}", Role.WARNING), Span(": "), *_spaced(change.words), place)
        elif change.kind in (Kind.REMOVED, Kind.ADDED):
            yield (Span(f"{verb} {change.what}{of}", Role.WARNING), place)
        else:
            what = change.what if change.kind is Kind.MOVED else f"“{change.what}”"
            said = f"{verb} {what}{of}: {change.old} → {change.new}{_remark(change)}"
            yield (Span(said, Role.WARNING), place)


def _remark(change: Change) -> str:
    return f" ({change.remark})" if change.remark else ""


def _altered(review: Review) -> Iterator[Node]:
    if review.altered:
        yield Heading(2, f"Vẫn còn, nay nói khác: {len(review.altered)}")
        for was, now in review.altered:
            spans = _spaced(words_between(was.message, now.message))
            yield Item(0, (Span(str(now.mark), Role.PLACE), Span(f" {NAMES[now.severity]}: "), *spans))


def _said_the_same(review: Review) -> Iterator[Node]:
    """Yield the files that were compared and in which nothing that is said has changed."""
    if review.said_the_same:
        number = len(review.said_the_same)
        said = f"{number} tệp chỉ đổi thứ tự, ghi chú, cách trình bày; đã so, nội dung như cũ:"
        yield Item(0, (Span(said),))
        yield from (Item(1, (Span(path, Role.PLACE),)) for path in review.said_the_same)


def _findings(title: str, findings: Sequence[Finding]) -> Iterator[Node]:
    if findings:
        yield Heading(2, f"{title}: {len(findings)} điều phải xem")
        for found in findings:
            said = f"{NAMES[found.severity]}: {found.message} [{found.check}]"
            yield Item(0, (Span(str(found.mark), Role.PLACE), Span(f" {said}")))
            if found.help:
                yield Item(1, (Span(f"cách sửa: {found.help}"),))


def _campaign(campaign: ChangedCampaign) -> Iterator[Node]:
    yield Heading(2, campaign.title)
    for file in campaign.files:
        yield from _file(file)
    if campaign.tables:
        yield Heading(3, "Số liệu đổi theo")
        for table in campaign.tables:
            yield from _table(table)
    if campaign.papers:
        yield Heading(3, f"Văn bản in ra: {len(campaign.papers)}")
        yield from _papers(campaign.papers)


def _file(file: ChangedFile) -> Iterator[Node]:
    verb = "" if file.kind is Kind.CHANGED else f"{file.kind}: "
    yield Heading(3, f"{verb}{file.title}")
    was = f" (trước là {file.old_path})" if file.old_path != file.path else ""
    yield Item(0, (Span(f"{file.path}{was}", Role.PLACE),))
    yield from (Item(0, (Span(warning, Role.WARNING),)) for warning in file.warnings)
    of: tuple[str, ...] = ()
    for change in file.changes:
        yield from (Item(depth, (Span(change.of[depth]),)) for depth in _new_headings(of, change.of))
        of = change.of
        yield Item(len(of), tuple(_said(change, file)))


def _new_headings(before: tuple[str, ...], now: tuple[str, ...]) -> Iterator[int]:
    """Yield the places of the headings that are not yet told."""
    same = next((n for n, (a, b) in enumerate(zip(before, now, strict=False)) if a != b), min(len(before), len(now)))
    yield from range(same, len(now))


def _said(change: Change, file: ChangedFile) -> Iterator[Span]:
    """Yield a change in words: what, old and new, and the line."""
    verb = {Kind.CHANGED: "", Kind.RENAMED: ""}.get(change.kind, f"{change.kind} ")
    yield Span(f"{verb}{change.what}", Role.STRONG)
    if change.words:
        yield Span(": ")
        yield from _spaced(change.words)
    elif change.kind is Kind.ADDED:
        yield from (Span(": "), Span(change.new, Role.ADDED)) if change.new else ()
    elif change.kind is Kind.REMOVED:
        yield from (Span(": "), Span(change.old, Role.REMOVED)) if change.old else ()
    else:
        yield from (Span(": "), Span(change.old, Role.REMOVED), Span(" → "), Span(change.new, Role.ADDED))
    yield from (Span(_remark(change)),) if change.remark else ()
    yield Span(f" {_place_of(change, file)}", Role.PLACE)


_ROLES = {Said.KEPT: Role.PLAIN, Said.ADDED: Role.ADDED, Said.REMOVED: Role.REMOVED}


def _spaced(words: Iterable[Piece]) -> Iterator[Span]:
    for number, piece in enumerate(words):
        yield from (Span(" "),) if number else ()
        yield Span(piece.text, _ROLES[piece.said])


def _place(mark: Mark, file: ChangedFile) -> str:
    return f"dòng {mark.line}" if mark.path in (file.path, file.old_path) else f"{mark.path}:{mark.line}"


def _place_of(change: Change, file: ChangedFile) -> str:
    return _place(change.mark, file) + _when(change, file)


def _when(change: Change, file: ChangedFile) -> str:
    """Return that a line is one of the older side, where only that has it."""
    return " bản cũ" if change.kind is Kind.REMOVED and file.kind is not Kind.REMOVED else ""


def _table(table: Table) -> Iterator[Node]:
    heads = tuple(head for row in table.rows[:1] for head in row.heads)
    yield Item(0, (Span(table.title, Role.STRONG),))
    yield Grid(("", *heads), tuple((row.what, *_cells(row)) for row in table.rows))


def _cells(row: Row) -> Iterator[str]:
    for place in range(len(row.heads)):
        was, now = (None if cells is None else cells[place] for cells in (row.old, row.new))
        yield str(now) if was == now else f"{was or '–'} → {now or '–'}"


def _papers(papers: Iterable[ChangedPaper]) -> Iterator[Node]:
    for paper in papers:
        more = f": {paper.refusal}" if paper.refusal else _numbers(paper.pages)
        yield Item(0, (Span(f"{paper.kind} "), Span(paper.target, Role.PLACE), Span(more)))
        if paper.pages:
            yield Pages(paper.target, paper.pages)


def _numbers(pages: tuple[PagePair, ...] | None) -> str:
    """Return which pages of a paper differ, by their new numbers; of those that are gone by the old one."""
    if pages is None:
        return ""
    told = [f"{pair.new_number}" if pair.new_number else f"{pair.old_number} (bản cũ)" for pair in pages]
    return f": trang {', '.join(told)}" if told else ": trang in ra không khác"
