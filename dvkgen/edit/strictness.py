"""What a schema can say beyond the shape of a record: names that a locality knows, one actor alone; and nothing offered that nobody types.

Names are known in any spelling that `check` takes for the same: case, white space, kinds of dash, the place of a tone mark,
composed letters or not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from dvkgen.text import with_tones

_DASHES = "[-_\u2010-\u2015\u2212]"
_TYPES = ("array", "boolean", "null", "number", "object", "string")
ACTOR_KEYS = ("tap_the", "ca_nhan")


def known_name(names: Iterable[str]) -> dict[str, Any]:
    """Return a schema of the names in any spelling; the names themselves are offered."""
    offered = list(dict.fromkeys(names))
    spelt = dict.fromkeys(
        s for name in offered for s in (name, with_tones(name, new=True), with_tones(name, new=False))
    )
    pattern = rf"^\s*(?:{'|'.join(map(_in_any_spelling, spelt))})\s*$"
    return {"anyOf": [{"enum": offered}, {"type": "string", "pattern": pattern}]}


def _in_any_spelling(name: str) -> str:
    words = "-".join(part.strip() for part in " ".join(name.split()).split("-"))
    return "".join(_letter(sign) for sign in unicodedata.normalize("NFC", words))


def _letter(sign: str) -> str:
    """Return a pattern of a letter, large or small, composed or not; of white space and dashes of any kind."""
    if sign == " ":
        return r"\s+"
    if sign in "-_":
        return rf"\s*{_DASHES}\s*"
    forms = {form for case in (sign.lower(), sign.upper()) for form in (case, unicodedata.normalize("NFD", case))}
    return re.escape(sign) if len(forms) == 1 else f"(?:{'|'.join(sorted(map(re.escape, forms)))})"


def one_actor(record: dict[str, Any]) -> dict[str, Any]:
    """Return what a record must have besides: a collective or an individual, and not both."""
    something = {"not": {"type": "null"}}
    have = [{"required": [key], "properties": {key: something}} for key in ACTOR_KEYS if key in record["properties"]]
    return {"oneOf": have}


def quiet(schema: Any) -> Any:
    """Return the same schema in words for which an editor offers neither true nor false nor null."""
    if isinstance(schema, list):
        return [quiet(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: quiet(value) for key, value in schema.items()}
    types = made.get("type")
    listed = [types] if isinstance(types, str) else types if isinstance(types, list) else []
    if {"null", "boolean"} & set(listed) and "integer" not in listed:
        del made["type"]
        made["not"] = {"type": [other for other in _TYPES if other not in listed]}
    if isinstance(made.get("enum"), list) and True in made["enum"]:
        words = [word for word in made.pop("enum") if isinstance(word, str)]
        shown = [word for word in words if word not in ("true", "false")]
        others = {"not": {"type": ["array", "null", "number", "object"]}, "pattern": rf"^\s*({'|'.join(words)})\s*$"}
        made["anyOf"] = [{"enum": shown}, others]
    return made
