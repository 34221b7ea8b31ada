"""The rule book: every rule by its name, those of reading first, then the checks, then those of making papers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dvkgen.build.aftermath import NOT_MADE, OWN_WORD_DIFFERS, OWN_WORD_FAULT, PAGE_LIMIT
from dvkgen.build.local_templates import UNPRINTED_FIELD, UNUSED_WORDING
from dvkgen.build.neighbours import OTHER_LOCALITY, SAME_LOCALITY
from dvkgen.build.paper_rules import LETTERHEAD_LINE, OUTPUT_LOCKED, SAME_TARGET, TEMPLATE_FAULT
from dvkgen.checks import CHECKS, UNKNOWN_RULE
from dvkgen.disk.encoding import MERGE_CONFLICT
from dvkgen.disk.file import HIDDEN_CHARACTERS, UNREADABLE_FILE
from dvkgen.disk.folder import UNKNOWN_FILE
from dvkgen.load.decode import MISSING_KEY, UNKNOWN_KEY, WRONG_TYPE
from dvkgen.load.plans import WRONG_PERIOD
from dvkgen.load.profiles import OWN_FRAME, UNKNOWN_PROFILE
from dvkgen.load.reader import UNKNOWN_FOLDER
from dvkgen.load.submissions import UNKNOWN_UNIT
from dvkgen.load.to_review import LEFT_TO_REVIEW
from dvkgen.rules import Rule
from dvkgen.schema.value import LIST_IN_BRACKETS, WRONG_VALUE
from dvkgen.yaml.read import TEXT_CUT_AT_HASH, YAML_SYNTAX

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        rule.name: rule
        for rule in (
            YAML_SYNTAX,
            MERGE_CONFLICT,
            UNREADABLE_FILE,
            HIDDEN_CHARACTERS,
            TEXT_CUT_AT_HASH,
            LIST_IN_BRACKETS,
            UNKNOWN_KEY,
            MISSING_KEY,
            WRONG_TYPE,
            WRONG_VALUE,
            LEFT_TO_REVIEW,
            UNKNOWN_FILE,
            UNKNOWN_FOLDER,
            UNKNOWN_UNIT,
            OWN_FRAME,
            UNKNOWN_PROFILE,
            WRONG_PERIOD,
            UNKNOWN_RULE,
            SAME_TARGET,
            SAME_LOCALITY,
            OTHER_LOCALITY,
            TEMPLATE_FAULT,
            OWN_WORD_FAULT,
            OWN_WORD_DIFFERS,
            UNUSED_WORDING,
            UNPRINTED_FIELD,
            NOT_MADE,
            PAGE_LIMIT,
            OUTPUT_LOCKED,
            LETTERHEAD_LINE,
            *(check.rule for check in CHECKS),
        )
    }
)
