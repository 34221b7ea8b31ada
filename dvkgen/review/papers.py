"""Which papers are new, gone, or say something else: both sides are composed, and what they say is compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dvkgen.build import owed
from dvkgen.build.decide import sound, spared
from dvkgen.campaign.campaign import Campaign
from dvkgen.compose.desk import Draft
from dvkgen.document.template import TemplateFault
from dvkgen.document.tree import Document
from dvkgen.load import Repository
from dvkgen.review.change import ChangedPaper, Kind


def documents_of(repository: Repository, campaign: Campaign, errors: frozenset[str]) -> Mapping[str, Document | None]:
    """Return the papers of a campaign by their targets; None for one that errors hold back.

    `errors` are the files in which one stands.
    """
    drafts = [spared(draft, errors) for draft in owed(replace(repository, campaigns=(campaign,)))]
    makeable = {id(draft) for draft in sound(drafts, errors)}
    return {draft.target: _composed(draft) if id(draft) in makeable else None for draft in drafts}


def _composed(draft: Draft) -> Document | None:
    """Return what a paper says, None where its template cannot be used: it is held back."""
    try:
        return draft.compose()
    except TemplateFault:
        return None


def paper_changes(old: Mapping[str, Document | None], new: Mapping[str, Document | None]) -> tuple[ChangedPaper, ...]:
    """Return the papers of one campaign that are not what they were, in the order of their targets."""
    before, after = ({target: one for target, one in side.items() if one} for side in (old, new))
    gone = {target: document for target, document in before.items() if target not in after}
    fresh = {target: document for target, document in after.items() if target not in before}
    names = {_but_for_its_name(document): target for target, document in gone.items()} if fresh else {}
    for target, document in list(fresh.items()) if names else ():
        if same := names.pop(_but_for_its_name(document), ""):
            del fresh[target], gone[same]
    kinds = {
        **dict.fromkeys(fresh, Kind.ADDED),
        **{target: Kind.WITHHELD if target in new else Kind.REMOVED for target in gone},
        **{
            target: Kind.CHANGED
            for target, document in after.items()
            if target in before and before[target] != document
        },
    }
    return tuple(ChangedPaper(target, kinds[target]) for target in sorted(kinds))


def _but_for_its_name(document: Document) -> str:
    """Return what tells two papers apart that may have changed their place alone."""
    return repr(replace(document, target=""))
