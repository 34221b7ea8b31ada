"""Loaded by the server from which workers are forked: what a paper needs whose PDF WeasyPrint sets; see `warm_typst`."""

from __future__ import annotations

from contextlib import suppress

import dvkgen.render.warm_typst
from dvkgen.bounds import settle

__all__ = ["dvkgen"]

with suppress(ImportError, OSError):  # a worker tells what is missing, the server is needed all the same
    from dvkgen.render import pdf

    pdf.find_fonts()
settle()
