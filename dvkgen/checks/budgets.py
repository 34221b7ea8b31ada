"""Word budgets: every text that has a limit of words, what it uses, and the sentence in which it runs out.

Counted as Word's status bar counts (the contract's chapter *Counting*); LibreOffice takes – and — for spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dvkgen.campaign.campaign import Campaign
from dvkgen.checks.check import Check, Problem, check
from dvkgen.document.prose import heading_lines, plain_text
from dvkgen.findings import Mark, Related, Severity
from dvkgen.schema.answer import Answer, Article
from dvkgen.schema.long_text import LongText
from dvkgen.text import count_words

_NEARLY = 0.95
_SENTENCE = re.compile(r"\S(?:[^.!?…\n]++|[.!?…]++(?!\s|$))*+(?:[.!?…]++|$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a limited text, and where it begins."""

    text: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Budget:
    """A limited text: the rule that limits it, what it is, where it stands, its pieces in order, its limit in words."""

    rule: str
    what: str
    mark: Mark
    pieces: tuple[str | LongText, ...]
    limit: int

    @property
    def plain(self) -> tuple[str, ...]:
        """The words that count, piece by piece."""
        return tuple(piece if isinstance(piece, str) else plain_text(piece.text) for piece in self.pieces)

    @property
    def used(self) -> int:
        """How many words it has."""
        return sum(map(count_words, self.plain))

    @property
    def used_in_libreoffice(self) -> int:
        """How many words LibreOffice shows for the same text."""
        return sum(count_words(re.sub("[–—]", " ", text)) for text in self.plain)

    @property
    def may_be_near(self) -> bool:
        """Whether the text as typed is long enough to come near its limit: marks only add to what is counted."""
        raw = (piece if isinstance(piece, str) else piece.text for piece in self.pieces)
        return sum(len(text.split()) for text in raw) >= self.limit * _NEARLY

    def crossing(self) -> Sentence | None:
        """Return the sentence in which the limit is passed, None where it is kept."""
        left = self.limit
        for piece, plain in zip(self.pieces, self.plain, strict=True):
            words = count_words(plain)
            if words > left:
                return self._sentence(piece, plain, left)
            left -= words
        return None

    def _sentence(self, piece: str | LongText, plain: str, left: int) -> Sentence:
        for match in _SENTENCE.finditer(plain):
            words = count_words(match[0])
            if words > left:
                said = match[0].strip()
                return Sentence(said, self.mark if isinstance(piece, str) else _place(piece, said) or self.mark)
            left -= words
        return Sentence(plain.strip(), self.mark)


def _place(piece: LongText, said: str) -> Mark | None:
    """Return where a sentence stands in the text as typed: its first words, whatever marks and breaks lie between them."""
    first = r"[\s*]+".join(map(re.escape, said.split()[:6]))
    match = re.search(first, piece.text)
    return piece.at_index(match.start()) if match else None


def budgets_of(campaign: Campaign) -> Iterator[Budget]:
    """Yield every limited text of a campaign: trích ngang, articles, fields of forms."""
    limits = campaign.plan.limits
    for year in campaign.plan.period.years:
        for _, brief in campaign.briefs(year):
            for n in brief.nominations:
                mark, what = n.at("highlights"), "tóm tắt thành tích"
                yield Budget("achievement-word-limit", what, mark, (n.highlights,), limits.brief.max_words)
        for _, article in campaign.articles(year):
            mark, texts = article.at("title"), _texts_of(article)
            yield Budget("article-word-limit", "bài viết", mark, texts, limits.article.max_words)
        for _, record in campaign.records(Answer, year):
            for field in record.form_fields:
                value = record.answer(field.code)
                if field.max_words is not None and isinstance(value, (str, LongText)):
                    mark, what = record.answer_mark(field.code), f"“{field.name}”"
                    yield Budget("field-word-limit", what, mark, (value,), field.max_words)


def _texts_of(article: Article) -> tuple[str | LongText, ...]:
    """Return what the limit of an article counts: its title, and its parts without their headings."""
    texts: list[str | LongText] = [article.title, *(text for _, text in article.parts)]
    if article.whole:
        headings = {line for line, _ in heading_lines(article.whole.text)}
        lines = ("" if n in headings else line for n, line in enumerate(article.whole.text.split("\n")))
        texts.append(LongText("\n".join(lines), article.whole.first_line, article.whole.line_by_line))
    return tuple(texts)


def _too_long(campaign: Campaign, rule: str) -> Iterator[Problem]:
    for budget in budgets_of(campaign):
        if budget.rule == rule and budget.may_be_near and (used := budget.used) > budget.limit:
            over, crossing = used - budget.limit, budget.crossing()
            related = (Related(crossing.mark, f"quá từ câu này: {_shown(crossing.text)}"),) if crossing else ()
            message = f"{budget.what} dài {used} từ, quá {over} từ so với {budget.limit}"
            yield Problem(budget.mark, message, f"bớt ít nhất {over} từ", related=related)


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rsplit(' ', 1)[0]} …"


_SHOWN = 80
"""Characters of a sentence that a finding shows."""


@check(Severity.ERROR)
def achievement_word_limit(campaign: Campaign) -> Iterator[Problem]:
    """Tóm tắt thành tích nổi bật không quá số từ mà mẫu quy định (Mẫu 03: 350 từ).

    Đếm như thanh trạng thái của Word: mỗi tiếng, mỗi dấu gạch đứng riêng là một từ. Đúng 350 vẫn được.
    """
    return _too_long(campaign, "achievement-word-limit")


@check(Severity.ERROR)
def article_word_limit(campaign: Campaign) -> Iterator[Problem]:
    """Bài viết không quá số từ mà kế hoạch quy định (3.500 từ).

    Đếm tiêu đề và các phần của đề cương, không đếm tên các phần, không đếm chú thích ảnh.
    """
    return _too_long(campaign, "article-word-limit")


@check(Severity.ERROR)
def field_word_limit(campaign: Campaign) -> Iterator[Problem]:
    """Một trường của biểu mẫu không quá số từ đã khai (toi_da_tu), đếm như thanh trạng thái của Word."""
    return _too_long(campaign, "field-word-limit")


@check(Severity.INFO)
def near_word_limit(campaign: Campaign) -> Iterator[Problem]:
    """Bài đã dùng từ 95 % số từ cho phép: còn mấy từ thì hết. Xem mọi bài: dvkgen words."""
    for budget in budgets_of(campaign):
        if budget.may_be_near and budget.limit * _NEARLY <= (used := budget.used) <= budget.limit:
            message = f"{budget.what} đã dùng {used}/{budget.limit} từ, còn {budget.limit - used} từ"
            yield Problem(budget.mark, message)


CHECKS: tuple[Check, ...] = (achievement_word_limit, article_word_limit, field_word_limit, near_word_limit)
