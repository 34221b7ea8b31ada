"""YAML text to plain values that remember their places.

Nodes are composed by ruamel's C parser where it is installed and by its pure Python one otherwise,
with the same marks; whatever the C parser refuses is read again in pure Python, so that messages and
places are the same on every machine. Scalars stay text: the record decides what they mean.
Beside it only the writers of YAML import ruamel.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.resolver import VersionedResolver

from dvkgen.findings import Finding, Mark, Origin, Related, Severity, Written, mark_at
from dvkgen.rules import Cure, Rule
from dvkgen.text import UNPRINTABLE, character_name, nfc
from dvkgen.yaml.bounds import is_bottomless, most_of
from dvkgen.yaml.indentation import Slip, indent_of, plainly_indented
from dvkgen.yaml.line_slips import ODD_SPACE, ODD_SPACE_CURE
from dvkgen.yaml.slips import PARSER_SAYS, slip_at
from dvkgen.yaml.written import WrittenList, WrittenMap

YAML_SYNTAX = Rule(
    "yaml-syntax",
    Severity.ERROR,
    "Tệp YAML phải đọc được: thụt lề bằng dấu cách, mỗi mục “ten_muc: giá trị”, dấu nháy có mở có đóng.\n\n"
    "Giá trị có “: ”, “ #” hoặc bắt đầu bằng dấu đặc biệt (@ % * & ! ` \" ') thì đặt xuống dòng dưới, sau dấu >-.",
    cures=(Cure("dòng thụt lề bằng dấu cách lạ", plainly_indented, of_structure=True),),
)
TEXT_CUT_AT_HASH = Rule(
    "text-cut-at-hash",
    Severity.WARNING,
    "YAML bỏ phần sau “ #” của một giá trị; nếu đó là nội dung thì đặt giá trị sau dấu >-.",
)

_CORE = frozenset(
    f"tag:yaml.org,2002:{name}"
    for name in ["str", "int", "float", "bool", "null", "timestamp", "map", "seq", "merge", "value"]
)
_REFUSED = (YAMLError, AssertionError, UnicodeError)
"""What the parser raises of versions it does not know and of characters that no YAML holds."""


def read_yaml(text: str, path: str) -> tuple[Any, tuple[Finding, ...]]:
    """Return the value written in `text` and every finding of its syntax; no value where it cannot be read."""
    too_deep = _finding(Mark(path), "các mục lồng nhau quá sâu", "viết lại với ít cấp thụt lề hơn")
    try:
        node = compose(text)
    except MarkedYAMLError as error:
        return None, tuple(sorted(_slips(error, path, text), key=attrgetter("mark")))
    except RecursionError:
        return None, (too_deep,)
    except _REFUSED:
        return None, (_finding(Mark(path), "tệp này không đọc được theo YAML", "xóa dòng “%YAML” ở đầu tệp"),)
    builder = _Builder(path, text)
    try:
        value = builder.value(node, Mark(path)) if node else None
    except RecursionError:
        return None, (too_deep,)
    if value is None and not builder.findings:  # nothing at all, or “---”, or “~” alone
        return None, (_finding(Mark(path), "tệp trống", "xóa tệp, hoặc viết nội dung theo mẫu trong README"),)
    return value, tuple(builder.findings)


def compose(text: str) -> Node | None:
    """Return the node of a text, None where it holds nothing; raises ruamel's error where it is no YAML.

    Raises `RecursionError` where it nests too deep to be read.
    """
    try:
        if is_bottomless(text):
            raise RecursionError
        return _composed(text, pure=False)
    except MarkedYAMLError:
        return _composed(text, pure=True)


def _composed(text: str, *, pure: bool) -> Node | None:
    yaml = YAML(typ="safe", pure=pure)
    yaml.Resolver = AllText
    warnings.simplefilter("ignore", ReusedAnchorWarning)  # told by us, in Vietnamese
    return yaml.compose(text)  # type: ignore[no-any-return]


class AllText(VersionedResolver):
    """Takes every scalar for text: what it means is for the record to say."""

    def resolve(self, kind: type, value: Any, implicit: Any) -> Any:
        """Return the tag of a node: text for every scalar."""
        return self.DEFAULT_SCALAR_TAG if kind is ScalarNode else super().resolve(kind, value, implicit)


def _finding(mark: Mark, message: str, cure: str, related: tuple[Related, ...] = ()) -> Finding:
    return YAML_SYNTAX.at(mark, message, cure, related=related)


class _Builder:
    """Turns the nodes of one file into values, collecting what may not stand in our files."""

    def __init__(self, path: str, text: str) -> None:
        self.path, self.text = path, text
        self.lines = text.split("\n")
        self.findings: list[Finding] = []
        self.seen: set[int] = set()

    def mark(self, node: Node) -> Mark:
        return Mark(self.path, node.start_mark.line + 1, node.start_mark.column + 1)

    def value(self, node: Node, key_mark: Mark) -> Any:
        if id(node) in self.seen:
            cure = "chép lại nội dung; chữ bắt đầu bằng * thì đặt sau dấu >-"
            self.findings.append(_finding(key_mark, "dùng lại một đoạn bằng “*tên”", cure))
            return None
        self.seen.add(id(node))
        self._refuse_properties(node)
        if not isinstance(node, ScalarNode) and len(node.value) > (most := most_of(node)):
            self.findings.append(_finding(self.mark(node), f"quá {most} mục", "chia thành nhiều tệp, hoặc bớt đi"))
            del node.value[most:]
        match node:
            case MappingNode():
                return self._map(node)
            case SequenceNode():
                return self._list(node)
            case ScalarNode():
                return self._scalar(node)
            case _:
                raise TypeError(f"unknown node {node!r}")

    def _refuse_properties(self, node: Node) -> None:
        start = self.text[node.start_mark.index : node.start_mark.index + 1]
        written = start in ("&", "!") and not (isinstance(node, ScalarNode) and node.style in ("'", '"'))
        if written or node.tag not in _CORE:
            message = (
                f"giá trị bắt đầu bằng “{start}” mà YAML hiểu là ký hiệu riêng"
                if written
                else "nhãn kiểu “!…” không được dùng"
            )
            self.findings.append(_finding(self.mark(node), message, "đặt giá trị xuống dòng dưới, sau dấu >-"))

    def _map(self, node: MappingNode) -> WrittenMap:
        result = WrittenMap()
        marks: dict[str, Mark] = {}
        keys: dict[str, Mark] = {}
        for key_node, value_node in node.value:
            at = self.mark(key_node)
            if not isinstance(key_node, ScalarNode):
                is_quote = self.text.startswith("{{", node.start_mark.index)
                message = "giá trị bắt đầu bằng {{" if is_quote else "tên mục phải là một từ"
                cure = 'đặt cả giá trị trong nháy kép: "{{ … }}"' if is_quote else "viết “ten_muc: giá trị”"
                self.findings.append(_finding(self.mark(node) if is_quote else at, message, cure))
                continue
            key = nfc(key_node.value)
            if key[:1].isspace():
                self.findings.append(_finding(at, ODD_SPACE, ODD_SPACE_CURE))
            if key in keys and key == next(iter(keys)) and len(keys) > 1:
                cure = f"viết “- {key}: …”, căn thẳng cột với mục trước"
                self.findings.append(_finding(at, f"thiếu dấu “- ” trước “{key}: …”", cure))
                break
            if key in keys:
                first = (Related(keys[key], "lần viết đầu"),)
                self.findings.append(_finding(at, f"mục “{key}” viết hai lần", "giữ một, xóa một", first))
                continue
            keys[key] = at
            value = self.value(value_node, at)
            result[key] = value
            marks[key] = at if value is None else self._value_mark(value_node)
            if isinstance(value, WrittenList):
                marks |= {f"{key}.{place}": mark for place, mark in enumerate(value.marks)}
        result.origin, result.keys_at, result.flow = Origin(self.mark(node), marks), keys, bool(node.flow_style)
        return result

    def _list(self, node: SequenceNode) -> WrittenList:
        at = self.mark(node)
        result = WrittenList(self.value(item, at) for item in node.value)
        result.mark, result.flow = at, bool(node.flow_style)
        result.marks = tuple(map(self._value_mark, node.value))
        return result

    def _scalar(self, node: ScalarNode) -> Written | None:
        plain = node.style not in ("'", '"', "|", ">")
        if plain:
            self._warn_of_cut(node)
        if plain or node.style == ">":
            self._refuse_swallowed_item(node)
        if plain and node.value in ("", "~"):
            return None
        if bad := UNPRINTABLE.search(node.value):
            message = f"có {character_name(bad[0])}, không in được"
            self.findings.append(
                _finding(self.mark(node), message, "xóa ký tự này, không dùng các dấu \\ trong nháy kép")
            )
            return None
        result = Written(nfc(node.value))
        result.mark = result.first_line = self._value_mark(node)
        if node.style == "|":
            result.line_by_line, result.first_line = True, self._first_content(node)
        return result

    def _value_mark(self, node: Node) -> Mark:
        """Return where a value is seen: a folded text on the line below its sign."""
        if isinstance(node, ScalarNode) and node.style == ">":
            return self._first_content(node)
        return self.mark(node)

    def _first_content(self, node: ScalarNode) -> Mark:
        line = node.start_mark.line + 1
        following = self.lines[line] if line < len(self.lines) else ""
        return Mark(self.path, line + 1, indent_of(following) + 1)

    def _refuse_swallowed_item(self, node: ScalarNode) -> None:
        """Report a line that looks like an item of a list and was read as more of the sentence above it."""
        first, last = node.start_mark.line, min(node.end_mark.line, len(self.lines) - 1)
        is_folded = node.style == ">"  # what ends a block is the line after it
        for number in range(first + is_folded, last + 1 - is_folded) if last - is_folded > first else ():
            text = self.lines[number].strip() if number > first else self.lines[number][node.start_mark.column :]
            if match := re.match(r"[-+][ ]*(?=[^\W\d_])", text):
                column = len(self.lines[number]) - len(self.lines[number].lstrip()) + 1
                message = "dòng này trông như một mục của danh sách mà bị nối vào câu"
                listed = f"viết “- {text[match.end() :][:20]}…”, căn thẳng cột với các mục khác"
                cure = "thay dấu > bằng dấu |" if is_folded else listed
                self.findings.append(_finding(Mark(self.path, number + 1, column), message, cure))
                return

    def _warn_of_cut(self, node: ScalarNode) -> None:
        """Say where YAML ended a text at ` #`: with one space before it the writer hardly meant a comment."""
        line = self.lines[node.end_mark.line] if node.end_mark.line < len(self.lines) else ""
        rest = line[node.end_mark.column :]
        if rest.startswith(" #") and rest[2:3].strip():
            mark = Mark(self.path, node.end_mark.line + 1, node.end_mark.column + 2)
            message = f"YAML bỏ phần từ dấu # trở đi: “{rest.strip()[:40]}”"
            cure = "nếu là nội dung: đặt cả giá trị xuống dòng dưới, sau dấu >-; nếu là ghi chú: viết “# ” có dấu cách"
            self.findings.append(TEXT_CUT_AT_HASH.at(mark, message, cure))


_MOST_SLIPS = 20
_LONGEST_MENDED = 100_000
"""Characters up to which a text is mended and read again, to tell all its slips at once."""


def _slips(error: MarkedYAMLError, path: str, text: str) -> Iterator[Finding]:
    """Yield the slips of a text that cannot be read: each is mended in a copy, to see the next one."""
    lines = text.split("\n")
    for told in range(_MOST_SLIPS):
        slip = _slip(error, lines)
        if slip is None:
            if not told:
                yield _as_parser_says(error, path, lines)
            return
        yield _finding(Mark(path, slip.line + 1, slip.column + 1), slip.message, slip.cure)
        if lines[slip.line] == slip.mended or len(text) > _LONGEST_MENDED:
            return
        lines[slip.line] = slip.mended
        try:
            compose("\n".join(lines))
        except MarkedYAMLError as next_error:
            error = next_error
        except (RecursionError, *_REFUSED):
            return
        else:
            return


def slips_of_sentence(text: str, path: str) -> Iterator[Finding]:
    """Yield the slip by which a whole file became one sentence: a colon that is missing, or stuck to its value."""
    lines = text.split("\n")
    first = next((n for n, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")), 0)
    if slip := slip_at(lines, first, None):
        yield _finding(Mark(path, slip.line + 1, slip.column + 1), slip.message, slip.cure)


def _slip(error: MarkedYAMLError, lines: Sequence[str]) -> Slip | None:
    if "another document" in str(error.problem) or len(lines) > _LONGEST_MENDED:
        return None
    parsed_to = error.problem_mark.line if error.problem_mark else len(lines) - 1
    opened_at = error.context_mark.line if error.context_mark else None
    return slip_at(lines, parsed_to, opened_at, in_quotes="quoted scalar" in str(error.context))


def _as_parser_says(error: MarkedYAMLError, path: str, lines: Sequence[str]) -> Finding:
    problem = str(error.problem or error)
    at_start = "end of stream" in problem or "could not find expected" in problem
    where = error.context_mark if at_start else error.problem_mark
    where = where or error.problem_mark or error.context_mark
    text = "\n".join(lines)
    mark = mark_at(path, text, min(where.index, len(text))) if where else Mark(path)
    for english, message, cure in PARSER_SAYS:
        if english in problem:
            return _finding(mark, message, cure)
    return _finding(
        mark, "không đúng cú pháp YAML", "xem lại dòng này và dòng trước nó: dấu hai chấm, dấu nháy, thụt lề"
    )
