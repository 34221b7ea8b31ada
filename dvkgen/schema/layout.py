"""The fonts and the styles that a layout profile may, and must, name; what may set the pages of a PDF."""

from __future__ import annotations

import re

FONTS = ("Times New Roman", "Tinos", "Liberation Serif", "TeX Gyre Termes", "Nimbus Roman", "FreeSerif")
"""The font that all rules prescribe, and those of its width that stand in for it; one of signs would show other words."""
STYLES = frozenset(
    re.findall(
        r"\w+",
        "anh bia_co_quan bia_noi bia_ten bia_trich_yeu can_cu cap_tren chu_the chu_thich chuc_vu co_quan cuoc_chu dau_cot "
        "dau_sao dia_danh ghi_chu ghi_chu_ky ho_ten kinh_gui kinh_gui_muc kinh_gui_nhan muc_cong muc_gach ngan_cach nhan_mau "
        "noi_dung noi_nhan noi_nhan_muc o_bang o_bang_giua phu_de quoc_hieu quyen_han so_ky_hieu so_trang tac_gia ten_loai "
        "tieu_de tieu_de_1 tieu_de_2 tieu_de_3 tieu_de_4 tieu_de_bai trich_yeu trich_yeu_cong_van",
    )
)
"""The styles that papers are set in."""
ENGINES = ("auto", "weasyprint", "typst")
"""What may set the pages of a PDF, as it is chosen in `dvkgen.yaml` and on the command line."""
