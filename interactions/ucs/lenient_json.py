"""JSON as it really comes: with a byte order mark, broken UTF-8, NaN, numbers of thousands of digits, half
a surrogate pair, the same key twice.

What is read from it can always be written again, as UTF-8 and as JSON. What had to be changed is said in
`problems`. Slower than msgspec; for one record, and for what msgspec refuses.
"""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from interactions.ucs.resources import RecordProblem

from .errors import UCSBadResponse

MAX_NUMBER_DIGITS = 400  # digits; Python refuses to print numbers beyond 4,300


class RepeatedKeyDict(dict[str, Any]):
    """An object that held a key more than once: the last one counts, `pairs` has them all."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.pairs = pairs


@dataclass(frozen=True)
class JsonElement:
    """One value of an answer, with its own text as it was sent."""

    value: Any
    source: bytes
    problems: tuple[RecordProblem, ...]


def iter_json_elements(body: bytes) -> Iterator[JsonElement]:
    """The elements of an array, or the one value that is no array. An empty body has none.

    Raises `UCSBadResponse` for what is not JSON, after the elements in front of it.
    """
    text, problems = _decode_body(body)
    reader = _LenientReader(problems)
    place = _skip_blanks(text, 0)
    if place == len(text):
        return
    if text[place] != "[":
        element, place = reader.element(text, place)
        _check_end(text, place)
        yield element
        return
    place = _skip_blanks(text, place + 1)
    while text[place : place + 1] != "]":
        element, place = reader.element(text, place)
        yield element
        place = _skip_blanks(text, place)
        if text[place : place + 1] == ",":
            place = _skip_blanks(text, place + 1)
        elif text[place : place + 1] != "]":
            raise UCSBadResponse(_("The response is not JSON: the list has no end."))
    _check_end(text, place + 1)


class _LenientReader:
    """Reads one value after another and notes what it had to change."""

    def __init__(self, problems: tuple[RecordProblem, ...]) -> None:
        self.of_the_body = problems
        self.problems: list[RecordProblem] = []
        self.json = json.JSONDecoder(
            object_pairs_hook=self._object,
            parse_constant=self._constant,
            parse_int=self._whole,
            parse_float=self._fraction,
        )

    def element(self, text: str, place: int) -> tuple[JsonElement, int]:
        self.problems = []
        try:
            value, end = self.json.raw_decode(text, place)
            source = text[place:end]
            if "\\u" in source and (clean := _replace_surrogates(value)) != value:
                value = clean
                self.problems.append(RecordProblem("", _("Invalid characters in a text are shown as �.")))
        except ValueError:
            raise UCSBadResponse(_("The response is not JSON.")) from None
        except RecursionError:
            raise UCSBadResponse(_("The response is nested too deeply.")) from None
        return JsonElement(value, source.encode(), (*self.of_the_body, *self.problems)), end

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        plain = dict(pairs)
        return plain if len(plain) == len(pairs) else RepeatedKeyDict(pairs)

    def _constant(self, name: str) -> str:
        self.problems.append(
            RecordProblem(
                "", _("%(value)s is not a valid JSON number and is kept as text.") % {"value": name}, name
            )
        )
        return name

    def _whole(self, digits: str) -> int | str:
        return int(digits) if len(digits) <= MAX_NUMBER_DIGITS else self._too_long(digits)

    def _fraction(self, digits: str) -> float | str:
        number = float(digits)
        return number if math.isfinite(number) else self._too_long(digits)

    def _too_long(self, digits: str) -> str:
        self.problems.append(RecordProblem("", _("A number is too large and is kept as text."), digits[:100]))
        return digits


def _decode_body(body: bytes) -> tuple[str, tuple[RecordProblem, ...]]:
    try:
        return body.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        problem = RecordProblem("", _("The response has bytes that are not UTF-8; they are shown as �."))
        return body.decode("utf-8-sig", "replace"), (problem,)


def _skip_blanks(text: str, place: int) -> int:
    while place < len(text) and text[place] in " \t\r\n":
        place += 1
    return place


def _check_end(text: str, place: int) -> None:
    if _skip_blanks(text, place) != len(text):
        raise UCSBadResponse(_("The response is not JSON: it continues after the end."))


def _replace_surrogates(value: Any) -> Any:
    """The same value, each half of a surrogate pair replaced, since no UTF-8 can hold one."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_replace_surrogates(item) for item in value]
    if isinstance(value, RepeatedKeyDict):
        return RepeatedKeyDict(
            [(_replace_surrogates(key), _replace_surrogates(item)) for key, item in value.pairs]
        )
    if isinstance(value, dict):
        return {_replace_surrogates(key): _replace_surrogates(item) for key, item in value.items()}
    return value
