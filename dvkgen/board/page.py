"""A page of the board: what its template writes, in a frame that lets nothing else happen.

Templates under `templates/bang/` may be a repository's own, and so a stranger's: the head with its policy and the one
script that may run are the program's.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from functools import partial
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

from dvkgen.disk import door
from dvkgen.disk.file import template_text
from dvkgen.disk.paths import BOARD_TEMPLATES, COMMON, layer_of, template_layers
from dvkgen.document.template import Templates

_SCRIPT, _STYLE = "bang.js", "kieu.css"
_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'unsafe-inline'; "
    "img-src 'self' file: data:; frame-src 'self' file:; connect-src {connect}; script-src {script}"
)


class Pages:
    """Writes the pages of one repository's board; raises TemplateFault where one of its own templates cannot be used."""

    def __init__(self, root: Path) -> None:
        layers = template_layers(root)
        read = partial(template_text, root, COMMON)
        self.templates = Templates((), tuple(layer / BOARD_TEMPLATES for layer in layers), read)
        sheet = f"{BOARD_TEMPLATES}/{_STYLE}"
        self.style = read(layer_of(layers, sheet) / sheet)

    def page(
        self, name: str, title: str, view: Mapping[str, Any], *, script: str = _SCRIPT, connect: str = "'none'"
    ) -> str:
        """Return the page that a template writes for a view; `connect` names what its script may ask."""
        body = self.templates.render(name, view)
        code = door.read(COMMON, f"{BOARD_TEMPLATES}/{script}").decode("utf-8")
        digest = b64encode(sha256(code.encode()).digest()).decode()
        policy = _POLICY.format(script=f"'sha256-{digest}'", connect=connect)
        return (
            '<!DOCTYPE html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="referrer" content="no-referrer">\n'
            f"<title>{escape(title)}</title>\n<style>\n{self.style.replace('</', '')}</style>\n</head>\n<body>\n<main>\n"
            f"{body}</main>\n<script>{code}</script>\n</body>\n</html>\n"
        )
