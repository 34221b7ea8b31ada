from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from tests.conftest import MODEL, PLAN, Expect, Files, MakeRepo, findings_in

ARTICLE = """
    ngay_gui: 01/6/2026
    tieu_de: Một bài
    ca_nhan: Trần Thị B
    mo_hinh: mot
    thong_tin: a
    boi_canh: b
    cach_lam: c
    ket_qua: d
    kinh_nghiem: e
    anh:
      - {tep: anh/mot.jpg, chu_thich: Một}
      - {tep: anh/hai.jpg, chu_thich: Hai}
"""


def photo(width: int, height: int, orientation: int = 1, kind: str = "JPEG") -> bytes:
    image, out = Image.new("RGB", (width, height), "white"), BytesIO()
    exif = Image.Exif()
    exif[0x0112] = orientation
    image.save(out, kind, exif=exif)
    return out.getvalue()


def article(**changes: str | bytes) -> dict[str, str | bytes | None]:
    """Return the files of an article with two good photos; `text` replaces the article, `one` the first photo."""
    home = "submissions/mau/2026/a/anh"
    good = photo(1000, 1000)
    return {
        "a/bai-viet": changes.get("text", ARTICLE),
        f"{home}/mot.jpg": changes.get("one", good),
        f"{home}/hai.jpg": good,
    }


def brief(words: int, mark: str = "") -> Files:
    text = (
        "\n".join("      " + " ".join(["từ"] * 10) for _ in range(words // 10))
        + "\n      "
        + " ".join(["từ"] * (words % 10))
    )
    return {
        "a/trich-ngang": f"ngay_gui: 30/9/2026\nde_nghi:\n  - tap_the: Chi bộ A\n    mo_hinh: mot\n    thanh_tich: |{mark}\n{text}\n"
    }


def test_350_words_pass_and_351_fail_with_the_line(expect: Expect) -> None:
    expect(brief(350), only=["achievement-word-limit"])
    expect(brief(351, " #! achievement-word-limit"))


def test_marks_of_items_count_and_stars_and_zero_widths_do_not(expect: Expect) -> None:
    words = " ".join(["*từ*"] * 348)
    text = f"ngay_gui: 30/9/2026\nde_nghi:\n  - tap_the: Chi bộ A\n    mo_hinh: mot\n    thanh_tich: |%s\n      - {words}\u200b **từ** \n"
    expect({"a/trich-ngang": text % ""}, only=["achievement-word-limit"])
    expect({"a/trich-ngang": (text % " #! achievement-word-limit").rstrip("\n") + "thêm –\n"})


def long_article(words: int, mark: str = "") -> str:
    """Return an article of so many words: two in its title, one in each of four parts, the rest in one part."""
    prose = " ".join(["từ"] * (words - 6))
    return ARTICLE.replace("cach_lam: c", f"cach_lam: {prose}").replace("tieu_de: Một bài", f"tieu_de: Một bài{mark}")


def test_3500_words_pass_and_3501_fail_with_the_line(expect: Expect) -> None:
    expect(article(text=long_article(3500)), only=["article-word-limit"])
    expect(article(text=long_article(3501, " #! article-word-limit")))


def test_headings_of_the_parts_do_not_count_in_a_text_of_its_own(expect: Expect) -> None:
    parts = "".join(f"\n\n# {n}. Tên của phần\n{' '.join(['từ'] * 699)}" for n in range(1, 6))
    head = "ngay_gui: 01/6/2026\ntieu_de: Một hai ba bốn năm{}\nca_nhan: B\nmo_hinh: mot\nnoi_dung: {{tep: bai.md}}\n"
    text = "submissions/mau/2026/a/bai.md"
    expect({"a/bai-viet": head.format(""), text: parts}, only=["article-word-limit", "outline-part-missing"])
    expect({"a/bai-viet": head.format(" #! article-word-limit"), text: parts + " thêm"})


def test_every_required_part_is_there(expect: Expect) -> None:
    expect(
        article(
            text=ARTICLE.replace("ngay_gui: 01/6/2026", "ngay_gui: 01/6/2026 #! outline-part-missing").replace(
                "    ket_qua: d\n", ""
            )
        )
    )
    both = ARTICLE + "    noi_dung: x #! outline-part-missing\n"
    expect(article(text=both))
    whole = "ngay_gui: 01/6/2026\ntieu_de: T\nca_nhan: B\nmo_hinh: mot\nnoi_dung: |\n  # 1. a #! outline-part-missing\n  # 2. b\n  # 3. c\n  # 5. e\n"
    expect({"a/bai-viet": whole})


def test_a_part_that_the_plan_does_not_require_may_be_missing(expect: Expect) -> None:
    fields = "".join(
        f"\n          - {{ma: {key}, ten: {key}, bat_buoc: {'false' if key == 'ket_qua' else 'true'}}}"
        for key in ("thong_tin", "boi_canh", "cach_lam", "ket_qua", "kinh_nghiem")
    )
    plan = PLAN.replace("    dinh_kem", f"      - loai: de_cuong\n        truong:{fields}\n    dinh_kem")
    expect({**article(text=ARTICLE.replace("    ket_qua: d\n", "")), "ke-hoach": plan}, only=["outline-part-missing"])


def test_an_article_has_two_or_three_photos(expect: Expect) -> None:
    one = ARTICLE.replace("      - {tep: anh/hai.jpg, chu_thich: Hai}\n", "").replace("anh:\n", "anh: #! photo-count\n")
    expect(
        article(
            text=one.replace(
                "anh: #! photo-count\n      - {tep: anh/mot.jpg, chu_thich: Một}",
                "anh:\n      - {tep: anh/mot.jpg, chu_thich: Một} #! photo-count",
            )
        )
    )
    expect(article(), only=["photo-count", "photo-quality"])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (photo(1000, 990), "0,99 MP"),
        (photo(990, 1000, orientation=6), "0,99 MP"),
        (photo(1000, 1000)[:2000], "hỏng"),
        (b"", "không phải ảnh"),
        ("không phải ảnh".encode(), "không phải ảnh"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 40, "HEIC"),
    ],
)
def test_photos_that_cannot_be_used_are_findings(repo: MakeRepo, data: bytes, said: str) -> None:
    (finding,) = (f for f in findings_in(repo(article(one=data))) if f.check == "photo-quality")
    assert said in finding.message
    assert (finding.mark.line, finding.mark.column) == (11, 11)


@pytest.mark.parametrize(
    "data", [photo(1000, 1000), photo(1250, 800, 8), photo(1000, 1000, kind="PNG"), photo(1000, 1000, kind="WEBP")]
)
def test_photos_of_one_megapixel_pass(repo: MakeRepo, data: bytes) -> None:
    assert not [f for f in findings_in(repo(article(one=data))) if f.check == "photo-quality"]


def test_a_missing_photo_is_a_finding(expect: Expect) -> None:
    expect(
        article(
            text=ARTICLE.replace(
                "{tep: anh/mot.jpg, chu_thich: Một}", "{tep: anh/khong.jpg, chu_thich: Một} #! photo-quality"
            )
        )
    )


def test_a_photo_stays_in_its_units_folder(expect: Expect) -> None:
    expect(
        article(
            text=ARTICLE.replace(
                "{tep: anh/mot.jpg, chu_thich: Một}", "{tep: ../b/x.jpg, chu_thich: Một} #! photo-quality"
            )
        )
    )


def test_units_propose_and_the_locality_sends_up_no_more_than_allowed(expect: Expect) -> None:
    nomination = "  - {tap_the: Chi bộ A, mo_hinh: mot, thanh_tich: Đạt}"
    head = "ngay_gui: 30/9/2026\nde_nghi:\n"
    expect({"a/trich-ngang": head + nomination}, only=["nominations-of-unit"])
    expect({"a/trich-ngang": head + nomination + "\n" + nomination + " #! nominations-of-unit\n"})
    sent = "  - {don_vi: a, tap_the: Chi bộ A, mo_hinh: mot}"
    up = "co_quan: dang_uy\ntrich_yeu: x\nde_nghi:\n"
    expect({"khen-thuong": up + sent}, only=["nominations-sent-up"])
    expect({"khen-thuong": up + sent + "\n" + sent + " #! nominations-sent-up\n"})


def test_a_carried_over_model_has_a_goal_of_this_year(expect: Expect) -> None:
    old = MODEL.replace("ten: Hiến đất mở ngõ một", "ten: Hiến đất mở ngõ một\n        tu_nam: 2024")
    expect({"a/dang-ky": old.replace("- ma: mot", "- ma: mot #! carried-over-goal")})
    expect(
        {"a/dang-ky": old, "ke-hoach": PLAN + "    quy_tac_dem: {mo_hinh_cu: luon_tinh}\n"}, only=["carried-over-goal"]
    )
    goal = old.replace("tu_nam: 2024", "tu_nam: 2024\n        muc_tieu: 40 hộ%s")
    last = "submissions/mau/2025/a/dang-ky.yaml"
    expect(
        {
            "a/dang-ky": goal % " #! carried-over-goal",
            last: MODEL.replace("tap_the", "muc_tieu: 40 hộ\n        tap_the"),
        }
    )
    expect(
        {"a/dang-ky": goal % "", last: MODEL.replace("tap_the", "muc_tieu: 30 hộ\n        tap_the")},
        only=["carried-over-goal"],
    )
