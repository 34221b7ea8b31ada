"""Bài viết: an article that a unit wrote below the headings of its outline, with title, subject, author and photos.

It is a text of somebody's own: where its parts begin is known by their headings, its title by standing above them.
"""

from __future__ import annotations

import re
from typing import Any

from dvkgen.document.control import Control
from dvkgen.intake import values
from dvkgen.intake.blank import Blank, Fixed, Slot, key_of
from dvkgen.intake.filled import filled
from dvkgen.intake.making import Draft, Making
from dvkgen.intake.received import Line, Received
from dvkgen.schema.form import Form
from dvkgen.schema.kinds import ARTICLE
from dvkgen.text import fold

_AUTHOR = re.compile(r"(?:tác giả|người viết|bài viết|bài|bài và ảnh|tin, bài) ?: ?(\S.*)", re.IGNORECASE)
_CAPTION = re.compile(r"(?:ảnh|hình)\b(?: ?\d+)? ?[.:–-]? ?(\S.*)", re.IGNORECASE)
_CREDIT = re.compile(r"\(ảnh ?: ?([^()]++)\)$", re.IGNORECASE)
_SHORT = 200
"""Letters of a caption at the most."""
_FEWEST_PARTS = 2


def outlined(blank: Blank, form: Form) -> Blank:
    """Return an outline as a form with a place below each of its headings."""
    parts = {key_of(part.name): part for part in form.fields}
    order: list[Slot | Fixed] = []
    for one in blank.order:
        part = parts.get(one.key) if isinstance(one, Fixed) else None
        order.append(Slot(Control(part.code, part.name, "doan"), one.text) if part and isinstance(one, Fixed) else one)
    controls = {one.control.key: one.control for one in order if isinstance(one, Slot)}
    return Blank(tuple(order), (), blank.ends, controls, blank.heads)


def article(making: Making, received: Received, outline: Blank, form: Form) -> Draft | None:
    """Return the article that a file is; None where fewer than two parts of the outline are found in it."""
    lines = _without_captions(received)
    found = filled(Received(received.name, lines, received.form), outline)
    if sum(bool(text) for text in found.values.values()) < _FEWEST_PARTS:
        return None
    draft = Draft(ARTICLE.slug)
    above = _above(lines, outline)
    head: dict[str, Any] = {"tieu_de": above[0]} if above else {}
    parts = {part.code: found.values[part.code] for part in form.fields if found.values.get(part.code)}
    if parts:
        *_, last = parts
        head |= _author(parts, last)
    draft.keys = head | _about(making, draft, above, received) | parts
    if shown := _photos(draft, received):
        draft.keys["anh"] = shown
    draft.doubts.extend(
        f"{making.source}: không thấy phần “{part.name}”"
        for part in form.fields
        if part.required and part.code not in parts
    )
    if "tieu_de" not in draft.keys:
        draft.doubts.append(f"{making.source}: không thấy tiêu đề bài viết ở trên phần 1")
    return draft


def _above(lines: tuple[Line, ...], outline: Blank) -> list[str]:
    """Return the lines above the first part: title, then who is portrayed; the words of the outline itself left out."""
    labels = {one.key for one in outline.order if isinstance(one, Slot)}
    own = {one.key for one in outline.order if isinstance(one, Fixed)} | outline.heads
    found = []
    for line in lines:
        key = key_of(line.text)
        if key in labels:
            break
        if key and key not in own and not values.is_open(values.tidy(line.text)):
            found.append(values.tidy(line.text))
    return found


def _author(parts: dict[str, str], last: str) -> dict[str, str]:
    """Take the line that names the author off the end of the last part."""
    *text, end = parts[last].split("\n\n")
    said = _AUTHOR.fullmatch(end.strip())
    is_name = values.looks_like_person(end.strip())
    if not text or not (said or is_name):
        return {}
    parts[last] = "\n\n".join(text)
    return {"tac_gia": said[1].strip() if said else end.strip()}


def _about(making: Making, draft: Draft, above: list[str], received: Received) -> dict[str, Any]:
    """Return who is portrayed and which model it is about: as the line below the title says, else as is registered."""
    entries = [e for e in making.campaign.entries(making.year) if e.unit.code == making.unit.code]
    said = " ".join(received.texts())
    named = [e for e in entries if fold(e.initiative.name) in fold(said)]
    subject = (
        values.subject(above[1], making.campaign, is_collective=None)
        if len(above) > 1 and len(above[1]) < _SHORT
        else {}
    )
    who = [e for e in entries if e.initiative.subject and fold(e.initiative.subject.name) in fold(" ".join(above[1:2]))]
    about = next((found[0] for found in (named, who, entries) if len(found) == 1), None)
    is_there = any(f.record for f in making.campaign.files(ARTICLE.slug, making.year, making.unit.code))
    if about is None and is_there:
        return dict(subject)  # the file that is there says it
    if about is None:
        codes = ", ".join(e.initiative.code for e in entries)
        cure = f"ghi mo_hinh, một trong: {codes}" if codes else "đơn vị chưa đăng ký mô hình nào"
        draft.doubts.append(f"{making.source}: không rõ bài viết về mô hình nào; {cure}")
        return dict(subject)
    return {**subject, "mo_hinh": about.initiative.code}


# --- photos ---------------------------------------------------------------------------------------


def _without_captions(received: Received) -> tuple[Line, ...]:
    """Return the lines of a file without those that are captions: a short line below a photo."""
    kept: list[Line] = []
    waiting = 0
    for line in received.lines:
        text = values.tidy(line.text)
        if waiting and text and len(text) < _SHORT:
            waiting -= 1
            continue
        waiting += len(line.pictures)
        kept.append(line)
    return tuple(kept)


def _photos(draft: Draft, received: Received) -> list[dict[str, str]]:
    shown: list[dict[str, str]] = []
    waiting: list[str] = []
    for line in received.lines:
        text = values.tidy(line.text)
        if waiting and text and len(text) < _SHORT:
            shown.append(_photo(draft, waiting.pop(0), text))
        waiting.extend(line.pictures)
    shown.extend(_photo(draft, part, "") for part in waiting)
    return [photo for photo in shown if photo]


def _photo(draft: Draft, part: str, text: str) -> dict[str, str]:
    """Return a photo as a record names it, and note where it goes."""
    path = draft.take_photo(f"bai-viet-{len(draft.photos) + 1}", part)
    if not path:
        return {}
    credit = _CREDIT.search(text)
    bare = text[: credit.start()].rstrip() if credit else text
    named = _CAPTION.fullmatch(bare)
    photo = {"tep": path, "chu_thich": named[1] if named else bare}
    if not bare:
        draft.doubts.append(f"ảnh {path} chưa có chú thích: ghi vào chu_thich")
        photo["chu_thich"] = "…"
    return photo | ({"tac_gia": credit[1].strip()} if credit else {})
