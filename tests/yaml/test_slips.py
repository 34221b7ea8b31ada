"""Each slip of YAML says what to type instead, in one sentence a person understands."""

from __future__ import annotations

import pytest

from dvkgen.disk.encoding import encoding_of, old_encoding
from dvkgen.yaml.read import read_yaml
from tests.conftest import MakeRepo, findings_in


@pytest.mark.parametrize(
    ("text", "message", "cure"),
    [
        ("ten: Thi đua: yêu nước\n", "có dấu “: ” bên trong", "sau dấu >-"),
        ("ten: “Một: hai”\n", "nháy cong “ không bảo vệ", "giữ nháy cong"),
        ("a:\n\tb: 1\n", "phím Tab", "xóa Tab"),
        ('ten: "mở\nb: 1\n', "mở mà không đóng", "thêm dấu nháy đóng"),
        ('ten: "Dân vận khéo" năm 2026\n', "chữ thừa sau dấu nháy đóng", "nháy cong “ ”"),
        ("a: 1\n  b: 2\n", "thụt lề 2 dấu cách, các dòng cùng cấp ở trên thụt 0", "căn thẳng cột"),
        ("ten: @x\n", "bắt đầu bằng dấu @", "sau dấu >-"),
        ("ten: %x\n", "bắt đầu bằng dấu %", "sau dấu >-"),
        ("ten: *x\n", "bắt đầu bằng dấu *", "sau dấu >-"),
        ("ten: &x y\n", "“&”", "sau dấu >-"),
        ("ten:Một\nb: 1\n", "thiếu dấu cách sau dấu hai chấm", "“ten: Một”"),
        ("mo_hinh\n  - ma: x\n", "thiếu dấu hai chấm sau “mo_hinh”", "“mo_hinh:”"),
        ("ten = x\nb: 1\n", "dấu “=” thay cho dấu hai chấm", "“ten: …”"),
        ("ten: |Một\n", "chữ viết ngay sau dấu |", "xuống dòng"),
        ("ten: |\nMột\nb: 1\n", "đoạn văn sau dấu | chưa thụt vào", "2 dấu cách"),
        ("ten: - x\n", "“- ” ngay sau dấu hai chấm", "xuống dòng"),
        ("ten: [a\nb: 1\n", "dấu [ mở mà không đóng", "mỗi mục một dòng"),
        ("mo_hinh:\n    ma: x\n    ten: y\n  - ma: z\n", "thiếu dấu “- ” trước “ma: x", "“- ma: x”"),
        ("mo_hinh:\n  -ma: x\n    ten: y\n", "thiếu dấu cách sau dấu gạch", "“- ma: x”"),
        ("mo_hinh:\n  – ma: x\n    ten: y\n", "dấu “–” đầu dòng", "“- ”"),
        ("a:\n  b: x\n\xa0\xa0c: 1\n", "dấu cách lạ", "make fix"),
        ("ten: Vận động nhân dân\nngõ 34 hiến đất\ncap: x\n", "viết tiếp câu ở dòng trên", "thụt dòng này"),
        ("noi_nhan:\n  - {{ mo_hinh }}\n", "bắt đầu bằng {{", '"{{ … }}"'),
        ("a: 1\n---\nb: 2\n", "“---” ở giữa tệp", "xóa dòng đó"),
    ],
)
def test_a_slip_is_named_and_cured(text: str, message: str, cure: str) -> None:
    findings = read_yaml(text, "t.yaml")[1]
    assert len(findings) == 1
    assert message in findings[0].message
    assert cure in findings[0].help


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("don_vi:\n  - ma: a\n    ky_ten:\n      - {chuc_vu: X}\n  - ma: b\n  ten: Y\n", 6, 3, "thụt lề"),
        ("don_vi:\n  - ma: a\n    ky_ten:\n      - {chuc_vu: X}\n  ma: b\n    ten: Y\n", 5, 3, "thụt lề"),
        (" ngay_gui: 1\nmo_hinh: []\n", 1, 2, "thụt lề"),
        ("a:\n  ca_nhan: {ho_ten: X}\n\tb: 1\n", 3, 1, "Tab"),
        ('a:\n  - ma: a\n    ten: "Một\n    cap: x\n  - ma: b\n    ten: "Hai"\n', 3, 10, "dấu nháy mở"),
        ("a:\n  - ma: a\n    ten: 'Một\n    cap: x\n  - ma: b\n    ten: 'Hai'\n", 3, 10, "dấu nháy đơn mở"),
        ("kinh_gui:\n  - A\n    - B\n", 3, 5, "bị nối vào câu"),
        ("a: 1\nluu: #VT\n", 2, 6, "#VT"),
        ("a: 1\nb: | Nội dung\n  Đoạn một.\n\n  Đoạn hai: có.\n", 2, 5, "chữ viết ngay sau"),
        ("thanh_tich |\n  abc\nb: 1\n", 1, 11, "thiếu dấu hai chấm"),
        ("hieu_qua:\n  Cánh đồng: 41 hộ.\n  Nhóm Zalo trao đổi\n", 1, 10, "thiếu dấu |"),
        ("noi_dung: |\n  đoạn một\n\nđoạn hai\n  đoạn ba\n", 4, 1, "ra ngoài đoạn văn"),
        ("ten: {{ ky }} abc\n", 1, 6, "{{"),
        ("ten: Vận động nhân dân\n  tổ 5: làm đường\n", 2, 7, "viết tiếp"),
        ("% ghi chú\na: 1\n", 1, 1, "%"),
        ("cach_lam: l\n  Đoạn một: x.\n  Đoạn hai.\nb: 1\n", 1, 10, "không phải dấu |"),
        ("mo_hinh:\n  - ma: a\n    ten: x\n    ma: b\n    ten: y\n", 4, 5, "thiếu dấu “- ” trước “ma"),
        ("a: >\n  - Một.\n  - Hai.\n", 2, 3, "bị nối vào câu"),
        ("mo_hinh:\n  - ma: a\n  * ma: b\n", 3, 3, "“*” đầu dòng"),
        ("kinh_gui:\n  - Đảng ủy\n  -Ủy ban: x\n", 3, 4, "thiếu dấu cách sau dấu gạch"),
        ("a:\n  - tap_the: Chi bộ A linh_vuc: kinh_te\n", 2, 31, "“linh_vuc” viết trên cùng một dòng"),
    ],
)
def test_one_slip_gives_one_finding_where_it_was_made(text: str, line: int, column: int, said: str) -> None:
    (finding,) = read_yaml(text, "t.yaml")[1]
    assert (finding.mark.line, finding.mark.column) == (line, column)
    assert said in finding.message


def test_all_slips_of_a_file_are_told_at_once() -> None:
    findings = read_yaml('a: x: y\nb: @abc\nc: "mở\nd:5\n', "t.yaml")[1]
    assert [(f.mark.line, f.mark.column) for f in findings] == [(1, 5), (2, 4), (3, 4), (4, 2)]


@pytest.mark.parametrize(("text", "said"), [("ngay_gui:10/01/2026\n", "thiếu dấu cách"), ("ngay_gui = 1\n", "“=”")])
def test_a_file_that_became_one_sentence_is_told_why(repo: MakeRepo, text: str, said: str) -> None:
    (finding,) = (f for f in findings_in(repo({"a/dang-ky": text})) if f.mark.path.endswith("a/dang-ky.yaml"))
    assert said in finding.message


def test_a_slip_inside_a_block_of_text_is_none() -> None:
    assert read_yaml('a: |\n  Một: hai\n  b:c @ * "\n', "t.yaml")[1] == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("C«ng hoµ x· héi chñ nghÜa ViÖt Nam", "TCVN3"),
        ("Ñaûng boä phöôøng thöïc hieän", "VNI"),
        ("Đảng bộ phường thực hiện – “tốt” 5 m², §5, ½", ""),
        ("Köln, Zürich", ""),
        ("«Dân vận khéo», «Ngõ xanh», «Phố sạch»", ""),
        ("Sáng·Xanh·Sạch·Đẹp·An toàn", ""),
        ("OCOP® Trà sen®, Bánh cốm®", ""),
        ("Y Ñuin, Y Ñôi, H Ñem", ""),
        ("Tuyên tru\u00adyền vận đ\u00adộng nhân d\u00adân", ""),
    ],
)
def test_old_encodings_are_known_by_their_signs(text: str, name: str) -> None:
    found = old_encoding(text)
    assert (found[0].split(" ")[0] if found else "") == name
    if name:
        assert encoding_of(text.encode("latin-1")).startswith(name)
