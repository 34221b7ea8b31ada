"""Prose that is right is left alone; slips of the pen are found, whatever stands around them."""

from __future__ import annotations

from pathlib import Path

import pytest

from dvkgen.checks import citations, claims, names, papers, wording
from tests.conftest import MODEL, MakeRepo, findings_in

RULES = {check.name for module in (wording, names, citations, papers, claims) for check in module.CHECKS}
PLAN = """
loai: ke_hoach
ky: 2026
co_quan: dang_uy
trich_yeu: Thực hiện phong trào
noi_dung: |
  {}
"""


def found(root: Path) -> list[str]:
    return [f"{f.check}: {f.message}" for f in findings_in(root) if f.check in RULES]


RIGHT = """
Thường trực trực tiếp chỉ đạo, mô hình hình thành từ cơ sở, giao thông thông suốt, cộng đồng đồng tình ủng hộ.
Tuyên truyền truyền thống cách mạng, quan tâm tâm tư đảng viên, phân công công việc, giải ngân ngân sách đúng hạn.
Đại biểu biểu quyết, khen công nhân nhân dịp lễ, tự quản quản lý chợ, hỗ trợ trợ giúp pháp lý cho hộ nghèo.
Đồng chí Trưởng ban Ban Công tác Mặt trận cùng Trưởng phòng Phòng Văn hóa đến trụ sở Sở Nội vụ làm việc.
Bà con xúc động rưng rưng, thôn thôn, bản bản thi đua, hàng hàng lớp lớp thanh niên lên đường nhập ngũ.
Đồng bào Lò Lò ở bản Nà Nà giữ nghề dệt, an toàn toàn phường được giữ vững, Ban Xây dựng Đảng Đảng ủy theo dõi.
Căn cứ “Kế hoạch thực hiện phong trào thi đua “Dân vận khéo” năm 2026” của tỉnh, các chi bộ thực hiện.
Tuyên dương 5 mô hình “Dân vận khéo” tiêu biểu năm 2025 và trao bằng khen cho các cá nhân.
Nhân rộng mô hình “Dân vận khéo” năm 2025 được công nhận ở các tổ dân phố khác trong phường.
Người sinh trước ngày 01/01/1960 được chúc thọ; đảng viên kết nạp trước ngày 03/02/2025 được nhận huy hiệu.
Thực hiện Kế hoạch số 12/KH-BTV ngày 05/3/2026 của Ban Thường vụ Hội Liên hiệp Phụ nữ tỉnh.
Theo Thông báo kết luận số 12-TB/TU ngày 05/3/2026, Quyết định ban hành Quy chế số 15-QĐ/ĐU của Đảng ủy.
Thực hiện Nghị định số 30/2020/NĐ-CP, Quyết định số 1236/QĐ-TTg, Kết luận số 43-KL/TW, Công văn số 12/UBND-VX.
Thực hiện Chương trình số 05-CTr/TU, Chỉ thị số 05-CT/TW, Tờ trình số 09/TTr-UBND, Quy định số 66-QĐ/TW.
Tổ khảo sát chọn mẫu 10 hộ, lấy mẫu 5 giếng nước, điền biểu mẫu 5 cột theo Mẫu 2C-TCTW-98 đã có.
Hồ sơ làm theo Phụ lục số 02 Quyết định số 12/QĐ-UBND ngày 05/3/2026 của Ủy ban nhân dân phường.
Đồng chí nguyên Bí thư Huyện ủy Diễn Châu dự; năm 1975 đơn vị thuộc quận Đống Đa được tặng cờ.
Tỷ lệ hộ nghèo giảm 12 điểm %, nghi lễ không quá trang trọng, nhà số 36bis đã được chỉnh trang.
Đưa phường hội nhập sâu rộng, thành phố thức dậy sớm, đoàn phường ủy lạo chiến sĩ ngày đầu năm.
Ngày ngày, tuần tra viên đi khắp nơi nơi; người người, nhà nhà tham gia, kết quả ngày càng rõ.
Bà con đi đi về về, nói nói cười cười; cấp ủy ủy quyền cho chi bộ, lộ trình trình Hội đồng nhân dân phường.
Nhân dân bảo vệ vệ sinh chung, người dân dân chủ bàn bạc, bà con con cháu xa quê góp sức dựng nhà văn hóa.
Số liệu tính đến hết ngày 31/12/2025 do Công an phường cung cấp; dân số là 81.358 người, đa số làm dịch vụ.
Các mô hình đã ra mắt trước ngày 19/8/2025 tiếp tục được duy trì, người đăng ký thường trú trước ngày 01/01/2024.
Rút kinh nghiệm từ Phong trào thi đua “Dân vận khéo” năm 2025, các chi bộ lựa chọn việc làm thiết thực hơn.
Báo cáo theo mẫu 04 của Ban Tuyên giáo và Dân vận Thành ủy, Phụ lục 02 kèm theo Kế hoạch số 22-KH/TU ngày 05/3/2026.
Cột 5 (tỷ lệ %) bằng cột 4 chia cột 3, tính theo %; Ban Chấp hành Đảng bộ phường hội ý trước khi biểu quyết.
Trước ngày 01/7/2025, địa bàn này thuộc quận Đống Đa, gồm bốn phường được sắp xếp lại thành một phường mới.
Diện tích 100m2, dài 5km, nặng 20kg, lúc 8h30, đợt 2, tổ 5, ngõ 34B, xe 16 chỗ, đạt 98,5% kế hoạch.
""".strip().split("\n")


@pytest.mark.parametrize("sentence", RIGHT)
def test_prose_that_is_right_is_left_alone(sentence: str, repo: MakeRepo) -> None:
    assert found(repo({"ke-hoach": PLAN.format(sentence)})) == []


WRONG = [
    ("Các chi bộ thực thực hiện nghị quyết của Đảng ủy phường trong năm.", "doubled-word"),
    ("Chi bộ phát phát triển đảng viên mới trong các tổ dân phố của phường.", "doubled-word"),
    ("Chi bộ vận vận động nhân dân hiến đất làm đường trong các ngõ nhỏ.", "doubled-word"),
    ("Đảng ủy tổ tổ chức hội nghị quán triệt đến toàn thể đảng viên phường.", "doubled-word"),
    ("Nhân dân tham tham gia phong trào thi đua trong toàn phường năm nay.", "doubled-word"),
    ("Các chi bộ đăng ký đăng ký mô hình với Ban Xây dựng Đảng của phường.", "doubled-word"),
    ("Mô hình ở ở tổ dân phố được nhân dân đồng tình ủng hộ trong cả năm.", "doubled-word"),
    ("Các đơn vị gửi về Ban Ban xây dựng Đảng của phường để tổng hợp chung.", "doubled-word"),
    ("Xây dựng kế hoạch phong trào “*Dân vận khéo*” năm 2025 của đơn vị.", "stale-year"),
    ("Các đơn vị chọn mô hình Dân vận khéo năm 2025 để đăng ký với phường.", "stale-year"),
    ("Các chi bộ gửi danh sách trước ngày 15 tháng 3 năm 2025 về phường.", "stale-year"),
    ("Các chi bộ gửi danh sách chậm nhất ngày 15/3/2025 về Ban Xây dựng Đảng.", "stale-year"),
    ("Các chi bộ gửi danh sách trước **ngày 05/3/2025** về Ban Xây dựng Đảng.", "stale-year"),
    ("Hoàn thành báo cáo kết quả thực hiện trước ngày 15/10/2025 gửi Thành ủy.", "stale-year"),
    ("Chi bộ phối hợp với UBND huyện và Hội LHPN huyện cùng vận động nhân dân.", "district-named"),
    ("Mô hình cấp quận được đề nghị khen thưởng trong dịp tổng kết cuối năm.", "district-named"),
    ("Vận động được 5hộ hiến đất và 3mô hình mới được đăng ký trong quý I.", "missing-space"),
    ("Có 80%hộ dân đồng thuận với phương án bồi thường của chủ đầu tư.", "missing-space"),
    ("Từ năm2026 các chi bộ đăng ký mô hình trên cổng thông tin của phường.", "missing-space"),
    ("Trước ngày 15/01/2026các chi bộ gửi danh sách về Ban Xây dựng Đảng.", "missing-space"),
    ("Các tổ dân phố ,đoàn thể cùng tham gia phong trào thi đua của phường.", "missing-space"),
    ("Các chi bộ nộp báo cáo .Các đoàn thể nộp danh sách về Ban Xây dựng Đảng.", "missing-space"),
    ("Các chi bộ báo cáo Đảng ủy.Các đoàn thể báo cáo Mặt trận Tổ quốc phường.", "missing-space"),
    ("Các chi bộ,, đoàn thể cùng tham gia phong trào thi đua của phường ta.", "missing-space"),
    ("Rà soát  những mô hình còn hiệu quả để nhân rộng trong toàn phường.", "missing-space"),
    ("Biểu dương, khen thưởng.. Các chi bộ báo cáo kết quả về Đảng ủy phường.", "missing-space"),
    ("Thực hiện Kế hoạch số 12/KH/ĐU ngày 05/3/2026 của Đảng ủy phường Mẫu.", "number-pattern"),
    ("Thực hiện Kế hoạch số 13/KH-BXDĐ ngày 05/3/2026 của Ban Xây dựng Đảng.", "number-pattern"),
    ("Thực hiện Chỉ thị số 05 CT/TW ngày 15/5/2016 của Bộ Chính trị khóa XII.", "number-pattern"),
    ("Thực hiện Kế hoạch số 15 - KH/ĐU ngày 05/3/2026 của Đảng ủy phường Mẫu.", "number-pattern"),
    ("Thực hiện Kế hoạch 12-CV/ĐU ngày 05/3/2026 của Đảng ủy phường Mẫu ta.", "type-code-of-cited-paper"),
    ("Báo cáo theo Biểu số 05 gửi về Ban Xây dựng Đảng để tổng hợp chung.", "mentioned-form-missing"),
    ("Các chi bộ gửi danh sách trước ngày , Ban Xây dựng Đảng tổng hợp chung.", "empty-number-slot"),
    ("Hồ sơ tối đa  năm kể từ ngày đăng ký với Ban Xây dựng Đảng của phường.", "empty-number-slot"),
    ("Thực hiện Kết luận số 01-KL/TW ngày 32/3/2026 của Bộ Chính trị về việc.", "impossible-date"),
]


@pytest.mark.parametrize(("sentence", "rule"), WRONG)
def test_a_slip_is_found_and_nothing_else(sentence: str, rule: str, repo: MakeRepo) -> None:
    told = found(repo({"ke-hoach": PLAN.format(sentence)}))
    assert told
    assert {finding.split(":")[0] for finding in told} == {rule}, told


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ky_hieu: CV/ĐU", "viết “KH/ĐU”"),
        ("ky_hieu: KH-ĐU", "viết “KH/ĐU”"),
        ("so: 66-KH/ĐU", "“so: 66”"),
        ("ky_hieu: KH/ĐU", ""),
        ("so: 66", ""),
    ],
)
def test_number_and_symbol_of_a_paper_fit_its_kind_and_organ(line: str, said: str, repo: MakeRepo) -> None:
    plan = PLAN.format("Các chi bộ nghiêm túc thực hiện.").replace("ky: 2026", f"ky: 2026\n{line}")
    cures = [f.help for f in findings_in(repo({"ke-hoach": plan})) if f.check == "symbol-of-paper"]
    assert [said in cure for cure in cures] == ([True] if said else [])


@pytest.mark.parametrize(
    ("name", "vague"),
    [
        ("Bảo vệ môi trường trên địa bàn phường", True),
        ("Giữ gìn vệ sinh môi trường", True),
        ("Bảo đảm an ninh trật tự", True),
        ("Tuyên truyền pháp luật", True),
        ("Nâng cao chất lượng công tác", True),
        ("Đẩy mạnh cải cách hành chính", True),
        ("Chi bộ 4 tốt", False),
        ("Tổ dân phố 5 không", False),
        ("Hiến đất mở đường", False),
        ("Vận động nhân dân ngõ 34 bảo vệ môi trường ven hồ Ba Mẫu", False),
        ("Thứ Bảy không hẹn giờ ở bộ phận một cửa", False),
    ],
)
def test_a_name_says_what_is_done(name: str, vague: bool, repo: MakeRepo) -> None:
    told = found(repo({"a/dang-ky": MODEL.replace("Hiến đất mở ngõ một", name)}))
    assert [t.split(":")[0] for t in told] == (["vague-initiative-name"] if vague else [])


@pytest.mark.parametrize(
    ("then", "now", "lower"),
    [
        ("950 hộ", "1.200 hộ", False),
        ("1.200 hộ", "950 hộ", True),
        ("giảm còn 20 vụ", "giảm còn 10 vụ", False),
        ("180 hộ trước 31/10/2025", "100 hộ trước 31/10/2026", True),
        ("98,5% hồ sơ đúng hạn", "97% hồ sơ đúng hạn", True),
        ("40 hộ", "60 hộ", False),
    ],
)
def test_a_goal_that_falls_is_found(then: str, now: str, lower: bool, repo: MakeRepo) -> None:
    goal = MODEL.replace("tap_the", "tu_nam: 2024\n        muc_tieu: {}\n        tap_the")
    before = goal.replace("10/01/2026", "10/01/2025").replace("{}", then)
    told = found(repo({"a/dang-ky": goal.replace("{}", now), "submissions/mau/2025/a/dang-ky.yaml": before}))
    assert [t.split(":")[0] for t in told] == (["goal-not-higher"] if lower else [])
