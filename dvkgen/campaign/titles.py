"""What a kind of file is called in a campaign."""

from __future__ import annotations

from dvkgen.campaign.campaign import Campaign
from dvkgen.schema.kinds import is_built_in, kind_of


def kind_title(campaign: Campaign, kind: str, unnamed: str) -> str:
    """Return the title of a kind: that of the catalogue, of a form of one's own the name that the plan gives it.

    `unnamed` is what such a form is called that has no name.
    """
    if is_built_in(kind):
        return kind_of(kind).title
    form = campaign.form_of(kind)
    return (form.name if form else None) or unnamed
