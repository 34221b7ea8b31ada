"""What ends a paper, in the words of a profile: addressees at its head, recipients and signatures at its foot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from dvkgen.campaign.campaign import Campaign
from dvkgen.document.tree import Addressees, RecipientGroup, Recipients, Signature
from dvkgen.schema.form import Form
from dvkgen.schema.locality import Signer
from dvkgen.schema.office_paper import RecipientItem
from dvkgen.schema.profile import Profile
from dvkgen.schema.unit import Unit

_ON_BEHALF = (("T/M", "TM."), ("K/T", "KT."), ("T/L", "TL."))
"""“On behalf of”, “for”, “by order of” as the Party and as the State abbreviate them."""


def addressees(profile: Profile, names: Sequence[str], *, petition: bool = False) -> Addressees | None:
    """Return “Kính gửi” (of a tờ trình “Kính trình” where the profile has it): one name as it is, several with dashes."""
    if not names:
        return None
    label = (profile.words.petition_addressees if petition else None) or profile.words.addressees
    if len(names) == 1:
        return Addressees(label, (f"{names[0]}.",))
    return Addressees(label, closed(names, profile.words.between))


def recipients(profile: Profile, items: Sequence[str | RecipientItem], archive: str | None) -> Recipients | None:
    """Return “Nơi nhận” with its dashes, punctuation, groups joined by a brace, and the line of the archive."""
    groups = [((item,), "") if isinstance(item, str) else (item.names, item.note or "") for item in items]
    names = [name for lines, _ in groups for name in lines]
    archive = archive or (profile.words.default_archive or "" if archive is not None else None)
    if archive is not None and not any(name.startswith("Lưu") for name in names):
        groups.append(((profile.words.archive.format(noi_luu=archive).strip(" :"),), ""))
    lines = iter(closed([name for own, _ in groups for name in own], profile.words.between))
    made = tuple(RecipientGroup(tuple(islice(lines, len(own))), note) for own, note in groups)
    return Recipients(profile.words.recipients, made) if made else None


def closed(lines: Sequence[str], between: str, *, dash: bool = True) -> tuple[str, ...]:
    """Return the lines of a list, each with its dash and a mark after it, the last with a full stop."""
    last = len(lines) - 1
    return tuple(f"{'- ' if dash else ''}{line}{'.' if n == last else between}" for n, line in enumerate(lines))


def signatures(signers: Iterable[Signer], unnamed: str = "") -> tuple[Signature, ...]:
    """Return the blocks of those who sign; `unnamed` stands where a name is not known."""
    return tuple(_block(signer, unnamed) for signer in signers)


def _in_words_of(profile: Profile, signer: Signer) -> Signer:
    """Return a usual signer with “on behalf of” as a layout abbreviates it: one body signs papers of both systems."""
    other, own = (1, 0) if profile.words.on_behalf == _ON_BEHALF[0][0] else (0, 1)
    capacity = list(signer.capacity)
    for marks in _ON_BEHALF:
        capacity = [
            line.replace(marks[other], marks[own], 1) if line.startswith(marks[other]) else line for line in capacity
        ]
    return signer.model_copy(update={"capacity": tuple(capacity)})


def form_signatures(profile: Profile, form: Form) -> tuple[Signature, ...]:
    """Return the blocks of a form as the plan prints it, with dotted lines for the names."""
    return signatures(form.signatures, profile.blank.text_line)


def unit_signatures(
    campaign: Campaign, profile: Profile, form: Form, unit: Unit, own: Iterable[Signer], subject: str = ""
) -> tuple[Signature, ...]:
    """Return who signs what a unit files: as the file says, else the unit, else its khối, else the form's blocks.

    A form with a block for whoever carries out the model (`ai_ky: chu_the`) keeps its blocks and gets the names.
    """
    group = campaign.locality.group(unit.group)
    usual = (unit.signers or (group.signers if group else ())) if not own else ()
    known = tuple(own) or tuple(_in_words_of(profile, signer) for signer in usual)
    if any(block.whose == "chu_the" for block in form.signatures):
        # a file whose model is carried out by others than the unit names both: the unit's head, then theirs
        theirs = known[1].name if len(known) > 1 else None
        heads = {"don_vi": known[0].name if known else None, "chu_the": subject or theirs}
        blocks = form.signatures
        if all(heads.values()):
            # how to sign is told where somebody is still to write his name
            blocks = tuple(block.model_copy(update={"note": None}) for block in blocks)
        return tuple(_block(block, heads[block.whose] or profile.blank.text_line) for block in blocks)
    return signatures(known, profile.blank.text_line) if known else form_signatures(profile, form)


def _block(signer: Signer, name: str) -> Signature:
    return Signature(signer.capacity, signer.title or "", signer.note or "", signer.name or name)
