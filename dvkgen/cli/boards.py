"""The board that a build leaves beside the papers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dvkgen.board.site import pages_of, put
from dvkgen.build import Outcome
from dvkgen.build.paper_rules import locked, template_fault
from dvkgen.disk.paths import BOARD
from dvkgen.document.template import TemplateFault
from dvkgen.load import Repository


def with_board(repository: Repository, outcome: Outcome, today: date) -> Iterable[str]:
    """Bring the board in `build/` up to date and return its files; what stands in its way is noted in the outcome."""
    try:
        pages = pages_of(repository, outcome.findings, today)
        put(repository.root, pages)
    except TemplateFault as fault:
        outcome.note(template_fault(fault, repository.root))
        return ()
    except OSError as error:
        outcome.note(locked(BOARD, error))
        return ()
    return pages
