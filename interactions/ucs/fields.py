"""One field after another taken out of a record, each as the type it should have.

What is near enough counts ("3" is 3, "true" is true, 1002 is "1002"); what isn't becomes None and a
`Problem` that keeps what was sent. JSON's null and, but for texts, "" are the same as a field left out.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from .dates import parse_moment
from .lenient_json import RepeatedKeys
from .resources import MailAddress, Problem

T = TypeVar("T")
LEAST_WHOLE, MOST_WHOLE = (
    -(2**63),
    2**63 - 1,
)  # a UCS counts in longs; who goes beyond breaks sums
TRUE, FALSE = {"true", "1", "yes"}, {"false", "0", "no"}


class Misfit(Exception):
    """A value that is not what its field holds; the message says what was expected."""


class Fields:
    """The fields of one record's object; `take` empties it, so that what is left was not known."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.left = dict(document)
        self.problems: list[Problem] = []
        if isinstance(document, RepeatedKeys):
            self._note_repeated(document)

    def take(self, name: str, read: Callable[[Any], T]) -> T | None:
        """The field as `read` gives it, None when it is left out or not understood."""
        value = self.left.pop(name, None)
        if value is None or (value == "" and read is not as_text):
            return None
        try:
            return read(value)
        except Misfit as misfit:
            self.problems.append(Problem(name, str(misfit), value))
            return None

    def _note_repeated(self, document: RepeatedKeys) -> None:
        seen: set[str] = set()
        for name, value in document.pairs:
            if name in seen:
                self.problems.append(Problem(name, "The attribute came twice; the last one counts.", value))
            seen.add(name)


def as_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Misfit("A text was expected.")
    return str(value)


def as_whole(value: Any) -> int:
    number = _whole(value)
    if number is None:
        raise Misfit("A whole number was expected.")
    if not LEAST_WHOLE <= number <= MOST_WHOLE:
        raise Misfit("The number is too large to count with.")
    return number


def _whole(value: Any) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and value.isascii() and len(value) < 20:
        digits = value.strip()
        if digits.removeprefix("-").isdecimal():
            return int(digits)
    return None


def as_flag(value: Any) -> bool:
    word = str(value).strip().lower() if isinstance(value, bool | int | str) else ""
    if word not in TRUE | FALSE:
        raise Misfit("True or false was expected.")
    return word in TRUE


def as_moment(value: Any) -> datetime:
    moment = None
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        moment = parse_moment(value)
    if moment is None:
        raise Misfit("A date and time was expected.")
    return moment


def as_address(value: Any) -> MailAddress:
    """`{"address": …, "personal": …}` (docs/ucs-protocol.md §2.2), or the address alone."""
    if isinstance(value, str):
        return MailAddress(value)
    if not isinstance(value, dict) or not isinstance(value.get("address"), str):
        raise Misfit("A mail address was expected.")
    personal = value.get("personal")
    return MailAddress(value["address"], personal if isinstance(personal, str) and personal else None)


def as_addresses(value: Any) -> tuple[MailAddress, ...]:
    """A list of addresses; one alone is a list of one."""
    return tuple(as_address(item) for item in (value if isinstance(value, list) else [value]))
