"""Localities of one repository that are mistaken for each other: two of one name, a plan that still names another one.

That is how a copied folder prints papers in the name of somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations

from dvkgen.campaign.campaign import Campaign, grouped
from dvkgen.campaign.texts import Texts
from dvkgen.findings import Finding, Related, Severity
from dvkgen.rules import Rule
from dvkgen.text import fold

SAME_LOCALITY = Rule(
    "same-locality",
    Severity.ERROR,
    """Mỗi địa phương trong kho một tên (ten): hai nơi trùng tên là chép thư mục mà quên sửa.

    Mở nơi mới bằng dvkgen init thì tên được thay ở mọi chỗ.""",
)
OTHER_LOCALITY = Rule(
    "other-locality",
    Severity.WARNING,
    "Kế hoạch của một địa phương không nhắc tên địa phương khác trong kho: thường là chữ còn sót khi làm theo nơi khác.",
)


def localities_named(campaigns: Sequence[Campaign]) -> Iterator[Finding]:
    """Yield a finding for each locality that bears another one's name, and for each text of an office that names another."""
    each = {campaign.slug: campaign for campaign in campaigns}
    for same in grouped(each.values(), lambda campaign: fold(campaign.locality.name)).values():
        for one, other in permutations(same, 2):
            message = f"trùng tên với {other.slug}: “{one.locality.name}”"
            related = (Related(other.locality.at("name"), "nơi kia"),)
            yield SAME_LOCALITY.at(
                one.locality.at("name"), message, "ghi tên của chính địa phương này", related=related
            )
    for campaign in campaigns:
        yield from _others_in(campaign, each)


def _others_in(campaign: Campaign, each: Mapping[str, Campaign]) -> Iterator[Finding]:
    others = [
        c.locality.name for c in each.values() if c.slug != campaign.slug and c.locality.name != campaign.locality.name
    ]
    if not others:
        return
    office = Texts(passage for passage in campaign.texts.passages if passage.of_office)
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in others), re.IGNORECASE)
    for found in office.find(pattern):
        message = f"nhắc tên địa phương khác trong kho: “{found.match[0]}”"
        yield OTHER_LOCALITY.at(found.mark, message, f"thay bằng {campaign.locality.name}, nếu là chữ còn sót")
