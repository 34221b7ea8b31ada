"""The cures that are certain (`fix`), as they hang on the rules: what would be written is shown first.

Each cure is tried on the file and what comes out is read again: one that would change another value than its own is
left. Words are never touched, and a file in an old encoding is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dvkgen.checks.pasted import pasted_text
from dvkgen.disk import door
from dvkgen.disk.encoding import old_encoding
from dvkgen.disk.file import HIDDEN_CHARACTERS
from dvkgen.disk.paths import PLANS, SUBMISSIONS
from dvkgen.edit.change import Change
from dvkgen.findings import lies_in
from dvkgen.rules import Cure
from dvkgen.schema.value import WRONG_VALUE
from dvkgen.text import UNPRINTABLE
from dvkgen.yaml.indentation import block_lines, indent_of
from dvkgen.yaml.read import YAML_SYNTAX, read_yaml

_TEXTS = (".yaml", ".yml", ".md")
_LINE_ENDS = "dòng kết thúc kiểu Windows (CRLF)"
CURED = (HIDDEN_CHARACTERS, YAML_SYNTAX, WRONG_VALUE, pasted_text.rule)
"""The rules that have cures, in the order in which these are tried: signs first, or the others would not see the rest."""


def cures(root: Path, wanted: tuple[str, ...], *, iso: bool = False) -> Iterator[Change]:
    """Yield each text file below plans/ and submissions/ that a certain cure would change."""
    for home in (PLANS, SUBMISSIONS):
        for file in door.files_below(root, home):
            path = file.relative_to(root).as_posix()
            if file.suffix not in _TEXTS or not lies_in(path, wanted):
                continue
            try:
                data = door.read(root, path)
            except OSError:  # check says why
                continue
            done = cured(data, is_yaml=file.suffix != ".md", iso=iso)
            if done and done.text.encode() != data:
                before = data.decode().replace("\r\n", "\n")
                yield Change(path, before, done.text, tuple(f"{n} {what}" for what, n in done.counts.items()))


@dataclass
class Cured:
    """A file's text after its cures, and how often each was applied."""

    text: str
    counts: dict[str, int] = field(default_factory=dict)

    def note(self, what: str, times: int) -> None:
        """Note that a cure was applied so many times."""
        if times:
            self.counts[what] = self.counts.get(what, 0) + times


def cured(data: bytes, *, is_yaml: bool, iso: bool) -> Cured | None:
    """Return the text of a file with every certain cure applied; None where it is no text in Unicode.

    With `iso` dates that are read as they are become ISO 8601 too.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    done = Cured(text.replace("\r\n", "\n").replace("\r", "\n"))
    if old_encoding(text) or UNPRINTABLE.search(done.text):
        return None
    done.note(_LINE_ENDS, text.count("\r"))
    for cure in (cure for rule in CURED for cure in rule.cures):
        is_meant = is_yaml or not (cure.keys or cure.of_structure)
        if is_meant and (iso or not cure.on_request):
            if cure.of_passages:
                _apply_to_passages(cure, done, is_yaml=is_yaml)
            else:
                _apply(cure, done)
    return done


def _apply(cure: Cure, done: Cured) -> None:
    before = done.text.split("\n")
    after = _mended(cure, before)
    if before == after or not _is_safe(cure, done.text, "\n".join(after)):
        return
    pairs = tuple(zip(before, after, strict=True))
    signs = sum(len(old) - len(new) for old, new in pairs)
    done.note(cure.what, signs if cure.counts_signs else sum(old != new for old, new in pairs))
    done.text = "\n".join(after)


def _apply_to_passages(cure: Cure, done: Cured, *, is_yaml: bool) -> None:
    """Apply a cure that mends long texts: blocks after `|` in YAML, else the file."""
    if not is_yaml:
        mended, times = cure.mend(done.text), 1
    else:
        mended, times = _with_blocks_mended(cure, done.text.split("\n"))
        if not _is_safe(cure, done.text, mended):
            return
    if mended != done.text:
        done.note(cure.what, times)
        done.text = mended


def _with_blocks_mended(cure: Cure, lines: Sequence[str]) -> tuple[str, int]:
    """Return the text of a YAML file with a cure applied to each block after `|`, and how many it changed."""
    blocks, mended, times, number = block_lines(lines), list[str](), 0, 0
    while number < len(lines):
        mended.append(lines[number])
        number += 1
        end = number
        while end in blocks:
            end += 1
        last = end
        while last > number and not lines[last - 1].strip():
            last -= 1
        block = lines[number:last]
        if block and re.search(r"\|[+-]?[ ]*(?:#.*)?$", mended[-1]):
            indent = indent_of(block[0])
            typed = "\n".join(line[indent:] for line in block)
            text = cure.mend(typed)
            times += text != typed
            mended += block if text == typed else [f"{' ' * indent}{line}".rstrip() for line in text.split("\n")]
        else:
            mended += block
        mended += lines[last:end]
        number = end
    return "\n".join(mended), times


def _mended(cure: Cure, lines: Sequence[str]) -> list[str]:
    """Return the lines of a file after a cure; one of values or of structure leaves texts in blocks alone."""
    if not (cure.keys or cure.of_structure):
        return [cure.mend(line) for line in lines]
    blocks = block_lines(lines)
    mend = cure.mend if cure.of_structure else _at_keys(cure)
    return [line if number in blocks else mend(line) for number, line in enumerate(lines)]


def _at_keys(cure: Cure) -> _AtKeys:
    keys = "|".join(cure.keys)
    return _AtKeys(cure, re.compile(rf"((?:^|[\s{{,-])(?:{keys}): *)([^\s,}}#][^,}}#\n]*?)(?=\s*(?:[,}}#]|$))"))


@dataclass(frozen=True)
class _AtKeys:
    """Mends the values at a cure's keys in one line of YAML; what stands in a comment is not looked at."""

    cure: Cure
    pattern: re.Pattern[str]

    def __call__(self, line: str) -> str:
        typed, mark, comment = line.partition(" #")
        return line if line.lstrip().startswith("#") else self.pattern.sub(self._value, typed) + mark + comment

    def _value(self, match: re.Match[str]) -> str:
        bare = match[2].strip("\"' ")
        mended = self.cure.mend(bare)
        return match[0] if mended == bare else match[1] + mended


def _is_safe(cure: Cure, before: str, after: str) -> bool:
    """Whether a cure changes nothing but what it is for, judged by reading the file before and after."""
    if cure.of_structure:
        value, findings = read_yaml(before, "")
        return bool(findings) or bool(value == read_yaml(after, "")[0])
    if cure.of_passages:
        value, findings = read_yaml(after, "")
        return value is not None and findings == read_yaml(before, "")[1]
    if cure.keys:
        value, _ = read_yaml(before, "")
        return value is not None and _only_mended(cure, value, read_yaml(after, "")[0])
    return True


def _only_mended(cure: Cure, before: Any, after: Any, key: str = "") -> bool:
    """Whether two values are the same but for what the cure makes of the texts at its keys."""
    match before, after:
        case dict(), dict():
            return before.keys() == after.keys() and all(_only_mended(cure, before[k], after[k], k) for k in before)
        case list(), list():
            return len(before) == len(after) and all(
                _only_mended(cure, one, other) for one, other in zip(before, after, strict=True)
            )
        case _:
            return before == after or (key in cure.keys and isinstance(before, str) and cure.mend(before) == after)
