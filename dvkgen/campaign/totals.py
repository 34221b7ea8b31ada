"""What a year comes to, in numbers: the facts that the office's own papers quote as `{{ tong_hop.… }}`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dvkgen.campaign.campaign import Campaign
from dvkgen.campaign.counting import count, models_only
from dvkgen.campaign.entry import Entry
from dvkgen.printed import two_digits
from dvkgen.schema.answer import InitiativeResult, Statistic
from dvkgen.schema.kinds import REGISTERING
from dvkgen.schema.office import Commendations, Recognition, Recognitions
from dvkgen.schema.plan import Quota
from dvkgen.schema.unit import Unit
from dvkgen.text import fold

TOTALS = (
    "mo_hinh", "mo_hinh_moi", "mo_hinh_tiep_tuc", "khong_tiep_tuc", "tap_the", "ca_nhan", "don_vi", "don_vi_da_nop",
    "cong_nhan", "tieu_bieu", "khen_thuong",
)  # fmt: skip
TABLES = ("danh_sach", "tong_hop", "chi_tieu", "ket_qua", "cong_nhan", "chua_nop")


def totals(campaign: Campaign, year: int) -> Mapping[str, int]:
    """Return every number of a year under its name: models (without “nội dung”), subjects, units, honours."""
    models = models_only(campaign.entries(year))
    counts = count(models)
    carried = sum(entry.initiative.since is not None for entry in models)
    recognised = [r for record in campaign.office_records(Recognitions, year) for r in record.recognised]
    awarded = [c for record in campaign.office_records(Commendations, year) for c in record.awarded]
    units = campaign.units_in(year)
    numbers = (
        len(models),
        len(models) - carried,
        carried,
        sum(len(record.dropped) for _, record in campaign.registrations(year)),
        counts.collectives,
        counts.individuals,
        len(units),
        sum(has_registered(campaign, unit, year) for unit in units),
        len(recognised),
        sum(r.honour == "tieu_bieu" for r in recognised),
        len(awarded),
    )
    return dict(zip(TOTALS, numbers, strict=True))


def quoted_totals(campaign: Campaign, year: int) -> Mapping[str, str]:
    """Return the same as facts to be quoted."""
    return {f"tong_hop.{name}": two_digits(number) for name, number in totals(campaign, year).items()}


def has_registered(campaign: Campaign, unit: Unit, year: int) -> bool:
    """Whether a unit has sent a registration or a slip, readable or not."""
    return any(campaign.files(kind, year, unit.code) for kind in REGISTERING)


def statistics_for(campaign: Campaign, quota: Quota, year: int) -> tuple[tuple[Unit, Statistic], ...]:
    """Return the figures by which a quota with a unit of measure is judged: of its name, in the latest reports."""
    latest: dict[str, tuple[Unit, Statistic]] = {}
    for filed, report in sorted(campaign.reports(year), key=lambda pair: pair[1].sent_on):
        unit = campaign.unit(filed.unit)
        for statistic in report.statistics:
            same_measure = statistic.measure is None or fold(statistic.measure) == fold(quota.measure or "")
            if unit and same_measure and fold(statistic.name) == fold(quota.name):
                latest[unit.code] = (unit, statistic)
    return tuple(latest.values())


@dataclass(frozen=True)
class Reported:
    """A registered model with what its unit reported of it, None where nothing was."""

    entry: Entry
    result: InitiativeResult | None


def reported(campaign: Campaign, year: int, unit: Unit | None = None) -> Iterator[Reported]:
    """Yield every model of a year, or of one unit and the units under it, with the latest report on it."""
    below = {u.code for u in campaign.units_below(unit)} if unit else None
    for entry in campaign.entries(year):
        if below is None or entry.unit.code in below:
            yield Reported(entry, _result_of(campaign, entry, year))


def _result_of(campaign: Campaign, entry: Entry, year: int) -> InitiativeResult | None:
    reports = sorted(campaign.reports(year, entry.unit.code), key=lambda pair: pair[1].sent_on)
    results = (result for _, report in reversed(reports) for result in report.results)
    return next((r for r in results if campaign.registered(entry.unit.code, r.initiative, year) is entry), None)


def recognised(campaign: Campaign, year: int) -> Iterator[tuple[Entry, Recognition]]:
    """Yield the models that a locality recognises in a year, as they were registered."""
    for record in campaign.office_records(Recognitions, year):
        for recognition in record.recognised:
            entry = campaign.registered(recognition.unit, recognition.initiative, year)
            if entry:
                yield entry, recognition
