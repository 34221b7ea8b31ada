"""The frame of a sheet (khung): the profile it keeps, its letterhead, and what stands around its text.

A frame is made for what the sheet is: a form as handed out or as a unit files it, a total of the whole locality, a
paper of the office with its annexes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dvkgen.campaign import profile_choice
from dvkgen.campaign.campaign import Campaign
from dvkgen.compose import ends, letterhead
from dvkgen.document.tree import Addressees, Letterhead, Orientation, Recipients, Signature, Title, plain
from dvkgen.findings import DvkgenError
from dvkgen.quotes import fill_quotes
from dvkgen.schema.day import PaperDate
from dvkgen.schema.form import Form
from dvkgen.schema.kinds import LETTER, MINUTES, PETITION, has_fixed_columns, is_of_type
from dvkgen.schema.locality import Organ
from dvkgen.schema.office_paper import Appendix, OfficePaper
from dvkgen.schema.profile import Profile
from dvkgen.schema.submission import Filing
from dvkgen.schema.unit import Unit
from dvkgen.text import fold


@dataclass(frozen=True)
class Frame:
    """A profile with its slug, and what stands around a text; `end` is the mark that ends it, `./.` of the State's."""

    profile_slug: str
    profile: Profile
    orientation: Orientation = Orientation.PORTRAIT
    letterhead: Letterhead | None = None
    addressees: Addressees | None = None
    recipients: Recipients | None = None
    signatures: tuple[Signature, ...] = ()
    separator: str = ""
    is_ruled: bool = False
    end: str = ""
    label: str = ""

    def values(self, title: Title | None) -> dict[str, Any]:
        """Return the same as plain values, for a Word file of a locality's own."""
        head, recipients = self.letterhead, self.recipients
        return {
            "cap_tren": list(head.parent_organ) if head else [],
            "co_quan": list(head.organ) if head else [],
            "tieu_de_trang": list(head.banner) if head else [],
            "so_ky_hieu": head.number if head else "",
            "dia_danh_ngay": head.place_and_date if head else "",
            "ten_loai": list(title.type_name) if title else [],
            "trich_yeu": [plain(line) for line in title.subject] if title else [],
            "kinh_gui": list(self.addressees.names) if self.addressees else [],
            "noi_nhan": [line for group in recipients.groups for line in group.lines] if recipients else [],
            "ky_ten": [
                {"quyen_han": list(s.capacity), "chuc_vu": s.title, "ghi_chu": s.note, "ho_ten": s.name}
                for s in self.signatures
            ],
        }


_REPORTING = (fold("BÁO CÁO"), fold("TỜ TRÌNH"))
"""Types of papers that a unit sends to somebody: they are never without addressee and recipients."""
_AS_ADDRESSED = "Như kính gửi"
NAMES = frozenset(
    [
        "cap_tren",
        "co_quan",
        "tieu_de_trang",
        "so_ky_hieu",
        "dia_danh_ngay",
        "ten_loai",
        "trich_yeu",
        "kinh_gui",
        "noi_nhan",
        "ky_ten",
    ]
)
"""The names of the values of every frame."""


def of_plan(campaign: Campaign) -> Frame:
    """Return the bare frame of a sheet that is nobody's letter, in the profile of the plan."""
    return _bare(campaign, profile_choice.of_plan(campaign))


def of_blank_form(campaign: Campaign, form: Form, known: Mapping[str, str]) -> Frame:
    """Return the frame of a form as handed out, with dotted lines; `known` are the facts that it quotes."""
    bare = of_plan(campaign)
    head = letterhead.blank(campaign, bare.profile, form)
    signatures = ends.form_signatures(bare.profile, form)
    return replace(_of_form(campaign, bare, form, known, head, signatures), label=label_of(form), end="")


def of_filled_form(
    campaign: Campaign,
    form: Form,
    issuer: Unit,
    record: Filing,
    known: Mapping[str, str],
    *,
    signed_by: str = "",
) -> Frame:
    """Return the frame of a form as a unit files it; `signed_by` is who carries out the model, where he signs."""
    slug = profile_choice.of_filing(campaign, form, issuer, record.issued_on)
    bare = _bare(campaign, slug)
    head = letterhead.of_unit(campaign, bare.profile, form, issuer, record, int(known["nam"]))
    signatures = ends.unit_signatures(campaign, bare.profile, form, issuer, record.signers, signed_by)
    return _of_form(campaign, bare, form, known, head, signatures)


def label_of(form: Form) -> str:
    """Return how the plan calls a form, as its blank sheet says at its head; nothing where the plan wants none."""
    name = form.name if form.name and form.is_labelled else ""
    return name[:1].upper() + name[1:] if name else ""


def of_total(campaign: Campaign, form: Form, year: int, issued: OfficePaper | None = None) -> Frame:
    """Return the frame of a form for the whole locality; what the paper that issues it leaves out is the plan's."""
    code = issued.organ if issued else None
    organ = organ_of(campaign, code)
    signers = (issued.signers if issued else ()) or (organ.signers if code else campaign.plan.signers) or organ.signers
    when = issued.issued_on if issued else PaperDate(year)
    bare = _bare(campaign, profile_choice.of_organ(campaign, organ, when))
    return Frame(
        bare.profile_slug,
        bare.profile,
        Orientation(form.orientation),
        letterhead.of_organ(campaign, bare.profile, organ, when, year),
        ends.addressees(bare.profile, issued.addressees if issued else ()),
        # whoever the plan was sent to first learns what came of it
        ends.recipients(bare.profile, _recipients(campaign.plan, {})[:1], campaign.plan.archive or ""),
        ends.signatures(signers),
        separator=_separator(bare.profile) if form.is_separated else "",
        is_ruled=_has_ruled_title(bare.profile),
    )


def of_office_paper(campaign: Campaign, kind: str, paper: OfficePaper, known: Mapping[str, str]) -> Frame:
    """Return the frame of a paper of one of the locality's organs."""
    organ = organ_of(campaign, paper.organ)
    bare = _bare(campaign, profile_choice.of_organ(campaign, organ, paper.issued_on))
    profile = bare.profile
    year = paper.year or paper.issued_on.year or int(known["nam"])
    subject = in_words(paper.subject, known) if is_of_type(kind, LETTER) else ()
    number = letterhead.number_of_office(profile, kind, paper, organ)
    return Frame(
        bare.profile_slug,
        profile,
        Orientation.PORTRAIT,
        letterhead.of_organ(campaign, profile, organ, paper.issued_on, year, number, subject),
        ends.addressees(profile, in_words(paper.addressees, known), petition=is_of_type(kind, PETITION)),
        ends.recipients(profile, _recipients(paper, known), _archive(campaign, paper, kind)),
        ends.signatures(paper.signers or organ.signers or campaign.plan.signers),
        separator=_separator(profile),
        is_ruled=_has_ruled_title(profile),
        end=profile.words.end,
    )


def of_cover(frame: Frame) -> Frame:
    """Return the frame of a cover: nothing stands around its lines."""
    return Frame(frame.profile_slug, frame.profile)


def of_annex(frame: Frame, annex: Appendix) -> Frame:
    """Return the frame of an annex after a paper of the office."""
    return Frame(frame.profile_slug, frame.profile, Orientation(annex.orientation), end=frame.profile.words.end)


def organ_of(campaign: Campaign, code: str | None = None) -> Organ:
    """Return an organ of the locality, or the one that issues the plan; a check reports a code without one."""
    organ = campaign.locality.organs.get(code or campaign.plan.organ)
    if organ is None:
        raise DvkgenError(f"{campaign.plan_path}: co_quan không có trong dia-phuong.yaml")
    return organ


def organ_in_a_sentence(campaign: Campaign) -> str:
    """Return the organ that issues the plan as a sentence names it: “Đảng ủy xã Diễn Châu”."""
    return in_a_sentence(campaign, organ_of(campaign).name)


def in_a_sentence(campaign: Campaign, organ: Sequence[str]) -> str:
    """Return an organ as a sentence names it, from the lines of its letterhead, which are in capitals."""
    name, where = " ".join(organ), campaign.locality.name
    kept = name[: -len(where)].strip() if fold(name).endswith(fold(where)) else name
    return f"{kept.capitalize()} {where}" if kept != name else name.capitalize()


def in_words(lines: Sequence[str], facts: Mapping[str, str]) -> tuple[str, ...]:
    """Return lines of the plan's folder with the facts that they quote."""
    return tuple(fill_quotes(line, facts) for line in lines)


def _bare(campaign: Campaign, slug: str) -> Frame:
    profile = campaign.profiles.get(slug)
    if profile is None:
        raise DvkgenError(f"không có thể thức “{slug}” trong templates/the-thuc")
    return Frame(slug, profile)


def _of_form(
    campaign: Campaign,
    bare: Frame,
    form: Form,
    known: Mapping[str, str],
    head: Letterhead,
    signatures: tuple[Signature, ...],
) -> Frame:
    """Return the frame of a form: one that goes by the unit's own rules is closed as any paper of the unit."""
    profile, is_own_paper = bare.profile, form.letterhead == "cua_don_vi"
    to, copies = in_words(form.addressees, known), in_words(form.recipients, known)
    if is_own_paper and fold(" ".join(form.type_name)) in _REPORTING:
        to = to or (organ_in_a_sentence(campaign),)
        copies = copies if any(fold(name) == fold(_AS_ADDRESSED) for name in copies) else (_AS_ADDRESSED, *copies)
    archive = form.archive if form.archive is not None or not is_own_paper else ""
    return Frame(
        bare.profile_slug,
        profile,
        Orientation(form.orientation),
        head,
        ends.addressees(profile, to, petition=is_of_type(form.kind, PETITION)),
        ends.recipients(profile, copies, archive),
        signatures,
        separator=_separator(profile) if is_own_paper or form.is_separated else "",
        is_ruled=_has_ruled_title(profile),
        end=profile.words.end if is_own_paper and not has_fixed_columns(form.kind) else "",
    )


def _separator(profile: Profile) -> str:
    """Return the line of hyphens under a title: owed by papers that are no form, where the profile has one."""
    return profile.words.separator or ""


def _has_ruled_title(profile: Profile) -> bool:
    """Whether a drawn rule stands under every title, as in papers of the State."""
    return not profile.words.separator and profile.letterhead.subject_rule_share > 0


def _archive(campaign: Campaign, paper: OfficePaper, kind: str) -> str | None:
    """Return where a paper is kept: as it says, else as the plan says if the same organ issues both; minutes need not say."""
    if paper.archive is not None:
        return paper.archive
    if is_of_type(kind, MINUTES) and not paper.recipients:
        return None
    return campaign.plan.archive if paper.organ in (None, campaign.plan.organ) else ""


def _recipients(paper: OfficePaper, known: Mapping[str, str]) -> list[Any]:
    return [
        item.model_copy(update={"names": in_words(item.names, known), "note": fill_quotes(item.note or "", known)})
        for item in paper.recipients
    ]
