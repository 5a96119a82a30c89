"""One field after another taken out of a record, each as the type it should have.

What is near enough counts ("3" is 3, "true" is true, 1002 is "1002"); what isn't becomes None and a
`RecordProblem` that keeps what was sent. JSON's null and, but for texts, "" are the same as a field left out.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from interactions.ucs.dates import parse_datetime
from interactions.ucs.lenient_json import RepeatedKeyDict
from interactions.ucs.resources import MailAddress, RecordProblem

T = TypeVar("T")
MIN_INT64, MAX_INT64 = (
    -(2**63),
    2**63 - 1,
)  # a UCS counts in longs; who goes beyond breaks sums
TRUE_WORDS, FALSE_WORDS = {"true", "1", "yes"}, {"false", "0", "no"}


class FieldMismatch(Exception):
    """A value that is not what its field holds; the message says what was expected."""


class RecordFields:
    """The fields of one record's object; `take` empties it, so that what is left was not known."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.left = dict(document)
        self.problems: list[RecordProblem] = []
        if isinstance(document, RepeatedKeyDict):
            self._note_repeated(document)

    def take(self, name: str, read: Callable[[Any], T]) -> T | None:
        """The field as `read` gives it, None when it is left out or not understood."""
        value = self.left.pop(name, None)
        if value is None or (value == "" and read is not parse_text_field):
            return None
        try:
            return read(value)
        except FieldMismatch as misfit:
            self.problems.append(RecordProblem(name, str(misfit), value))
            return None

    def _note_repeated(self, document: RepeatedKeyDict) -> None:
        seen: set[str] = set()
        for name, value in document.pairs:
            if name in seen:
                self.problems.append(
                    RecordProblem(name, _("This attribute was sent twice; the last value is used."), value)
                )
            seen.add(name)


def parse_text_field(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise FieldMismatch(_("Expected a text."))
    return str(value)


def parse_integer_field(value: Any) -> int:
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
    if isinstance(value, str) and value.isascii() and len(value) < 20:
        digits = value.strip()
        if digits.removeprefix("-").isdecimal():
            return int(digits)
    return None


def parse_boolean_field(value: Any) -> bool:
    word = str(value).strip().lower() if isinstance(value, bool | int | str) else ""
    if word not in TRUE_WORDS | FALSE_WORDS:
        raise FieldMismatch(_("Expected true or false."))
    return word in TRUE_WORDS


def parse_datetime_field(value: Any) -> datetime:
    moment = None
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        moment = parse_datetime(value)
    if moment is None:
        raise FieldMismatch(_("Expected a date and time."))
    return moment


def parse_address_field(value: Any) -> MailAddress:
    """`{"address": …, "personal": …}` (docs/ucs-protocol.md §2.2), or the address alone."""
    if isinstance(value, str):
        return MailAddress(value)
    if not isinstance(value, dict) or not isinstance(value.get("address"), str):
        raise FieldMismatch(_("Expected an e-mail address."))
    personal = value.get("personal")
    return MailAddress(value["address"], personal if isinstance(personal, str) and personal else None)


def parse_address_list_field(value: Any) -> tuple[MailAddress, ...]:
    """A list of addresses; one alone is a list of one."""
    return tuple(parse_address_field(item) for item in (value if isinstance(value, list) else [value]))
