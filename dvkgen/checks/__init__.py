"""Rules over a campaign. A rule yields places and messages; it knows no paper and touches no file."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from dvkgen.campaign.campaign import Campaign
from dvkgen.checks import (
    budgets,
    citations,
    claims,
    deadlines,
    forms,
    limits,
    markup,
    mistaken,
    names,
    office,
    papers,
    pasted,
    plans,
    quotas,
    references,
    registrations,
    wording,
)
from dvkgen.checks.check import Check
from dvkgen.findings import Finding, Severity
from dvkgen.rules import Rule
from dvkgen.schema.locality import RuleWeight
from dvkgen.text import did_you_mean

UNKNOWN_RULE = Rule(
    "unknown-rule",
    Severity.ERROR,
    "Mục kiem_tra chỉ nêu luật có thật; luật mức lỗi không hạ xuống được.",
)

CHECKS: tuple[Check, ...] = (
    *plans.CHECKS,
    *references.CHECKS,
    *registrations.CHECKS,
    *forms.CHECKS,
    *limits.CHECKS,
    *budgets.CHECKS,
    *quotas.CHECKS,
    *deadlines.CHECKS,
    *office.CHECKS,
    *claims.CHECKS,
    *mistaken.CHECKS,
    *citations.CHECKS,
    *papers.CHECKS,
    *names.CHECKS,
    *wording.CHECKS,
    *markup.CHECKS,
    *pasted.CHECKS,
)
ADJUSTABLE = tuple(check.name for check in CHECKS if check.rule.is_adjustable)
"""The names of the rules that a locality may weigh otherwise."""
_WEIGHTS = {"loi": Severity.ERROR, "canh_bao": Severity.WARNING, "goi_y": Severity.INFO}


def run_checks(campaign: Campaign, known: Collection[str]) -> Iterator[Finding]:
    """Yield every finding of every check, in the severities that the locality gives them.

    `known` are the names of all rules there are, those of reading and making papers too.
    """
    weights = {weight.rule: weight for weight in campaign.locality.rule_weights}
    for check in CHECKS:
        weight = weights.pop(check.name, None)
        if weight and not check.rule.is_adjustable and weight.severity != "loi":
            yield _not_adjustable(weight)
            weight = None
        if weight and weight.severity == "bo_qua":
            continue
        severity = _WEIGHTS[weight.severity] if weight else None
        for found in check.run(campaign):
            yield check.rule.at(
                found.mark, found.message, found.help, related=found.related, severity=severity or found.severity
            )
    for weight in weights.values():
        yield _not_adjustable(weight) if weight.rule in known else _unknown_rule(weight)


def _not_adjustable(weight: RuleWeight) -> Finding:
    message = f"luật “{weight.rule}” giữ cho văn bản đúng, không hạ xuống được"
    return UNKNOWN_RULE.at(weight.at("severity"), message, "xóa mục này")


def _unknown_rule(weight: RuleWeight) -> Finding:
    message = f"không có luật “{weight.rule}”"
    return UNKNOWN_RULE.at(weight.at("rule"), message, did_you_mean(weight.rule, ADJUSTABLE))
