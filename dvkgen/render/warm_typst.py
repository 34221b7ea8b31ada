"""Loaded by the server from which workers are forked: what a paper needs whose PDF Typst sets, with its fonts.

What stands here at import is frozen: no worker's collector looks at it again. This is the one kind of module that acts
when it is imported, for the server imports it by name and does nothing else.
"""

from __future__ import annotations

import dvkgen.disk.pixels
import dvkgen.render.docx
import dvkgen.render.fit
from dvkgen.bounds import settle
from dvkgen.render import typst_pdf

__all__ = ["dvkgen"]

typst_pdf.find_fonts()
settle()
