"""Đề cương bài viết: the outline that the plan hands out for articles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from dvkgen.compose import frame
from dvkgen.compose.desk import Composer, Desk, Draft
from dvkgen.compose.sheets import FORM_NAMES, blank_facts, form_view
from dvkgen.document.tree import Orientation, Sheet
from dvkgen.quotes import fill_quotes
from dvkgen.schema.form import Form
from dvkgen.schema.kinds import OUTLINE

SLUG = OUTLINE.slug


def parts_view(form: Form, known: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the parts of the outline, numbered from 1, with the hints for the writer."""
    return [
        {
            "so": str(place),
            "ma": part.code,
            "ten": part.name,
            "goi_y": fill_quotes(part.hint.text, known) if part.hint else "",
        }
        for place, part in enumerate(form.fields, 1)
    ]


def blank(desk: Desk, form: Form) -> tuple[Sheet, ...]:
    """Return the outline; it is nobody's letter, so it has neither letterhead nor signature."""
    view = form_view(desk, form, blank_facts(desk), is_blank=True) | {"phan": parts_view(form, desk.facts())}
    around = replace(
        frame.of_plan(desk.campaign), orientation=Orientation(form.orientation), label=frame.label_of(form)
    )
    return (desk.sheet(SLUG, view, around),)


def drafts(desk: Desk) -> Iterator[Draft]:  # noqa: ARG001 - every composer is asked alike
    """Yield nothing: the outline goes out blank, what answers it are articles."""
    yield from ()


COMPOSER = Composer(SLUG, drafts, FORM_NAMES | {"phan"}, blank)
