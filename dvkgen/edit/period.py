"""A plan for another period: dates a period later, number and signing day open, each marked to be looked at again."""

from __future__ import annotations

import re
from typing import Any

from dvkgen.yaml.edit import put

REVIEW = "xem lại"
"""How a comment begins that marks a place to be looked at again."""


def next_period(plan: Any, later: int, name: str) -> None:
    """Change a written plan to one for a period so many years later, which is called so."""
    put(plan, "ky", name.replace("-", " - "))
    put(plan, "so", "", comment=REVIEW)
    put(plan, "ngay", name[:4], comment=f"{REVIEW}: ngày ban hành")
    for key in ("da_chot", "ten_ky"):
        plan.pop(key, None)
    for deadline in plan.get("thoi_han") or ():
        if "truoc_ngay" in deadline:
            put(deadline, "truoc_ngay", _later_date(str(deadline["truoc_ngay"]), later), comment=f"{REVIEW}: thời hạn")
        if "tu_nam" in deadline:
            put(deadline, "tu_nam", str(int(deadline["tu_nam"]) + later), comment=REVIEW)


def _later_date(typed: str, years: int) -> str:
    moved = re.sub(r"\d{4}", lambda match: str(int(match[0]) + years), typed)
    return re.sub(r"^29/0?2/(\d{4})$", r"28/02/\1", moved)
