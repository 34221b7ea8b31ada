"""Which engine sets pages: WeasyPrint where its system libraries are, Typst anywhere.

Neither library is imported before a paper is made.
"""

from __future__ import annotations

from enum import StrEnum

from dvkgen.findings import DvkgenError
from dvkgen.render.native import has_system_libraries
from dvkgen.render.pages import LayOut


class Engine(StrEnum):
    """What sets the pages of a PDF: the choices of `dvkgen.yaml` but `auto`."""

    WEASYPRINT = "weasyprint"
    TYPST = "typst"


AUTO = "auto"
QUICK = Engine.TYPST
"""The engine that finds how pages end well, whichever sets them."""


def chosen(wanted: str) -> Engine:
    """Return the engine that is asked for; `auto` is WeasyPrint where its system libraries load, Typst elsewhere."""
    if wanted != AUTO:
        return Engine(wanted)
    return Engine.WEASYPRINT if has_system_libraries() else Engine.TYPST


def lay_out_of(engine: Engine) -> LayOut:
    """Return the function of an engine that breaks a document into pages; raises DvkgenError where it does not load."""
    try:
        if engine is Engine.TYPST:
            from dvkgen.render import typst_pdf

            return typst_pdf.lay_out
        from dvkgen.render import pdf
    except (ImportError, OSError) as error:
        raise DvkgenError(f"không nạp được {engine}: {error}; dùng --pdf {_other(engine)}") from error
    return pdf.lay_out


def _other(engine: Engine) -> Engine:
    return Engine.TYPST if engine is Engine.WEASYPRINT else Engine.WEASYPRINT
