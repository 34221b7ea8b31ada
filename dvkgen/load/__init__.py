"""A root folder to a `Repository`: every plan with what answers it, and every finding of reading them.

This package opens no file of a user itself; `source` does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import filterfalse
from pathlib import Path

from dvkgen.campaign.campaign import Campaign
from dvkgen.disk import door
from dvkgen.disk.paths import PLANS, ROOT_FILE, SUBMISSIONS, filings_home, locality_of, template_layers
from dvkgen.findings import DvkgenError, Finding
from dvkgen.load.catalogue import built_in_forms
from dvkgen.load.plans import Common, campaigns_of
from dvkgen.load.profiles import UNKNOWN_PROFILE, frames_to_allow, read_stationery
from dvkgen.load.reader import UNKNOWN_FOLDER, Reader
from dvkgen.render.engine import Engine, chosen
from dvkgen.schema.profile import Stationery
from dvkgen.schema.record import Record
from dvkgen.schema.settings import Settings
from dvkgen.text import did_you_mean


@dataclass(frozen=True)
class Repository:
    """What `load` returns: the campaigns, the profiles with their frames, what sets pages, all findings, the record of each file."""

    root: Path
    campaigns: tuple[Campaign, ...]
    stationery: Mapping[str, Stationery]
    engine: Engine
    findings: tuple[Finding, ...]
    kinds: Mapping[str, type[Record]] = field(default_factory=dict)

    def sharing(self, other: Repository, localities: frozenset[str]) -> Repository:
        """Return it with all localities but those that are named taken from another one, which has them all."""
        order = {campaign.slug: place for place, campaign in enumerate(other.campaigns)}
        mine = tuple(campaign for campaign in self.campaigns if campaign.slug in localities)
        theirs = tuple(campaign for campaign in other.campaigns if campaign.slug not in localities)

        def is_theirs(finding: Finding) -> bool:
            return locality_of(finding.mark.path, or_its_folder=True) not in {"", *localities}

        findings = (*filterfalse(is_theirs, self.findings), *filter(is_theirs, other.findings))
        campaigns = tuple(sorted((*mine, *theirs), key=lambda campaign: order.get(campaign.slug, len(order))))
        return replace(self, campaigns=campaigns, findings=findings, kinds={**other.kinds, **self.kinds})

    def campaign_of(self, locality: str, label: str) -> tuple[Campaign, int]:
        """Return the campaign and the year that a locality and a period's folder name; raises DvkgenError."""
        at = [campaign for campaign in self.campaigns if campaign.slug == locality]
        if not at:
            near = did_you_mean(locality, {campaign.slug for campaign in self.campaigns})
            raise DvkgenError(f"không có địa phương “{locality}”; {near}")
        years = {campaign.label(year): (campaign, year) for campaign in at for year in campaign.plan.period.years}
        if label not in years:
            raise DvkgenError(f"không kế hoạch nào của {locality} có kỳ “{label}”; {did_you_mean(label, years)}")
        return years[label]


def load(
    root: Path,
    today: date,
    *,
    fresh: bool = False,
    own_frames: bool = False,
    pdf: str = "",
    only: frozenset[str] | None = None,
) -> Repository:
    """Return everything below `plans/` and `submissions/` of a root folder, as of a day.

    With `fresh` every photo is looked at, whatever earlier runs have noted of it; `own_frames` allows frames that do
    not come with dvkgen; `pdf` names the engine of pages in place of the one that the repository chooses. Of localities
    that are not among `only` the plans alone are read.
    """
    reader = Reader(root, today, fresh=fresh, only=only)
    templates = template_layers(root)
    engine = chosen(pdf or _settings(reader).pdf)
    stationery, findings = read_stationery(templates, own_frames=frames_to_allow(engine) if own_frames else ())
    forms, faults = built_in_forms(templates)
    reader.findings.extend((*findings, *faults))
    common = Common(forms, {slug: one.profile for slug, one in stationery.items()})
    localities = tuple(slug for slug in reader.list(PLANS).folders if not slug.startswith("_"))
    campaigns = tuple(c for slug in localities for c in campaigns_of(reader, slug, common))
    reader.photos.save()
    _refuse_strangers(reader, localities)
    for campaign in campaigns:
        _refuse_unknown_profiles(reader, campaign, tuple(stationery))
    return Repository(root, campaigns, stationery, engine, tuple(reader.findings), reader.kinds)


def _settings(reader: Reader) -> Settings:
    """Return what the repository chooses for all its papers."""
    record = reader.read(Settings, ROOT_FILE)[0] if door.is_file(reader.root, ROOT_FILE) else None
    return record or Settings.model_validate({})


def _refuse_unknown_profiles(reader: Reader, campaign: Campaign, known: tuple[str, ...]) -> None:
    """Report a thể thức that no folder of templates/the-thuc holds."""
    for record in _with_profile(campaign):
        profile = getattr(record, "profile", None)
        if profile and profile not in known:
            message = f"không có thể thức “{profile}” dùng được trong templates/the-thuc"
            reader.error_at(record.at("profile"), UNKNOWN_PROFILE, message, did_you_mean(profile, known))


def _with_profile(campaign: Campaign) -> Iterator[Record]:
    yield campaign.locality
    yield from campaign.locality.organs.values()
    yield from campaign.locality.groups
    yield from campaign.units


def _refuse_strangers(reader: Reader, localities: tuple[str, ...]) -> None:
    """Report folders of submissions that no plan asks for."""
    for slug in reader.list(SUBMISSIONS).folders:
        if slug not in localities:
            cure = did_you_mean(slug, localities)
            reader.error(f"{SUBMISSIONS}/{slug}", UNKNOWN_FOLDER, f"không có địa phương “{slug}” trong plans/", cure)
            continue
        known = sorted(label for of, label in reader.years if of == slug)
        for label in reader.list(f"{SUBMISSIONS}/{slug}").folders:
            if known and label not in known:
                message = f"không kế hoạch nào của {slug} có kỳ “{label}”"
                reader.error(filings_home(slug, label), UNKNOWN_FOLDER, message, did_you_mean(label, known))
