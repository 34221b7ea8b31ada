"""Rules over a campaign. A rule yields places and messages; it knows no paper and touches no file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dvkgen.campaign.campaign import Campaign
from dvkgen.checks import (
    budgets,
    citations,
    claims,
    deadlines,
    forms,
    limits,
    mistaken,
    names,
    office,
    papers,
    plans,
    quotas,
    references,
    registrations,
    wording,
)
from dvkgen.checks.check import Check
from dvkgen.checks.manual import READING, Manual
from dvkgen.findings import Finding, Mark, Severity
from dvkgen.text import did_you_mean

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
)
RULES: Mapping[str, Manual] = {
    rule.name: rule
    for rule in (
        *READING,
        *(Manual(c.name, c.severity, c.manual, is_adjustable=c.severity is not Severity.ERROR) for c in CHECKS),
    )
}
"""The manual of every rule by its name: of reading first, then of the checks."""
_WEIGHTS = {"loi": Severity.ERROR, "canh_bao": Severity.WARNING, "goi_y": Severity.INFO}


def run_checks(campaign: Campaign) -> Iterator[Finding]:
    """Yield every finding of every check, in the severities that the locality gives them."""
    weights = {weight.rule: weight for weight in campaign.locality.rule_weights}
    for rule in CHECKS:
        weight = weights.pop(rule.name, None)
        if weight and rule.severity is Severity.ERROR and weight.severity != "loi":
            yield _not_adjustable(rule.name, weight.at("severity"))
            weight = None
        if weight and weight.severity == "bo_qua":
            continue
        severity = _WEIGHTS[weight.severity] if weight else None
        for problem in rule.run(campaign):
            yield Finding(
                problem.mark,
                rule.name,
                severity or problem.severity or rule.severity,
                problem.message,
                problem.help,
                problem.related,
            )
    for name, weight in weights.items():
        yield _not_adjustable(name, weight.at("severity")) if name in RULES else _unknown_rule(name, weight.at("rule"))


def _not_adjustable(name: str, mark: Mark) -> Finding:
    message = f"luật “{name}” giữ cho văn bản đúng, không hạ xuống được"
    return Finding(mark, "unknown-rule", Severity.ERROR, message, "xóa mục này")


def _unknown_rule(name: str, mark: Mark) -> Finding:
    return Finding(
        mark,
        "unknown-rule",
        Severity.ERROR,
        f"không có luật “{name}”",
        did_you_mean(name, (rule.name for rule in CHECKS if rule.severity is not Severity.ERROR)),
    )
