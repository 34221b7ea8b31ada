"""Names: one spelling for one name, no level of government that is no more, fields called what they are called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import accumulate

from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.texts import Passage
from dvkgen.checks.check import Check, Problem, check
from dvkgen.checks.lexicon import phrases
from dvkgen.findings import Related, Severity
from dvkgen.schema.locality import Locality, Signer
from dvkgen.schema.record import Record
from dvkgen.schema.submission import Individual
from dvkgen.text import fold, toned_words, with_tones, without_marks


@check(Severity.WARNING)
def misspelt_name(campaign: Campaign) -> Iterator[Problem]:
    """Tên quen thuộc viết sai dấu: tên phường, xã, cơ quan, đơn vị đã khai, và các tên cố định như ĐẢNG CỘNG SẢN VIỆT NAM.

    Chỉ xét chỗ viết hoa như tên ấy viết hoa; “hoà” hay “hòa” là một.
    """
    texts = campaign.texts
    known = sorted(dict.fromkeys((*phrases("ten-co-dinh"), *_names_of(campaign))), key=len, reverse=True)
    right, seen = {fold(name) for name in known}, set[int]()
    bare = {name: without_marks(name) for name in known}
    words = _Words(texts.bare, bare.values())
    for name in known:
        for start in words.places(bare[name]):
            written = texts.whole[start : start + len(name)]
            if start not in seen and fold(written) not in right and _is_capitalised_as(written, name):
                seen.update(range(start, start + len(name)))
                passage, index = texts.place(start)
                yield Problem(passage.at(index), f"“{written}” viết khác tên “{name}”", f"có phải ý bạn là “{name}”?")


def _names_of(campaign: Campaign) -> Iterator[str]:
    locality = campaign.locality
    names = [locality.place_name, locality.name]
    names += [" ".join(organ.name) for organ in locality.organs.values()]
    names += [name for unit in campaign.units for name in (unit.name, *unit.aliases)]
    yield from (name for name in names if len(name.split()) > 1)


class _Words:
    """Where the words of some names stand in a text; a name is looked for where its rarest word is, not all through it."""

    def __init__(self, text: str, names: Iterable[str]) -> None:
        self.text = text
        pieces = _WORD_OR_NUMBER.split(text)  # what lies between words, and words, by turns
        words, ends = pieces[1::2], list(accumulate(map(len, pieces)))[::2]
        count = Counter(words)
        self.key = {
            name: min(found, key=lambda word: count[word[0]])
            for name in names
            if (found := list(_WORD_OR_NUMBER.finditer(name)))
        }
        self.starts: dict[str, list[int]] = {word[0]: [] for word in self.key.values()}
        for word, start in zip(words, ends, strict=False):
            if word in self.starts:
                self.starts[word].append(start)

    def places(self, name: str) -> Iterator[int]:
        """Yield where a name stands as words of their own."""
        for found in self.starts[self.key[name][0]] if name in self.key else ():
            start = found - self.key[name].start()
            end = start + len(name)
            if start < 0 or not self.text.startswith(name, start):
                continue
            if not (self.text[start - 1 : start].isalnum() or self.text[end : end + 1].isalnum()):
                yield start


_WORD_OR_NUMBER = re.compile(r"([^\W_]+)")


def _is_capitalised_as(written: str, name: str) -> bool:
    """Whether every word that is capitalised in the name is so in what was written."""
    pairs = zip(written.split(), name.split(), strict=False)
    return all(one[:1].isupper() or not other[:1].isupper() for one, other in pairs)


@check(Severity.WARNING)
def person_spelt_twice(campaign: Campaign) -> Iterator[Problem]:
    """Tên một người viết hai cách trong cùng một đơn vị: “Trần Thị B” và “Trần Thi B”.

    Mỗi cách viết là một người trong bảng đếm, nên số cá nhân có thể thừa.
    """
    first: dict[tuple[str, str], Individual | Signer] = {}
    for filed in campaign.filed:
        for person in _people(filed.record) if filed.record else ():
            name = person.name or ""
            known = first.setdefault((filed.unit, without_marks(" ".join(name.split()))), person)
            if fold(known.name or "") != fold(name):
                related = (Related(known.at("name"), f"“{known.name}” ở đây"),)
                message = f"“{name}” hay “{known.name}”?"
                yield Problem(person.at("name"), message, "viết tên một người một cách", related=related)


def _people(record: Record) -> Iterator[Individual | Signer]:
    for name in type(record).model_fields:
        value = getattr(record, name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, (Individual, Signer)) and item.name:
                yield item
            elif isinstance(item, Record):
                yield from _people(item)


_JOINED = re.compile(r"(?<![\w/.-])([^\W\d_]{2,})-([^\W\d_]{2,})(?![\w-])")


@check(Severity.WARNING)
def mixed_spelling(campaign: Campaign) -> Iterator[Problem]:
    """Một từ viết hai kiểu trong văn bản của cơ quan: “Đảng uỷ” và “Đảng ủy”, “chính trị-xã hội” và “chính trị - xã hội”.

    Kiểu nào ít hơn thì bị nêu, một lần cho mỗi từ. Chữ trong “ ”, căn cứ và tên văn bản được dẫn không xét. Địa phương
    ghi dat_dau: moi hoặc cu thì máy tự in một kiểu dấu thanh, không cần báo.
    """
    texts = campaign.texts
    if campaign.locality.tone_marks == "giu":
        yield from _rarer([(word, *texts.place(start)) for start, word in toned_words(texts.plain)])
    lower = texts.whole.casefold()
    for found in texts.find(_JOINED, texts.plain):
        spaced = f"{found.match[1]} - {found.match[2]}"
        if _is_own(found.passage) and spaced.casefold() in lower:
            message = f"“{found.match[0]}” chỗ khác viết “{spaced}”"
            yield Problem(found.mark, message, "viết một kiểu, có dấu cách hai bên gạch nối")


def _is_own(passage: Passage) -> bool:
    return passage.of_office and passage.name != "legal_bases"


def _rarer(words: list[tuple[str, Passage, int]]) -> Iterator[Problem]:
    """Report the first place of each word that stands more often with its tone mark in the other place."""
    own = [(word, passage, index) for word, passage, index in words if _is_own(passage)]
    counted = Counter(word.casefold() for word, _, _ in own)
    reported: set[str] = set()
    for written, passage, index in own:
        word = written.casefold()
        new, old = with_tones(word, new=True), with_tones(word, new=False)
        other = old if word == new else new
        if word not in reported and (counted[word], word) < (counted[other], other):
            reported.add(word)
            message = f"“{written}” ({counted[word]} chỗ), chỗ khác viết “{other}” ({counted[other]} chỗ)"
            cure = "viết một kiểu, hoặc ghi dat_dau trong dia-phuong.yaml để máy tự đặt dấu"
            yield Problem(passage.at(index), message, cure)


_DISTRICT = re.compile(r"\b(?:[Hh]uyện|HUYỆN|[Qq]uận|QUẬN|[Tt]hị xã|THỊ XÃ)\b")
_PAST = re.compile(
    r"\b(?:cũ|nguyên|không còn|bãi bỏ|kết thúc|khi ấy|hồi ấy)\b|\btrước (?:đây|khi|ngày|sắp xếp|hợp nhất|sáp nhập)"
    r"|\bnăm (?:19\d\d|200\d|201\d|202[0-4])\b",
    re.IGNORECASE,
)
_ABOLISHED = date(2025, 7, 1)
"""Since that day there is no district level (Luật Tổ chức chính quyền địa phương 2025)."""


@check(Severity.WARNING)
def district_named(campaign: Campaign) -> Iterator[Problem]:
    """Văn bản từ ngày 01/7/2025 không còn nói đến cấp huyện (huyện, quận, thị xã): chính quyền địa phương có hai cấp.

    Câu nói về trước khi sắp xếp (“cũ”, “trước đây”), lời trích và căn cứ không xét.
    """
    issued, first = campaign.plan.issued_on, campaign.plan.period.first
    if date(issued.year or first, issued.month or 1, issued.day or 1) < _ABOLISHED:
        return
    texts = campaign.texts
    for found in texts.find(_DISTRICT, texts.plain, ("uyện", "UYỆN", "uận", "UẬN", "hị xã", "HỊ XÃ")):
        if _is_own(found.passage) and not _PAST.search(texts.paragraph(found.match.start())):
            message = f"“{texts.around(found.match, 10, 12)}”: cấp huyện đã bỏ từ ngày 01/7/2025"
            yield Problem(found.mark, message, "viết tên xã, phường, hoặc tỉnh, thành phố; nói chuyện cũ thì ghi (cũ)")


_SECTOR = re.compile(r"\blĩnh vực[ \xa0]+([^,;:.()“”\n\x02]{4,60})", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")


@check(Severity.WARNING)
def sector_called_otherwise(campaign: Campaign) -> Iterator[Problem]:
    """Trong văn bản, lĩnh vực gọi đúng tên đã khai: “quốc phòng - an ninh”, không nơi thì “an ninh quốc phòng”.

    Hai tên cùng dùng thì khai tên kia ở ten_khac của lĩnh vực. Tên ở đầu cột (tieu_de_cot) đảo chữ của tên trong câu
    thì chỉ là thông tin.
    """
    locality = campaign.locality
    yield from _headings(locality)
    names = {
        fold(n) for s in locality.sectors for n in (s.name, s.heading, s.heading.removeprefix("Lĩnh vực "), *s.aliases)
    }
    by_words = {tuple(sorted(own)): sector for sector in locality.sectors if len(own := _words(sector.name)) > 1}
    for found in campaign.texts.find(_SECTOR):
        said = found.match[1]
        for words, sector in by_words.items():
            tokens = list(_WORD.finditer(said))[: len(words)]
            if tuple(sorted(fold(t[0]) for t in tokens)) == words:
                phrase = said[: tokens[-1].end()]
                if fold(phrase) not in names and found.passage.of_office:
                    message = f"“{phrase}” không phải tên lĩnh vực đã khai: “{sector.name}”"
                    yield Problem(found.mark, message, f"viết “{sector.name}”, hoặc khai ten_khac")


def _headings(locality: Locality) -> Iterator[Problem]:
    """Report headings of columns that name a field by the same words in another order."""
    for sector in locality.sectors:
        heading = sector.heading.removeprefix("Lĩnh vực ")
        known = {fold(name) for name in (sector.name, *sector.aliases)}
        if fold(heading) not in known and sorted(_words(heading)) == sorted(_words(sector.name)):
            message = f"đầu cột ghi “{heading}”, trong câu là “{sector.name}”"
            cure = "viết một tên, hoặc khai thêm ở ten_khac"
            yield Problem(sector.at("column_heading"), message, cure, Severity.INFO)


def _words(name: str) -> list[str]:
    return [fold(word) for word in _WORD.findall(name)]


CHECKS: tuple[Check, ...] = (
    misspelt_name,
    person_spelt_twice,
    mixed_spelling,
    district_named,
    sector_called_otherwise,
)
