"""What was found in a file as the keys of a record: names become codes, persons and days are taken apart.

What cannot be understood is left out of the record and told with its place: a wrong guess is worse than none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dvkgen.compose.controls import MET, STATES
from dvkgen.intake import values
from dvkgen.intake.fields import fill, photos
from dvkgen.intake.filled import Filled, paragraphs
from dvkgen.intake.grids import all_rows
from dvkgen.intake.making import PARTNERS, Draft, Making, code_for, in_aside, with_codes
from dvkgen.schema.form import Form
from dvkgen.schema.kinds import (
    ACHIEVEMENT_BRIEF,
    INITIATIVE_PLAN,
    INITIATIVE_REPORT,
    OPINION,
    PROPOSAL,
    REGISTRATION,
    REGISTRATION_LIST,
    REGISTRATION_SLIP,
    RESULT_REPORT,
    SELF_ASSESSMENT,
)
from dvkgen.text import without_marks

ABOUT_A_MODEL = (INITIATIVE_PLAN.slug, INITIATIVE_REPORT.slug, OPINION.slug)


# --- kinds ----------------------------------------------------------------------------------------


def registration(making: Making, found: Filled) -> Draft:
    """Return the registration that a filled list is."""
    draft, models = Draft(REGISTRATION.slug), []
    for row in found.rows:
        who = next((key for key in row if key.startswith(("mo_hinh.tap_the", "mo_hinh.ca_nhan"))), "")
        for key, text in row.items():
            name, _, level = key.partition("@")
            if not name.startswith("mo_hinh.ten"):
                continue
            subject = values.tidy(row.get(who, ""))
            model = making.initiative(draft, text, subject, is_collective="tap_the" in who if who else None)
            sector = name.removeprefix("mo_hinh.ten").removeprefix(".")
            model |= making.placed(sector, level)
            models.append(model)
        if who and not any(key.startswith("mo_hinh.ten") for key in row):
            draft.doubts.append(f"{making.source}: “{row[who]}”: hàng này không có tên mô hình")
    with_codes(models)
    draft.keys["mo_hinh"] = models
    return draft


def brief(making: Making, found: Filled) -> Draft:
    """Return the trích ngang that a filled table is."""
    draft, proposed = Draft(ACHIEVEMENT_BRIEF.slug), []
    for row in all_rows(found.rows, "de_nghi"):
        one: dict[str, Any] = values.subject(row.get("chu_the", ""), making.campaign, is_collective=None)
        if name := row.get("mo_hinh"):
            one["mo_hinh"] = making.model(draft, values.tidy(name), "Tên mô hình")
        if award := row.get("hinh_thuc"):
            one["hinh_thuc"] = award
        if text := row.get("thanh_tich"):
            one["thanh_tich"] = paragraphs(text.split("\n"))
        proposed.append(one)
    draft.keys["de_nghi"] = proposed
    return draft


def answer(making: Making, found: Filled, form: Form, kind: str) -> Draft:
    """Return what a filled form of text is: its fields, and what its kind has besides."""
    draft = Draft(kind)
    special = _SPECIAL.get(kind)
    if special:
        special(making, draft, found)
    elif kind in ABOUT_A_MODEL:
        _about(making, draft, found)
    for one in form.fields:
        fill(making, draft, found, one)
    if kind == REGISTRATION_SLIP.slug:
        _settle_slip(making, draft)
    return draft


def _about(making: Making, draft: Draft, found: Filled) -> None:
    if name := found.values.get("mo_hinh", ""):
        draft.keys["mo_hinh"] = making.model(draft, name, "Tên mô hình")
    if draft.kind == INITIATIVE_REPORT.slug and found.photos.get("minh_chung"):
        draft.keys["minh_chung"] = photos(draft, "minh_chung", found, "minh-chung")


def _slip(_making: Making, draft: Draft, found: Filled) -> None:
    if name := found.values.get("ten", ""):
        draft.keys["ten"] = name


def _settle_slip(making: Making, draft: Draft) -> None:
    """Make of the lines of a slip what a model's keys hold: who, which field, which level, since when."""
    keys, campaign = draft.keys, making.campaign
    model = making.initiative(draft, keys.get("ten", ""), "", is_collective=None)
    if model["ten"]:
        model = {"ma": code_for(model["ten"], ()), **model}
    else:
        del model["ten"]
    for who, is_collective in (("tap_the", None), ("ca_nhan", None)):
        if isinstance(text := keys.pop(who, None), str):
            said, partners = values.without_aside(text, beginning=PARTNERS)
            model |= values.subject(said, campaign, is_collective=is_collective)
            if codes := [making.code(draft, making.units, one.strip(), "cùng thực hiện") for one in in_aside(partners)]:
                model["cung_thuc_hien"] = [code for code in codes if code]
    for key, known, label in (("linh_vuc", making.sectors, "Lĩnh vực"), ("cap", making.levels, "Cấp đăng ký")):
        if text := keys.pop(key, ""):
            code = making.code(draft, known, text, label)
            model |= {key: code} if code else {}
    if text := keys.pop("tu_nam", ""):
        is_new = without_marks(text).startswith(("nam", "mo hinh moi", "moi")) or values.first_year(text) == str(
            making.year
        )
        if not is_new and (year := values.first_year(text)):
            model["tu_nam"] = year
    if isinstance(text := keys.pop("cung_thuc_hien", None), str):
        codes = [making.code(draft, making.units, one.strip(), "cùng thực hiện") for one in text.split(",")]
        model["cung_thuc_hien"] = [code for code in codes if code]
    keys.pop("ten", None)
    draft.keys = model | keys
    draft.name = model.get("ma", "")


def _proposal(making: Making, draft: Draft, found: Filled) -> None:
    rows = all_rows(found.rows, "mo_hinh")
    draft.keys["mo_hinh"] = [making.model(draft, row["ten"], "Tên mô hình") for row in rows if row.get("ten")]


def _report(making: Making, draft: Draft, found: Filled) -> None:
    results: list[dict[str, Any]] = []
    for row in all_rows(found.rows, "ket_qua_mo_hinh"):
        name = row.get("mo_hinh", "").split("\n")[0]
        if not name:
            draft.doubts.append(
                f"{making.source}: bảng kết quả có hàng không có tên mô hình: “{'; '.join(row.values())}”"
            )
            continue
        one: dict[str, Any] = {"mo_hinh": making.model(draft, name, "Tên mô hình")}
        if state := row.get("trang_thai", ""):
            code = values.code_among(state, STATES)
            if code:
                one["trang_thai"] = code
            else:
                draft.doubts.append(f"{making.source}: Đánh giá của “{name}”: không hiểu “{state}”")
        outcome, adopted, figures = values.statistics(row.get("ket_qua", "").split("\n"))
        one |= {k: v for k, v in (("ket_qua", outcome), ("nhan_rong", adopted), ("so_lieu", figures)) if v}
        results.append(one)
    if results:
        draft.keys["ket_qua_mo_hinh"] = results


def _assessment(making: Making, draft: Draft, found: Filled) -> None:
    said: dict[str, dict[str, str]] = {}
    for row in all_rows(found.rows, "tieu_chi"):
        for key, text in row.items():
            code, _, part = key.rpartition(".")
            said.setdefault(code, {})[part] = text
    criteria = []
    for code, parts in said.items():
        one: dict[str, Any] = {"tieu_chi": code}
        if text := parts.get("dat", ""):
            if met := values.code_among(text, MET):
                one["dat"] = met
            else:
                draft.doubts.append(f"{making.source}: Tự đánh giá: không hiểu “{text}”")
        one |= {key: parts[key].replace("\n", " ") for key in ("diem", "minh_chung") if parts.get(key)}
        criteria.append(one)
    if criteria:
        draft.keys["tieu_chi"] = criteria


_SPECIAL: Mapping[str, Callable[[Making, Draft, Filled], None]] = {
    REGISTRATION_SLIP.slug: _slip,
    PROPOSAL.slug: _proposal,
    RESULT_REPORT.slug: _report,
    SELF_ASSESSMENT.slug: _assessment,
}


def draft_of(making: Making, found: Filled, form: Form) -> Draft:
    """Return the record that a filled form is."""
    match form.kind:
        case REGISTRATION_LIST.slug:
            return registration(making, found)
        case ACHIEVEMENT_BRIEF.slug:
            return brief(making, found)
        case _:
            return answer(making, found, form, form.kind)
