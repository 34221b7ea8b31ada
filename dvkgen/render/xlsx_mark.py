"""How a workbook says of which form it is a copy: written by `xlsx`, read when it comes home."""

from __future__ import annotations

PROPERTY = "dvkgen"
"""The property of a workbook that holds locality, folder of the plan and code of the form, parted by “/”."""
UNIT, SENT = "Đơn vị gửi", "Ngày gửi"
"""What stands before the cells in which a unit says who it is and when it sends."""
EXPORT = "xuat"
"""The code in place of a form's of a workbook that was exported: its first sheet alone is taken in."""
