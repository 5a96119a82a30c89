"""What can be an ID on this server: letters, digits, `-` and `_`, at most 64 of them, case-sensitive. The IDs
seen are 16 letters and digits; service IDs differ by release (docs/ucs-protocol.md §1.5, §2.5), hence the
room."""

import re
from typing import Any, TypeGuard

MAX_IDENTIFIER_CHARACTERS = 64
IDENTIFIER_PATTERN = re.compile(rf"[0-9A-Za-z_-]{{1,{MAX_IDENTIFIER_CHARACTERS}}}")


def is_identifier(value: Any) -> TypeGuard[str]:
    """Whether `value` is a text that an interaction, a customer or a service can have as its ID."""
    return isinstance(value, str) and IDENTIFIER_PATTERN.fullmatch(value) is not None


def parse_identifier(value: Any) -> str | None:
    """An ID as a record holds it (8.0 types service IDs as integers, docs/ucs-protocol.md §1.5), or None when
    it is none."""
    text = str(value) if type(value) is int else value
    return text if is_identifier(text) else None
