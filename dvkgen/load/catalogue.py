"""The forms that come with dvkgen, as `templates/van-ban/bieu-mau.yaml` declares them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from dvkgen.disk import door
from dvkgen.disk.paths import FORM_CATALOGUE, layer_of
from dvkgen.findings import Finding
from dvkgen.load.decode import read_record
from dvkgen.schema.form import Form, FormCatalogue


def built_in_forms(layers: Sequence[Path]) -> tuple[tuple[Form, ...], tuple[Finding, ...]]:
    """Return the forms that come with dvkgen, and what is wrong with their file."""
    root = layer_of(layers, FORM_CATALOGUE.partition("/")[2]).parent
    try:
        data = door.read(root, FORM_CATALOGUE)
    except OSError:
        data = None
    return _forms(root, data)


@lru_cache(maxsize=8)
def _forms(root: Path, _data: bytes | None) -> tuple[tuple[Form, ...], tuple[Finding, ...]]:
    """Return the same; the same bytes are read once in the life of a process."""
    catalogue, findings, _ = read_record(FormCatalogue, root, FORM_CATALOGUE)
    return catalogue.forms if catalogue else (), findings
