"""What lies in `build/`, and of what it was made: fingerprints, atomic replace, pruning."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

from dvkgen.disk.file import replace_file
from dvkgen.findings import DvkgenError

FORMATS = ("docx", "pdf")
STATE = ".dvkgen.json"
SEEN = "da_thay"
"""Under this key what was seen of a target is kept beside its files."""
_TARGET = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)+")


def digest(data: bytes) -> str:
    """Return the fingerprint of some bytes."""
    return sha256(data).hexdigest()[:32]


class State:
    """What was built, of what: one JSON file in `build/`; a damaged one only means building anew.

    Two builds at once each keep what the other wrote: only targets that this one touched are its to say.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.targets = self._read()
        self.touched: set[str] = set()

    def _read(self) -> dict[str, dict[str, dict[str, str]]]:
        try:
            read = json.loads((self.folder / STATE).read_text("utf-8"))
            return {
                target: {
                    form: {str(k): str(v) for k, v in marks.items()}
                    for form, marks in forms.items()
                    if form in (*FORMATS, SEEN)
                }
                for target, forms in read.items()
                if _TARGET.fullmatch(target)
            }
        except (OSError, ValueError, AttributeError, TypeError, RecursionError):
            return {}

    def why_stale(self, target: str, form: str, marks: Mapping[str, str]) -> str:
        """Return why a file must be written, or nothing where it is as it should be."""
        known = self.targets.get(target, {}).get(form)
        if known is None:
            return "mới"
        reasons = {"van_ban": "nội dung đổi", "khung": "thể thức đổi", "chuong_trinh": "chương trình đổi"}
        changed = next((reason for name, reason in reasons.items() if known.get(name) != marks[name]), "")
        if changed:
            return changed
        try:
            same = digest(self.path(target, form).read_bytes()) == known.get("tep")
        except OSError:
            return "thiếu tệp"
        return "" if same else "tệp bị sửa"

    def path(self, target: str, form: str) -> Path:
        """Return where a target's file of a format lies."""
        return self.folder / f"{target}.{form}"

    def put(self, target: str, form: str, data: bytes, marks: Mapping[str, str]) -> None:
        """Put a file in place as a whole and remember of what it was made."""
        replace_file(self.path(target, form), data)
        self.touched.add(target)
        self.targets.setdefault(target, {})[form] = {**marks, "tep": digest(data)}

    def note(
        self, target: str, marks: Mapping[str, str], *, pages: int | None, difference: str, fault: str = ""
    ) -> None:
        """Remember what was seen when a document was made: its pages, how its own Word file differs, or its fault."""
        self.touched.add(target)
        seen = {**marks, "trang": str(pages or ""), "khac": difference, "loi": fault}
        self.targets.setdefault(target, {})[SEEN] = seen

    def _seen(self, target: str, marks: Mapping[str, str]) -> Mapping[str, str]:
        known = self.targets.get(target, {}).get(SEEN, {})
        return known if all(known.get(name) == mark for name, mark in marks.items()) else {}

    def pages(self, target: str, marks: Mapping[str, str]) -> int | None:
        """Return how many pages the PDF of this very document had, None where that is not known."""
        counted = self._seen(target, marks).get("trang", "")
        return int(counted) if re.fullmatch(r"[0-9]{1,6}", counted) else None

    def difference(self, target: str, marks: Mapping[str, str]) -> str:
        """Return how a locality's own Word file differed from the PDF of this very document."""
        return self._seen(target, marks).get("khac", "")

    def fault(self, target: str, marks: Mapping[str, str]) -> str:
        """Return why a locality's own Word file could not be rendered for this very document."""
        return self._seen(target, marks).get("loi", "")

    def has_difference(self, target: str) -> bool:
        """Whether a locality's own Word file differed, or failed, when a target was last made."""
        seen = self.targets.get(target, {}).get(SEEN, {})
        return bool(seen.get("khac") or seen.get("loi"))

    def has_more_pages(self, target: str, limit: int) -> bool:
        """Whether a target had more pages than its limit when it was last made."""
        counted = self.targets.get(target, {}).get(SEEN, {}).get("trang", "")
        return bool(re.fullmatch(r"[0-9]{1,6}", counted)) and int(counted) > limit

    def withhold(self, target: str) -> None:
        """Remove the files of a target but not what was seen of it."""
        seen = self.targets.get(target, {}).get(SEEN)
        self.remove([target])
        if seen:
            self.targets[target] = {SEEN: seen}

    def prune(self, owed_now: set[str]) -> list[str]:
        """Remove papers that nobody owes any more; return their targets."""
        return self.remove([target for target in self.targets if target not in owed_now])

    def remove(self, targets: Iterable[str]) -> list[str]:
        """Remove the papers of some targets, known or not, and folders left empty; return those that were there."""
        removed = []
        for target in dict.fromkeys(targets):
            self.touched.add(target)
            self.targets.pop(target, None)
            files = [path for form in FORMATS if (path := self.path(target, form)).is_file()]
            for path in files:
                path.unlink()
                _remove_empty(path.parent, self.folder)
            removed += [target] if files else []
        return removed

    def save(self) -> None:
        """Write what is known now, keeping what another build has written of other targets meanwhile."""
        others = {target: forms for target, forms in self._read().items() if target not in self.touched}
        known = {target: forms for target, forms in self.targets.items() if target in self.touched}
        try:
            replace_file(self.folder / STATE, json.dumps({**others, **known}, indent=0, sort_keys=True).encode())
        except OSError as error:
            raise DvkgenError(f"không ghi được vào {self.folder}: xem lại quyền ghi của thư mục build") from error


def _remove_empty(folder: Path, stop: Path) -> None:
    while folder != stop and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
