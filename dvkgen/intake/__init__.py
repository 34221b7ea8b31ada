"""What units send in Word and Excel becomes files of submissions: taken for what it is, shown, and then written.

`take` looks and writes nothing; `write` puts down what was shown. What cannot be placed is told, never dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dvkgen import __version__
from dvkgen.build import owed
from dvkgen.campaign.campaign import Campaign
from dvkgen.compose.desk import Draft as Owed
from dvkgen.disk.paths import BLANK_FORMS
from dvkgen.intake.article import article, outlined
from dvkgen.intake.blank import Blank, Slot, blank_of, key_of
from dvkgen.intake.columns import KEYS
from dvkgen.intake.filled import filled
from dvkgen.intake.from_lists import listed
from dvkgen.intake.grids import table_of
from dvkgen.intake.making import Draft, Making
from dvkgen.intake.merge import merged
from dvkgen.intake.old_letters import in_unicode, refuse_old_letters
from dvkgen.intake.received import Received, Unreadable
from dvkgen.intake.records import draft_of
from dvkgen.intake.sheet import read_sheets, refuse_ole
from dvkgen.intake.taken import Taken
from dvkgen.intake.wanted import Wanted, campaign_of, day_of, unit_above, unit_of, year_of
from dvkgen.intake.word import read_word
from dvkgen.load import Repository
from dvkgen.schema.form import Form
from dvkgen.schema.kinds import ARTICLE, OUTLINE, kind_of
from dvkgen.schema.unit import Unit
from dvkgen.text import slug

_SURE = 0.5
"""Share of a form's places that a file without controls must have."""
_ANSWERED = {OUTLINE.slug: ARTICLE.slug}
"""Forms that are answered by files of another kind."""
SHEETS = (".xlsx", ".xls", ".ods", ".csv", ".tsv", ".xlsm", ".xlsb", ".txt")


class Intake:
    """Takes files in, one after the other, for one repository as it stands."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._blanks: dict[tuple[str, str], list[tuple[Form, Blank]]] = {}
        self._shown: set[str] = set()

    def take(self, name: str, data: bytes | str, wanted: Wanted) -> Taken:
        """Return what a file is taken for, and what it would change; nothing is written.

        `data` are its bytes, or why it cannot be read.
        """
        taken = Taken(name)
        try:
            if isinstance(data, str):
                raise Unreadable(data)
            received = received_as(name, data, wanted.encoding)
            taken.notes.extend(f"{name}: {note}" for note in received.notes)
            campaign = campaign_of(self._repository, wanted, received)
            year = year_of(campaign, wanted, received)
            if name.lower().endswith(SHEETS) or not self._take_form(taken, campaign, year, received, wanted):
                self._take_list(taken, campaign, year, received, wanted)
        except Unreadable as problem:
            taken.undone.append(f"{name}: {problem.why}" + (f"; {problem.cure}" if problem.cure else ""))
        return taken

    # --- forms ------------------------------------------------------------------------------------

    def _take_form(self, taken: Taken, campaign: Campaign, year: int, received: Received, wanted: Wanted) -> bool:
        """Take a file in as a filled form; whether it is one."""
        found = self._form_of(campaign, received, wanted)
        if found is None:
            return False
        form, blank = found
        name = form.name or kind_of(form.kind).title
        if form.kind == OUTLINE.slug:
            return self._take_article(taken, campaign, year, received, wanted, form, blank)
        if not blank.controls:
            raise Unreadable(f"đây là “{name}”: máy tự làm biểu này từ bài đơn vị gửi", "không cần nhập")
        answers = filled(received, blank)
        who = (v for row in answers.rows for key, v in row.items() if ".tap_the" in key)
        unit = _sender(taken, campaign, wanted, received, who)
        if unit is None:
            raise Unreadable(f"đây là “{name}”, nhưng không rõ của đơn vị nào", "thêm --don-vi MÃ")
        making = Making(campaign, unit, year, taken.source)
        draft = draft_of(making, answers, form)
        taken.what.append(f"{taken.source}: {name} của {unit.name}, {campaign.locality.name}, {campaign.label(year)}")
        taken.undone.extend(f"{taken.source}: không rõ thuộc mục nào: “{text[:90]}”" for text in answers.left)
        taken.notes.extend(f"{taken.source}: không thấy mục “{one.name}” trong tệp" for one in answers.missing)
        if received.version not in ("", __version__):
            message = (
                f"mẫu do phiên bản {received.version} phát ra, máy này là {__version__}: đọc theo mẫu hiện nay, xem kỹ"
            )
            taken.notes.append(f"{taken.source}: {message}")
        if _is_empty(draft):
            raise Unreadable("mẫu chưa điền gì", "gửi lại đơn vị")
        self._settle(taken, making, draft, day_of(wanted, received), received)
        return True

    def _take_article(
        self,
        taken: Taken,
        campaign: Campaign,
        year: int,
        received: Received,
        wanted: Wanted,
        form: Form,
        outline: Blank,
    ) -> bool:
        """Take a file in as an article that follows the outline; whether it is one."""
        unit = _sender(taken, campaign, wanted, received)
        if unit is None:
            raise Unreadable("đây là một bài viết, nhưng không rõ của đơn vị nào", "thêm --don-vi MÃ")
        making = Making(campaign, unit, year, taken.source)
        draft = article(making, received, outline, form)
        if draft is None:
            raise Unreadable(
                "đề cương chưa viết gì, hoặc bài viết thiếu các đề mục của đề cương", "viết dưới từng đề mục"
            )
        taken.what.append(f"{taken.source}: Bài viết của {unit.name}, {campaign.locality.name}, {campaign.label(year)}")
        self._settle(taken, making, draft, day_of(wanted, received), received)
        return True

    def _form_of(self, campaign: Campaign, received: Received, wanted: Wanted) -> tuple[Form, Blank] | None:
        known = self._blanks_of(campaign)
        if received.form:
            found = next((pair for pair in known if pair[0].code == received.form.code), None)
            if found is None:
                raise Unreadable(f"kế hoạch không còn mẫu “{slug(received.form.code)}”", "gửi lại đơn vị mẫu mới")
            return found
        kind = wanted.kind.replace("-", "_")
        scored = [
            (_share(received, blank), form, blank)
            for form, blank in known
            if kind in ("", form.code, form.kind, _ANSWERED.get(form.kind, ""))
        ]
        best = max(scored, key=lambda one: one[0], default=None)
        return (best[1], best[2]) if best and (best[0] >= _SURE or (kind and best[0] > 0)) else None

    def _blanks_of(self, campaign: Campaign) -> list[tuple[Form, Blank]]:
        key = (campaign.slug, campaign.folder)
        if key not in self._blanks:
            drafts = {
                draft.target: draft for draft in owed(self._repository) if draft.target.startswith(f"{campaign.slug}/")
            }
            self._blanks[key] = list(_composed(campaign, drafts))
        return self._blanks[key]

    # --- lists ------------------------------------------------------------------------------------

    def _take_list(self, taken: Taken, campaign: Campaign, year: int, received: Received, wanted: Wanted) -> None:
        unit = _sender(taken, campaign, wanted, received)
        kind = wanted.kind.replace("-", "_") or _kind_of_mark(campaign, received)
        known = {*KEYS, *(one.code for form in campaign.plan.forms for one in form.fields)}
        if strange := [key for key in wanted.columns.values() if key not in known and not key.startswith("ten.")]:
            raise Unreadable(f"--cot: không có mục “{strange[0]}”", f"các mục: {', '.join(sorted(known))}")
        found = listed(campaign, year, received, unit, kind, wanted.columns)
        taken.undone.extend(found.undone)
        taken.notes.extend(found.notes)
        taken.columns |= found.unknown
        if not found.drafts:
            if not found.undone:
                raise Unreadable("bảng chỉ có đầu bảng, chưa có hàng nào", "gửi lại đơn vị")
            return
        title = kind_of(found.kind).title if found.kind else ""
        whose = f"của {unit.name}" if unit else f"của {len(found.drafts)} đơn vị"
        taken.what.append(f"{taken.source}: {title} {whose}, {campaign.locality.name}, {campaign.label(year)}")
        for making, draft, day in found.drafts:
            self._settle(taken, making, draft, wanted.sent_on or day or day_of(wanted, received), received)

    def _settle(self, taken: Taken, making: Making, draft: Draft, day: str, received: Received) -> None:
        taken.undone.extend(draft.doubts)
        taken.notes.extend(draft.notes)
        draft.keys = {"ngay_gui": day, **draft.keys}
        if not day:
            taken.undone.append(
                f"{taken.source}: {making.unit.name}: không rõ ngày gửi; thêm --ngay-gui, hoặc ghi ngay_gui vào tệp"
            )
        one = merged(self._repository, making, draft, received.pictures)
        paths = {*(change.path for change in one.changes), *one.photos}
        if twice := sorted(paths & self._shown):  # what was shown first has not been written yet
            taken.undone.append(
                f"{taken.source}: lượt này đã có thay đổi cho {twice[0]}; ghi xong rồi chạy lại lệnh này"
            )
            return
        self._shown |= paths
        taken.add(one)


def _sender(
    taken: Taken, campaign: Campaign, wanted: Wanted, received: Received, subjects: Iterable[str] = ()
) -> Unit | None:
    """Return the unit that sent a file; one that is said to be another's than its own head says is told."""
    unit = unit_of(campaign, wanted, received, subjects)
    other = unit_above(campaign, received) if unit and wanted.unit else None
    if unit and other and other.code not in (unit.code, unit.under):
        taken.notes.append(f"{taken.source}: đầu trang ghi “{other.name}”, đang nhập cho {unit.name}: xem kỹ")
    return unit


def received_as(name: str, data: bytes, encoding: str = "") -> Received:
    """Return a file as it was received, by its ending; raises Unreadable.

    `encoding` is the old one in which its letters were typed: they are converted, and are an error where it is not said.
    """
    low = name.lower()
    if low.endswith((".docm", ".dotm")):
        raise Unreadable("tệp Word có macro", "mở bằng Word, lưu thành .docx (không có macro) rồi gửi lại")
    if low.endswith(SHEETS):
        received = read_sheets(name, data, encoding)
    else:
        refuse_ole(data)
        if not low.endswith(".docx"):
            raise Unreadable("kiểu tệp này không đọc được", "lưu thành .docx, .xlsx hoặc .csv rồi gửi lại")
        received = read_word(name, data)
    if encoding:
        return in_unicode(received, encoding)
    refuse_old_letters("\n".join(received.texts()))
    return received


def _kind_of_mark(campaign: Campaign, received: Received) -> str:
    code = received.form.code if received.form else ""
    return next((form.kind for form in campaign.plan.forms if form.code == code), "")


def _composed(campaign: Campaign, drafts: Mapping[str, Owed]) -> Iterator[tuple[Form, Blank]]:
    for form in campaign.plan.forms:
        draft = drafts.get(f"{campaign.slug}/{campaign.folder}/{BLANK_FORMS}/{slug(form.code)}")
        if draft:
            blank = blank_of(draft.compose())
            yield form, outlined(blank, form) if form.kind == OUTLINE.slug else blank


def _share(received: Received, blank: Blank) -> float:
    """Return what share of a form's labels and tables stand in a file."""
    labels = [one.key for one in blank.order if isinstance(one, Slot) and one.key]
    said = {key_of(text.partition(":")[0]) for text in received.texts()} | {key_of(text) for text in received.texts()}
    tables = [any(table_of(grid, [table], "") for grid in received.grids) for table in blank.tables[:1]]
    asked = len(labels) + 2 * len(tables)
    return (sum(label in said for label in labels) + 2 * sum(tables)) / asked if asked else 0.0


def _is_empty(draft: Draft) -> bool:
    return not any(value not in ("", [], {}, None) for value in draft.keys.values())
