"""The sandboxed Jinja in which templates and frames are written.

A template is code that comes with a locality's files: it sees only what it is handed, and an unknown name
is an error. This module and `bounded` are the only importers of jinja2.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Mapping, MutableMapping
from functools import cached_property, partial
from os.path import lexists
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import (
    Environment,
    FunctionLoader,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.utils import LRUCache
from markupsafe import Markup

from dvkgen.document.bounded import BoundedEnvironment
from dvkgen.document.prose import plain_text, to_html
from dvkgen.findings import DvkgenError

UNWORDED = "phieu.html"
"""The template of forms that a locality declares and does not word itself: title, fields one by one, note."""


class TemplateFault(DvkgenError):
    """A content template that cannot be used: its file, the line, and why."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.path, self.line, self.message = path, line, message


_NAMES = re.compile(r"'([^']+)' is undefined|has no attribute '([^']+)'|No filter named '([^']+)'")


def fault_in_words(error: Exception) -> str:  # noqa: PLR0911 - a line for each kind
    """Return in Vietnamese what Jinja found wrong with a template."""
    name = _NAMES.search(str(error))
    named = next(filter(None, name.groups()), "") if name else ""
    match error:
        case TemplateSyntaxError() if named:
            return f"không có bộ lọc “{named}”"
        case TemplateSyntaxError():
            return f"thẻ không đúng cú pháp: thiếu dấu đóng, hoặc {{% if %}}, {{% for %}} không có thẻ kết thúc ({error.message})"
        case UndefinedError():
            return f"dùng một tên không có: “{named}”" if named else f"dùng một tên không có ({error.message})"
        case TemplateNotFound():
            return f"không có mẫu {error.name}"
        case DvkgenError():
            return str(error)
        case UnicodeDecodeError():
            return "tệp không phải UTF-8"
        case _:
            return f"không chạy được ({error})"


def _file(error: Exception) -> Path | None:
    """Return the file of the template in which an error arose: it may be one that another includes."""
    frames = [frame.filename for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".html")]
    named = getattr(error, "filename", None) if isinstance(error, TemplateSyntaxError) else None
    return Path(named) if named else Path(frames[-1]) if frames else None


def _line(error: Exception) -> int:
    """Return the line of the template at which an error arose: Jinja puts it into the traceback."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".html")]
    return getattr(error, "lineno", None) or (lines[-1] if lines else None) or 1


class _Loader(FunctionLoader):
    """Loads templates, and keeps the code of their texts: localities, and both sides of a review, have most in common."""

    _codes = LRUCache(256)

    def load(self, environment: Environment, name: str, globals: MutableMapping[str, Any] | None = None) -> Template:  # noqa: A002 - as in Jinja
        """Return the template of a name, compiled unless its text has been compiled under that name."""
        source, filename, is_fresh = self.get_source(environment, name)
        if (source, name) not in self._codes:
            self._codes[source, name] = environment.compile(source, name, filename)
        code = _standing_in(filename or name, self._codes[source, name])
        return environment.template_class.from_code(environment, code, globals or {}, is_fresh)


def _standing_in(filename: str, code: CodeType) -> CodeType:
    """Return the code of a template as that of another file with the same text: errors are told of the file they are in."""
    if code.co_filename == filename:
        return code
    inner = (_standing_in(filename, held) if isinstance(held, CodeType) else held for held in code.co_consts)
    return code.replace(co_filename=filename, co_consts=tuple(inner))


class Templates:
    """The content templates of one campaign: a plan's folder before its locality's before the common ones.

    `own` are the folders of plan and locality, `common` those of all; `read` gives the text of a file, or raises DvkgenError.
    """

    def __init__(self, own: tuple[Path, ...], common: tuple[Path, ...], read: Callable[[Path], str]) -> None:
        self.own, self.folders, self.read = own, (*own, *common), read

    @cached_property
    def _environment(self) -> BoundedEnvironment:
        env = BoundedEnvironment(_Loader(self._source))
        env.filters["doan"] = lambda text: Markup(to_html(str(text)))  # noqa: S704 - to_html escapes all it is given
        return env

    def _source(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        """Return the text of a template by its name, and the file it stands in; no path leads to another folder."""
        if Path(name).name != name:
            return None
        path = next((place for folder in self.folders if lexists(place := folder / name)), None)
        return (self.read(path), str(path), lambda: True) if path else None

    def word_of(self, kind: str) -> Path | None:
        """Return the Word file that a locality puts in place of a kind's DOCX, if there is one."""
        return next((path for folder in self.own if lexists(path := folder / f"{kind}.docx")), None)

    def render(self, kind: str, view: Mapping[str, Any]) -> str:
        """Return what the template of a kind writes for a view; raises TemplateFault where it cannot."""
        try:
            env = self._environment
            return env.written(env.get_template(self.path(kind).name), view)
        except Exception as error:
            raise TemplateFault(_file(error) or self.path(kind), _line(error), fault_in_words(error)) from error

    def fault(self, kind: str, message: str, line: int = 1) -> TemplateFault:
        """Return the fault of the template that is used for a kind."""
        return TemplateFault(self.path(kind), line, message)

    def path(self, kind: str) -> Path:
        """Return the file of the template that is used for a kind: a form nobody has worded goes by the common one."""
        candidates = [folder / f"{kind}.html" for folder in self.folders]
        return next((path for path in candidates if lexists(path)), self.folders[-1] / UNWORDED)


def word_environment() -> BoundedEnvironment:
    """Return the environment of a locality's own Word files: as above, with long texts as plain words."""
    env = BoundedEnvironment()
    env.filters["doan"] = plain_text
    return env


def compiled(source: str) -> Callable[[Mapping[str, Any]], str]:
    """Return a function that renders a frame's text."""
    env = BoundedEnvironment()
    try:
        template: Template = env.from_string(source)
    except TemplateSyntaxError as error:
        raise DvkgenError(f"khung (khung.html hoặc khung.docx): {fault_in_words(error)}") from error
    return partial(env.written, template)


def safe(markup: str) -> Markup:
    """Return text that is markup already and must not be escaped again."""
    return Markup(markup)  # noqa: S704 - callers escape what they build
