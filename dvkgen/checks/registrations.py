"""What units register: each model once, new or carried over, dropped or not, or why there is none."""

from __future__ import annotations

from collections.abc import Iterator

from dvkgen.campaign.campaign import Campaign
from dvkgen.checks.check import Check, Problem, check
from dvkgen.checks.references import registered
from dvkgen.findings import Related, Severity
from dvkgen.schema.submission import Initiative
from dvkgen.text import did_you_mean, fold


@check(Severity.ERROR)
def duplicate_initiative(campaign: Campaign) -> Iterator[Problem]:
    """Một mô hình chỉ đăng ký một lần.

    Trong một đơn vị không có hai mô hình cùng mã hoặc cùng tên. Mô hình chung do đơn vị đứng đầu đăng ký, các
    đơn vị kia được ghi ở cung_thuc_hien, không đăng ký lại. Hai đơn vị trùng tên mô hình mà không khai là
    mô hình chung thì chỉ cảnh báo.
    """
    for year in campaign.plan.period.years:
        seen: dict[object, Initiative] = {}
        for entry in campaign.entries(year):
            initiative, unit = entry.initiative, entry.unit
            name = fold(initiative.name)
            first = seen.get((unit.code, initiative.code)) or seen.get((unit.code, name))
            elsewhere = seen.get(name)
            if first:
                same_code = initiative.code == first.code and fold(initiative.name) != fold(first.name)
                what = f"mã “{initiative.code}” đã dùng" if same_code else f"“{initiative.name}” đăng ký hai lần"
                cure = "đặt mã khác" if same_code else "giữ một, xóa một; hai mô hình khác nhau thì đổi ma và ten"
                yield _twice(initiative, first, f"{what} trong đơn vị này", cure, field="code" if same_code else "name")
            elif elsewhere:
                joint = unit.code in elsewhere.partners or bool(entry.partners)
                yield _twice(
                    initiative, elsewhere, f"“{initiative.name}” đơn vị khác đã đăng ký",
                    "mô hình chung chỉ do đơn vị đứng đầu đăng ký, đơn vị kia ghi ở cung_thuc_hien", None if joint else Severity.WARNING,
                )  # fmt: skip
            seen.setdefault((unit.code, initiative.code), initiative)
            seen.setdefault((unit.code, name), initiative)
            seen.setdefault(name, initiative)


def _twice(
    initiative: Initiative,
    first: Initiative,
    message: str,
    cure: str,
    severity: Severity | None = None,
    field: str = "name",
) -> Problem:
    return Problem(initiative.at(field), message, cure, severity, (Related(first.at(field), "đăng ký ở đây"),))


@check(Severity.ERROR)
def registration_says_something(campaign: Campaign) -> Iterator[Problem]:
    """Bản đăng ký hoặc nêu các mô hình (mo_hinh), hoặc nêu vì sao không đăng ký (khong_dang_ky), không cả hai.

    Mô hình ghi ở khong_tiep_tuc thì không đăng ký lại trong cùng bản.
    """
    for year in campaign.plan.period.years:
        for _, record in campaign.registrations(year):
            if record.initiatives and record.nothing_because:
                yield Problem(
                    record.at("nothing_because"), "vừa có mo_hinh vừa có khong_dang_ky", "giữ một trong hai mục"
                )
            elif not record.initiatives and not record.nothing_because:
                yield Problem(
                    record.origin.mark,
                    "bản đăng ký không có mô hình nào",
                    "thêm mo_hinh, hoặc “khong_dang_ky: <lý do>”",
                )
            names = {fold(name) for i in record.initiatives for name in (i.code, i.name)}
            for dropped in record.dropped:
                if fold(dropped.initiative) in names:
                    yield Problem(
                        dropped.at("initiative"),
                        f"“{dropped.initiative}” vừa đăng ký vừa ghi là không tiếp tục",
                        "giữ một trong hai",
                    )


@check(Severity.ERROR)
def start_year_of_initiative(campaign: Campaign) -> Iterator[Problem]:
    """Năm bắt đầu của mô hình chuyển tiếp (tu_nam) phải trước năm đăng ký; mô hình mới thì bỏ mục này."""
    for filed, initiative in registered(campaign):
        if initiative.since is not None and not 1900 < initiative.since < 2100:
            cure = "viết năm bằng bốn chữ số, ví dụ “tu_nam: 2024”"
            yield Problem(initiative.at("since"), f"“{initiative.since}” không phải một năm", cure)
        elif initiative.since and initiative.since >= filed.year:
            yield Problem(
                initiative.at("since"),
                f"tu_nam {initiative.since} không trước năm đăng ký {filed.year}",
                "mô hình mới thì xóa mục tu_nam",
            )


@check(Severity.WARNING)
def dropped_initiative(campaign: Campaign) -> Iterator[Problem]:
    """Mô hình ghi ở khong_tiep_tuc phải là mô hình đơn vị (hoặc đơn vị mà nó kế thừa) đã đăng ký năm trước.

    Không có bài nộp năm trước của đơn vị thì không xét.
    """
    for year in campaign.plan.period.years:
        for filed, record in campaign.registrations(year):
            unit = campaign.unit(filed.unit)
            before = [e for e in campaign.entries(year - 1) if unit and e.unit.code in (unit.code, *unit.inherits)]
            names = {fold(name) for e in before for name in (e.initiative.code, e.initiative.name)}
            for dropped in record.dropped if before else ():
                if fold(dropped.initiative) not in names:
                    codes = [entry.initiative.code for entry in before]
                    message = f"năm {year - 1} đơn vị không đăng ký mô hình “{dropped.initiative}”"
                    yield Problem(dropped.at("initiative"), message, did_you_mean(dropped.initiative, codes))


CHECKS: tuple[Check, ...] = (
    duplicate_initiative,
    registration_says_something,
    start_year_of_initiative,
    dropped_initiative,
)
