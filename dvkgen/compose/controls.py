"""Chỗ điền: which places of a blank form are filled in, under which keys; its template says where they stand.

What is filled in comes home by these keys (`intake`). A key is the path of a value in the record, `mo_hinh.ten`; after
`@` stands the level of a sheet that has one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from dvkgen.campaign.campaign import Campaign
from dvkgen.document.control import Control
from dvkgen.schema.form import Form, FormField
from dvkgen.schema.kinds import (
    ACHIEVEMENT_BRIEF,
    INITIATIVE_PLAN,
    INITIATIVE_REPORT,
    OPINION,
    OUTLINE,
    PROPOSAL,
    REGISTRATION_LIST,
    REGISTRATION_SLIP,
    RESULT_REPORT,
    SELF_ASSESSMENT,
    Layout,
    kind_of,
)
from dvkgen.schema.locality import Level

STATES: Mapping[str, str] = {
    "dat": "Đạt mục tiêu",
    "dang_lam": "Đang thực hiện",
    "khong_dat": "Chưa đạt",
    "dung": "Dừng thực hiện",
}
"""States of a model as the report prints them, by their codes."""
MET: Mapping[str, str] = {"true": "Đạt", "false": "Chưa đạt"}
_MOST_NAMED = 200
"""Units that a list to choose from names."""
_ABOUT = ("mo_hinh", "chu_the")
_OF_KIND: Mapping[str, tuple[str, ...]] = {
    ACHIEVEMENT_BRIEF.slug: ("de_nghi.chu_the", "de_nghi.mo_hinh", "de_nghi.linh_vuc", "de_nghi.thanh_tich"),
    REGISTRATION_SLIP.slug: ("ten",),
    INITIATIVE_PLAN.slug: _ABOUT,
    OPINION.slug: _ABOUT,
    INITIATIVE_REPORT.slug: (*_ABOUT, "tu_nam", "minh_chung"),
    PROPOSAL.slug: ("mo_hinh.ten", "mo_hinh.chu_the", "mo_hinh.linh_vuc"),
    RESULT_REPORT.slug: tuple(f"ket_qua_mo_hinh.{name}" for name in ("mo_hinh", "chu_the", "trang_thai", "ket_qua")),
}
"""What a kind asks for besides its fields."""
_NAMES: Mapping[str, str] = {
    "ten": "Tên mô hình",
    "mo_hinh": "Tên mô hình",
    "tap_the": "Tập thể thực hiện",
    "ca_nhan": "Cá nhân thực hiện",
    "chu_the": "Chủ thể thực hiện",
    "linh_vuc": "Lĩnh vực",
    "cap": "Cấp đăng ký",
    "thanh_tich": "Tóm tắt thành tích",
    "tu_nam": "Triển khai từ năm",
    "minh_chung": "Minh chứng",
    "trang_thai": "Đánh giá",
    "ket_qua": "Kết quả, số liệu",
    "dat": "Tự đánh giá",
    "diem": "Điểm tự chấm",
}
_LONG = ("thanh_tich", "ket_qua")


def controls_of(campaign: Campaign, form: Form, level: Level | None = None) -> Mapping[str, Control]:
    """Return the places that a blank form of a campaign has, by what its template calls them; none where a machine fills it in."""
    if kind_of(form.kind) is REGISTRATION_LIST:
        return {name: _at(level, control) for name, control in _of_list(campaign).items()}
    if kind_of(form.kind).layout not in (None, Layout.FIELDS) and form.kind not in (
        ACHIEVEMENT_BRIEF.slug,
        OUTLINE.slug,
    ):
        return {}
    found = {key: _named(campaign, key) for key in _OF_KIND.get(form.kind, ())}
    if form.kind == SELF_ASSESSMENT.slug:
        found |= _of_criteria(campaign)
    return found | {control.key: control for field in form.fields for control in _of_field(campaign, field)}


def _at(level: Level | None, control: Control) -> Control:
    return replace(control, key=f"{control.key}@{level.code}") if level else control


def _of_list(campaign: Campaign) -> dict[str, Control]:
    sectors = campaign.locality.sectors
    found = {who: replace(_named(campaign, who), key=f"mo_hinh.{who}") for who in ("tap_the", "ca_nhan")}
    if not sectors:
        return found | {"ten": Control("mo_hinh.ten", _NAMES["ten"])}
    return found | {
        f"ten.{sector.code}": Control(f"mo_hinh.ten.{sector.code}", f"Tên mô hình: {sector.heading}")
        for sector in sectors
    }


def _of_criteria(campaign: Campaign) -> dict[str, Control]:
    found = {}
    for criterion in campaign.plan.criteria:
        for part in ("dat", "diem", "minh_chung"):
            key = f"tieu_chi.{criterion.code}.{part}"
            found[key] = replace(_named(campaign, part), key=key)
    return found


def _named(campaign: Campaign, key: str) -> Control:
    """Return a place that is no declared field; the last part of its key says what it holds."""
    name = key.rpartition(".")[2]
    choices = _choices(campaign, name)
    kind = "chon" if choices else "doan" if name in _LONG or key == "minh_chung" else "dong"
    return Control(key, _NAMES.get(name, name), "ten" if name in ("tap_the", "chu_the") else kind, choices)


def _choices(campaign: Campaign, name: str) -> tuple[str, ...]:
    match name:
        case "linh_vuc":
            return tuple(sector.name for sector in campaign.locality.sectors)
        case "cap":
            return tuple(level.in_sentence for level in campaign.locality.levels)
        case "trang_thai":
            return tuple(STATES.values())
        case "dat":
            return tuple(MET.values())
        case "tap_the" | "chu_the":
            names = tuple(dict.fromkeys(unit.name for unit in campaign.units))
            return names if len(names) <= _MOST_NAMED else ()
        case _:
            return ()


def _of_field(campaign: Campaign, field: FormField) -> Iterator[Control]:
    if field.kind == "bang":
        yield from (Control(f"{field.code}.{column.code}", f"{field.name}: {column.name}") for column in field.columns)
        return
    choices: Sequence[str] = field.choices or (_choices(campaign, field.code) if field.kind == "dong" else ())
    is_subject = field.code in ("tap_the", "ca_nhan") and field.kind == "dong"
    kind = "ten" if is_subject else "chon" if choices else field.kind
    yield Control(field.code, field.name, kind, tuple(choices))
