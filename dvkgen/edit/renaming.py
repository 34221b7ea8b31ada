"""One place's name in place of another's, wherever it stands and in whatever case."""

from __future__ import annotations

import re
from collections.abc import Callable

from dvkgen.findings import DvkgenError

_KINDS = ("phường", "xã", "đặc khu", "thị trấn", "thị xã", "quận", "huyện", "thành phố")
"""How the name of a locality begins, before the name of its place."""


def value_of(text: str, key: str) -> str:
    """Return a value of one line as it was written; raises DvkgenError where there is none."""
    found = re.search(rf"^{key}:[ ]*(.+?)[ ]*$", text, re.MULTILINE)
    if not found:
        raise DvkgenError(f"dia-phuong.yaml để làm theo không có mục {key}")
    return found[1].strip("\"'")


def bare(name: str) -> str:
    """Return the name of a place without what kind of place it is."""
    return next((name[len(kind) :].strip() for kind in _KINDS if name.casefold().startswith(f"{kind} ")), name)


def parent_in(text: str) -> str:
    """Return the name of the province or city whose Party organ stands above the locality: “Nghệ An”; nothing where none does."""
    found = re.search(r"ĐẢNG BỘ (?:TỈNH|THÀNH PHỐ) ([^\n\"']+)", text)
    return found[1].strip().title() if found else ""


def renaming(old: str, new: str) -> Callable[[str], str]:
    """Return the function that puts a locality's name in place of another's, in the case in which it stands."""
    pairs: dict[str, str] = {}
    old_kind, new_kind = (name[: len(name) - len(bare(name))].strip() for name in (old, new))
    for one, other in ((old, new), (bare(old), bare(new))):
        pairs |= {one: other, one.upper(): other.upper(), one[:1].upper() + one[1:]: other[:1].upper() + other[1:]}
    if old_kind and new_kind and old_kind != new_kind:
        kinds = (
            (old_kind, new_kind),
            (old_kind.upper(), new_kind.upper()),
            (old_kind.capitalize(), new_kind.capitalize()),
        )
        pairs |= dict(kinds)
    expression = re.compile(
        "|".join(
            rf"(?<!\w)(?<!hợp tác )(?<!HỢP TÁC )(?<!thị ){re.escape(name)}(?!\w)(?! hội| HỘI| viên| đội)"
            for name in sorted(pairs, key=len, reverse=True)
        )
    )
    return lambda text: expression.sub(lambda match: pairs[match[0]], text)
