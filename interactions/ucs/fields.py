"""The fields of a record, each as the type it should have.

What is near enough counts ("3" is 3, "true" is true, 1002 is "1002"); anything else becomes None and a
`RecordProblem` that keeps what was sent. JSON's null and, except for texts, "" count as a field left out.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from interactions.ucs.dates import parse_datetime
from interactions.ucs.lenient_json import RepeatedKeyDict
from interactions.ucs.resources import MailAddress, RecordProblem
from interactions.ucs.untrusted_text import parse_whole_number

T = TypeVar("T")
MIN_INT64, MAX_INT64 = (
    -(2**63),
    2**63 - 1,
)  # a UCS counts in longs; who goes beyond breaks sums
TRUE_WORDS, FALSE_WORDS = {"true", "1", "yes"}, {"false", "0", "no"}


class FieldMismatch(Exception):
    """A value that does not fit its field; the message says what was expected."""


class RecordFields:
    """The fields of one record's object. `take` removes one from `remaining`, so that what is left in the end
    are the unknown ones."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.remaining = dict(document)
        self.problems: list[RecordProblem] = []
        if isinstance(document, RepeatedKeyDict):
            self._report_repeated_names(document)

    def take(self, name: str, parse: Callable[[Any], T]) -> T | None:
        """The field as `parse` gives it; None when it is left out, and when `parse` raises `FieldMismatch`,
        which becomes one of `problems`."""
        value = self.remaining.pop(name, None)
        if value is None or (value == "" and parse is not parse_text_field):
            return None
        try:
            return parse(value)
        except FieldMismatch as mismatch:
            self.problems.append(RecordProblem(name, str(mismatch), value))
            return None

    def _report_repeated_names(self, document: RepeatedKeyDict) -> None:
        names: set[str] = set()
        for name, value in document.pairs:
            if name in names:
                self.problems.append(
                    RecordProblem(name, _("This attribute was sent twice; the last value is used."), value)
                )
            names.add(name)


def parse_text_field(value: Any) -> str:
    """A text, or a number as text. Raises `FieldMismatch` for anything else."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise FieldMismatch(_("Expected a text."))
    return str(value)


def parse_integer_field(value: Any) -> int:
    """A whole number, also as a float or as text, within 64 bits. Raises `FieldMismatch` for anything
    else."""
    number = _parse_integer(value)
    if number is None:
        raise FieldMismatch(_("Expected a whole number."))
    if not MIN_INT64 <= number <= MAX_INT64:
        raise FieldMismatch(_("The number is too large."))
    return number


def _parse_integer(value: Any) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return parse_whole_number(value.strip(), max_digits=19, signed=True) if isinstance(value, str) else None


def parse_boolean_field(value: Any) -> bool:
    """A truth value, also as one of `TRUE_WORDS` and `FALSE_WORDS`. Raises `FieldMismatch` for anything
    else."""
    word = str(value).strip().lower() if isinstance(value, bool | int | str) else ""
    if word not in TRUE_WORDS | FALSE_WORDS:
        raise FieldMismatch(_("Expected true or false."))
    return word in TRUE_WORDS


def parse_datetime_field(value: Any) -> datetime:
    """A date and time as `parse_datetime` reads it, aware and in UTC. Raises `FieldMismatch` for anything
    else."""
    moment = None
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        moment = parse_datetime(value)
    if moment is None:
        raise FieldMismatch(_("Expected a date and time."))
    return moment


def parse_address_field(value: Any) -> MailAddress:
    """`{"address": …, "personal": …}` (docs/ucs-protocol.md §2.2), or the address alone as text. Raises
    `FieldMismatch` for anything else."""
    if isinstance(value, str):
        return MailAddress(value)
    if not isinstance(value, dict) or not isinstance(value.get("address"), str):
        raise FieldMismatch(_("Expected an e-mail address."))
    personal = value.get("personal")
    return MailAddress(value["address"], personal if isinstance(personal, str) and personal else None)


def parse_address_list_field(value: Any) -> tuple[MailAddress, ...]:
    """A list of addresses, each as `parse_address_field` reads it; a single one counts as a list of one.
    Raises `FieldMismatch` when one of them is none."""
    return tuple(parse_address_field(item) for item in (value if isinstance(value, list) else [value]))
