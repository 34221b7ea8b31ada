"""Where a printed line may not break: what belongs together is glued with no-break spaces, titles are balanced.

Only what is printed changes: the same words, counted, hashed and compared as they were written. Both formats print
what this module gives, so that their lines break alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import assert_never

from dvkgen.document.tree import Inline, Inlines, Leader, Note, Span
from dvkgen.render.metric import Face

NBSP = "\u00a0"
_FAMILY = "Bùi|Cao|Chu|Dương|Đàm|Đặng|Đào|Đinh|Đỗ|Đoàn|Hà|Hồ|Hoàng|Huỳnh|Lâm|Lê|Lương|Lý|Mai|Ngô|Nguyễn|Phạm|Phan|Phùng|Tạ|Tô|Trần|Triệu|Trịnh|Trương|Võ|Vũ"
_UPPER = "".join(letter for letter in map(chr, range(0x41, 0x1EFA)) if letter.isupper() and letter.isalpha())
_CAPITAL = f"[{_UPPER}][^\\W\\d_]*"
_TOGETHER = tuple(
    map(
        re.compile,
        (
            r"\b[Dd](?:ân|ÂN) [Vv](?:ận|ẬN) [Kk](?:héo|HÉO)\b",
            r"\b(?:[Nn]gày|[Tt]háng|[Nn]ăm|[Qq]uý|[Kk]hóa|[Đđ]iều|[Kk]hoản|[Ss]ố:?) \d\S*",
            r"(?<![Nn]ăm )(?<!tháng )(?<!ngày )(?<!số )(?<!\S)\(?\d+(?:[.,]\d+)*(?:/\d+)?%? (?!đến\b)[^\W\d_]+",
            r"\d [-–] \d+",
            r"[^\W\d_] [-–](?= [^\W\d_])",
            r"\b(?:Hồ Chí Minh|HỒ CHÍ MINH|Việt Nam|VIỆT NAM|Hà Nội|HÀ NỘI|Hải Phòng|HẢI PHÒNG)\b",
            rf"\b(?:{_FAMILY})(?: {_CAPITAL}){{1,3}}",
        ),
    )
)
"""“Dân vận khéo”, a day with its word, a number with its word, a number with its unit, ranges, a dash with the word before it, names of persons and places."""
_COMPOUNDS = frozenset(
    word
    for line in (
        "an_ninh báo_cáo biểu_mẫu cá_nhân chỉ_tiêu chi_bộ chính_quyền chính_trị chủ_thể cơ_quan công_nhận dân_tộc",
        "dân_vận danh_hiệu đánh_giá đăng_ký đề_nghị địa_chỉ địa_điểm đô_thị đơn_vị đoàn_thể gia_đình hệ_thống",
        "hiệu_quả hình_thức họ_tên khen_thưởng khó_khăn kinh_tế kinh_nghiệm kết_luận kết_quả liên_hệ lĩnh_vực",
        "lượng_hóa mặt_trận minh_chứng mô_hình mục_tiêu nhân_dân nhân_rộng nhiệm_vụ nổi_bật nội_dung phong_trào",
        "phối_hợp quần_chúng quốc_phòng sáng_tạo số_liệu số_lượng tác_động tập_thể tham_gia thành_phần thành_tích",
        "thành_viên thẩm_định thời_gian thời_hạn thực_hiện thực_tiễn tiêu_chí tính_chất tóm_tắt tối_đa tối_thiểu",
        "tôn_giáo tổng_điểm tổng_hợp tương_đương văn_bản văn_hóa vững_mạnh xã_hội xây_dựng tiến_độ phân_công",
        "phụ_trách bền_vững lan_tỏa mức_độ bộ_phận đảng_ủy đảng_bộ cơ_sở phổ_thông phụ_huynh",
        "việt_nam thành_phố ủy_ban tổ_quốc thanh_niên liên_hiệp phụ_nữ cựu_chiến chiến_binh nông_dân trung_tâm",
        "trung_học tiểu_học mầm_non công_an quân_sự y_tế dân_phố chí_minh hà_nội hải_phòng phục_vụ hành_chính công_đoàn chi_hội phòng_ban trạm_y",
    )
    for word in line.split()
)
"""Words of two syllables that stand in heads of columns and titles of forms."""
_SAFE = 0.97
"""Share of a line that is filled when lines are chosen: other programs set letters a little wider."""
_WIDEST = 0.95
"""Share of a column that words glued together may take."""
_SURE = 0.985
"""Share of a line that is filled in every program: what comes closer to its end may break otherwise in another one."""
WIDER_GAP = 0.1
"""By how much of an em LibreOffice sets a no-break space wider than its face has it."""
_NARROW, _TIE = 250.0, 0.5
"""Points up to which a column is narrow, and within which of its end programs differ about a word."""
_KEPT = 4096
"""Lines that are remembered: forms say the same ones again, and each way of setting a paper asks for them anew."""
_SHORT = 9
"""Letters that are too few for a last line."""
_INSIDE_A_WORD = 1200
"""What a break within a word of two syllables costs, where a line costs a thousand."""


@lru_cache(maxsize=_KEPT)
def glued(inlines: Inlines, room: float, face: Face, indent: float = 0.0) -> Inlines:
    """Return a line of running text with no-break spaces where it would break and must not.

    `room` is the column's width and `indent` that of its first line, in points. Where nothing would be torn apart no
    space is changed: programs do not agree on the width of a no-break space. The last line is never one short word,
    and in a narrow column a word that ends a line in one program and begins the next in another goes to the next in
    both: with the word after it, else by a line break.
    What is glued may break after all where it is wider than the column.
    """
    text = _text(inlines)
    wanted = set(_loosened(text, _kept_spaces(text), room * _WIDEST, face))
    widths = _letter_widths(inlines, face)
    edges = [-1, *(at for at, letter in enumerate(text) if letter == " " and at not in wanted), len(text)]
    parts = [_Piece(start, end, text, widths) for start, end in pairwise(edges)]
    glue, broken = set[int](), set[int]()
    run, line = 0.0, _Line(room, face.size * WIDER_GAP, indent)
    for number, piece in enumerate(parts):
        following = parts[number + 1] if number + 1 < len(parts) else None
        if number and line.is_nearly_full(piece):
            if line.may_be_torn(piece):
                glue.update(piece.inner)
            if following is None and not piece.inner and piece.end - piece.start <= _SHORT:
                before = parts[number - 1]
                glue.update((*before.inner, piece.start))
                if number > 1 and _is_word(
                    text[parts[number - 2].start + 1 : before.start], text[before.start + 1 : before.end]
                ):
                    glue.add(before.start)
        is_glued = piece.start in glue
        run = run + piece.space + piece.wide if is_glued else piece.wide
        if number and not is_glued and line.is_unsure(piece, glue):
            if following and run + following.space + following.wide <= room * _WIDEST:
                glue.add(piece.end)
            else:
                broken.add(piece.start)
            line.begin(piece, glue)
        elif number and not is_glued and not line.fits(piece):
            line.begin(piece, glue)
        else:
            line.add(piece, glue, is_glued=is_glued)
    glue = set(_loosened(text, glue - broken, room * _WIDEST, face))
    return _with_letters(_with_letters(inlines, glue, NBSP), broken, "\n")


class _Piece:
    """What stands between two spaces at which a line may break: its width, the space before it, spaces within it."""

    def __init__(self, start: int, end: int, text: str, widths: Sequence[float]) -> None:
        self.start, self.end = start, end
        self.wide = sum(widths[start + 1 : end])
        self.space = widths[start] if start >= 0 else 0.0
        self.inner = [at for at in range(start + 1, end) if text[at] == " "]
        self.first = sum(widths[start + 1 : self.inner[0]]) if self.inner else self.wide


@dataclass
class _Line:
    """A line being filled: how much of its room is taken by narrow no-break spaces, and how much more by wide ones."""

    room: float
    gap: float
    used: float
    more: float = 0.0

    def is_nearly_full(self, piece: _Piece) -> bool:
        """Whether a piece comes so close to the line's end that programs may differ."""
        return self.used + piece.space + piece.wide > self.room * _SURE

    def may_be_torn(self, piece: _Piece) -> bool:
        """Whether the first word of a piece may stand on this line while the rest does not."""
        return self.used + piece.space + piece.first <= self.room / _SURE

    def fits(self, piece: _Piece) -> bool:
        """Whether a piece stands on this line."""
        return self.used + piece.space + piece.wide <= self.room

    def is_unsure(self, piece: _Piece, glue: set[int]) -> bool:
        """Whether a piece stands on this line in one program and on the next in another."""
        if self.room > _NARROW:
            return False
        long = self.used + piece.space + piece.wide
        wider = self.more + self.gap * len(glue.intersection(piece.inner))
        return long <= self.room + _TIE and long + wider > self.room - _TIE

    def begin(self, piece: _Piece, glue: set[int]) -> None:
        """Begin the next line with a piece."""
        self.used, self.more = piece.wide, self.gap * len(glue.intersection(piece.inner))

    def add(self, piece: _Piece, glue: set[int], *, is_glued: bool) -> None:
        """Put a piece on this line."""
        self.used += piece.space + piece.wide
        self.more += self.gap * (is_glued + len(glue.intersection(piece.inner)))


@lru_cache(maxsize=_KEPT)
def balanced(inlines: Inlines, room: float, face: Face) -> Inlines:
    """Return a centred line with line breaks that make lines of about one length, never within a word of two syllables.

    `room` is the width in points of the column in which it stands; what fits on one line stays as it is.
    """
    text = _text(inlines)
    words = text.split(" ")
    if "\t" in text or len(words) < 2 or face.width(text) <= room * _SAFE:
        return inlines
    kept = _kept_spaces(text)
    return _with_letters(inlines, set(_breaks(words, kept, room * _SAFE, face)), "\n")


def even_lines(line: str, room: float, face: Face) -> list[str]:
    """Return the lines of about one length into which a centred line of plain words is broken."""
    return "".join(span.text for span in balanced((Span(line),), room, face) if isinstance(span, Span)).split("\n")


def pieces(text: str, *, words: bool) -> list[str]:
    """Return the pieces of a text that are kept whole; `words` keeps words of two syllables whole too."""
    syllables = text.split(" ")
    kept = _kept_spaces(text)
    made, at = syllables[:1], len(syllables[0])
    for before, syllable in pairwise(syllables):
        is_joined = at in kept or (words and _is_word(before, syllable))
        made = [*made[:-1], f"{made[-1]} {syllable}"] if is_joined else [*made, syllable]
        at += 1 + len(syllable)
    return made


def _is_word(first: str, second: str) -> bool:
    return f"{_bare(first.rsplit('/', 1)[-1])}_{_bare(second.split('/', 1)[0])}" in _COMPOUNDS


def _bare(syllable: str) -> str:
    return syllable.strip("“”\"'().,;:").lower()


def _text(inlines: Iterable[Inline]) -> str:
    return "".join(inline.text if isinstance(inline, Span) else "" for inline in inlines)


def _kept_spaces(text: str) -> set[int]:
    """Return the places of the spaces within what belongs together."""
    matches = (match for together in _TOGETHER for match in together.finditer(text))
    return {match.start() + at for match in matches for at, letter in enumerate(match[0]) if letter == " "}


def _loosened(text: str, wanted: set[int], room: float, face: Face) -> Iterator[int]:
    """Yield the places of the spaces to be glued, without those of a piece that would be too wide."""
    edges = [-1, *(at for at, letter in enumerate(text) if letter == " " and at not in wanted), len(text)]
    for start, end in pairwise(edges):
        inside, begin = [at for at in sorted(wanted) if start < at < end], start + 1
        while inside and face.width(text[begin:end]) > room:
            begin = inside.pop(0) + 1
        yield from inside


def _breaks(words: Sequence[str], kept: set[int], room: float, face: Face) -> Iterator[int]:
    """Yield the places of the spaces at which a line is broken: fewest lines first, then the most even ones."""
    places = list(accumulate(len(word) + 1 for word in words))
    widths = [face.width(word) for word in words]
    space = face.width(" ")
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(words) + 1):
        choices = []
        wide = -space
        for start in range(end - 1, -1, -1):
            wide += widths[start] + space
            if wide > room and start < end - 1:
                break
            cost = best[start][0] + 1000 + (1 - min(wide, room) / room) ** 2
            if start and places[start - 1] - 1 in kept:
                cost += 2 * _INSIDE_A_WORD
            elif start and _is_word(words[start - 1], words[start]):
                cost += _INSIDE_A_WORD
            choices.append((cost, start))
        best.append(min(choices))
    at = len(words)
    while at:
        at = best[at][1]
        if at:
            yield places[at - 1] - 1


def _with_letters(inlines: Inlines, places: set[int], letter: str) -> Inlines:
    """Return a line with a letter in place of those at some places, counted over its spans."""
    if not places:
        return inlines
    made: list[Inline] = []
    start = 0
    for inline in inlines:
        match inline:
            case Span(text=text):
                letters = (letter if start + at in places else own for at, own in enumerate(text))
                made.append(replace(inline, text="".join(letters)))
                start += len(text)
            case Note() | Leader():
                made.append(inline)
            case _:
                assert_never(inline)
    return tuple(made)


def _letter_widths(inlines: Inlines, face: Face) -> list[float]:
    """Return how wide each letter of a line is, each span in its own weight and slant."""
    widths: list[float] = []
    for inline in inlines:
        if isinstance(inline, Span):
            own = replace(face, bold=face.bold or inline.bold, italic=face.italic != inline.italic)
            widths.extend(own.width(letter) for letter in inline.text)
    return widths
