"""What was typed and read as something else: a key within a text, a code that is no unit's, a name that is nearly one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dvkgen.campaign.campaign import Campaign
from dvkgen.checks.check import Check, Problem, check
from dvkgen.findings import Severity
from dvkgen.schema.long_text import LongText
from dvkgen.schema.submission import Collective, Individual
from dvkgen.text import did_you_mean, fold

_KEY_LINE = re.compile(r"^([a-z][a-z0-9_]*):(?=[ ]|$)", re.MULTILINE)


_NUMBERED = fold("số")


@check(Severity.WARNING)
def key_within_text(campaign: Campaign) -> Iterator[Problem]:
    """Dòng “hinh_thuc: …” thụt vào trong một đoạn văn là chữ của đoạn văn: mục ấy mất, và được in ra như nội dung.

    Chỉ xét tên mục có thật của chỗ ấy.
    """
    for passage in campaign.texts.passages:
        if isinstance(passage.value, LongText):
            known = type(passage.record).keys()
            for match in _KEY_LINE.finditer(passage.text):
                if match[1] in known:
                    message = f"mục “{match[1]}” nằm trong đoạn văn ở trên"
                    yield Problem(passage.at(match.start()), message, "kéo ra thẳng cột với các mục cùng cấp")


@check(Severity.WARNING)
def unit_of_subject(campaign: Campaign) -> Iterator[Problem]:
    """Mục don_vi của một người, một tập thể viết như một mã thì phải là mã của một đơn vị: mã sai được in ra nguyên văn."""
    known = [unit.code for unit in campaign.units]
    for subject in _subjects(campaign):
        unit = subject.unit or ""
        if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", unit) and unit not in known:
            yield Problem(subject.at("unit"), f"không có đơn vị mang mã “{unit}”", did_you_mean(unit, known))


@check(Severity.WARNING)
def subject_nearly_known(campaign: Campaign) -> Iterator[Problem]:
    """Tên tập thể chỉ khác tên một đơn vị ở số 0 hay chữ viết tắt (số 06, TDP) được đếm là một tập thể khác.

    Tên cá nhân chỉ ghi họ tên: chức vụ viết sau dấu phẩy làm thành một người khác.
    """
    nearly = {_plain(name): unit for unit in campaign.units for name in (unit.name, *unit.aliases)}
    for subject in _subjects(campaign):
        if isinstance(subject, Individual) and "," in subject.name:
            name, _, title = subject.name.partition(",")
            cure = f"viết {{ho_ten: {name.strip()}, chuc_vu: {title.strip()}}}"
            yield Problem(subject.at("name"), f"“{subject.name}” có cả chức vụ trong tên", cure)
        unit = nearly.get(_plain(subject.name))
        if isinstance(subject, Collective) and unit and campaign.unit_called(subject.name) is None:
            message = f"“{subject.name}” là {unit.name}? viết khác thì đếm thành hai tập thể"
            yield Problem(subject.at("name"), message, f"viết “{unit.name}”, hoặc khai ten_khac cho đơn vị")


def _subjects(campaign: Campaign) -> Iterator[Individual | Collective]:
    for year in campaign.plan.period.years:
        actors = [initiative for _, initiative in campaign.registered_in(year)]
        for actor in (
            *actors,
            *(n for _, b in campaign.briefs(year) for n in b.nominations),
            *(a for _, a in campaign.articles(year)),
        ):
            if actor.subject:
                yield actor.subject


def _plain(name: str) -> str:
    """Return a name without leading zeros and with its usual abbreviations written out."""
    return re.sub(rf"\b(?:{_NUMBERED} )?0*(\d)", r"\1", fold(name).replace("tdp", fold("tổ dân phố")))


CHECKS: tuple[Check, ...] = (key_within_text, unit_of_subject, subject_nearly_known)
