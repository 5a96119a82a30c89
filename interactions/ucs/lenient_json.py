"""JSON as it really comes: with a byte order mark, broken UTF-8, NaN, numbers of thousands of digits, half a
surrogate pair, the same key twice.

What is read from it can always be written again, as UTF-8 and as JSON; `problems` says what had to be
changed. Slower than msgspec; for single records, and for what msgspec refuses.
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
    """An object in which a key came more than once: the last value counts, `pairs` has them all."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.pairs = pairs


@dataclass(frozen=True)
class JsonElement:
    """One value of a body, with its own text as it was sent (`source`)."""

    value: Any
    source: bytes
    problems: tuple[RecordProblem, ...]


def iter_json_elements(body: bytes) -> Iterator[JsonElement]:
    """The elements of an array, or the one value that is no array. An empty body has none.

    Raises `UCSBadResponse` for what is not JSON, after the elements before it.
    """
    text, problems = _decode_body(body)
    reader = _LenientReader(problems)
    position = _skip_blanks(text, 0)
    if position == len(text):
        return
    if text[position] != "[":
        element, position = reader.read_element(text, position)
        _check_end(text, position)
        yield element
        return
    position = _skip_blanks(text, position + 1)
    while text[position : position + 1] != "]":
        element, position = reader.read_element(text, position)
        yield element
        position = _skip_blanks(text, position)
        if text[position : position + 1] == ",":
            position = _skip_blanks(text, position + 1)
        elif text[position : position + 1] != "]":
            raise UCSBadResponse(_("The response is not JSON: the list has no end."))
    _check_end(text, position + 1)


class _LenientReader:
    """Reads one value after another and notes what it had to change."""

    def __init__(self, problems: tuple[RecordProblem, ...]) -> None:
        self.body_problems = problems
        self.problems: list[RecordProblem] = []
        self.decoder = json.JSONDecoder(
            object_pairs_hook=self._build_object,
            parse_constant=self._keep_constant,
            parse_int=self._parse_integer,
            parse_float=self._parse_fraction,
        )

    def read_element(self, text: str, position: int) -> tuple[JsonElement, int]:
        self.problems = []
        try:
            value, end = self.decoder.raw_decode(text, position)
            source = text[position:end]
            if "\\u" in source and (clean := _replace_surrogates(value)) != value:
                value = clean
                self.problems.append(RecordProblem("", _("Invalid characters in a text are shown as �.")))
        except ValueError:
            raise UCSBadResponse(_("The response is not JSON.")) from None
        except RecursionError:
            raise UCSBadResponse(_("The response is nested too deeply.")) from None
        return JsonElement(value, source.encode(), (*self.body_problems, *self.problems)), end

    def _build_object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        plain = dict(pairs)
        return plain if len(plain) == len(pairs) else RepeatedKeyDict(pairs)

    def _keep_constant(self, name: str) -> str:
        self.problems.append(
            RecordProblem(
                "", _("%(value)s is not a valid JSON number and is kept as text.") % {"value": name}, name
            )
        )
        return name

    def _parse_integer(self, digits: str) -> int | str:
        return int(digits) if len(digits) <= MAX_NUMBER_DIGITS else self._keep_as_text(digits)

    def _parse_fraction(self, digits: str) -> float | str:
        number = float(digits)
        return number if math.isfinite(number) else self._keep_as_text(digits)

    def _keep_as_text(self, digits: str) -> str:
        self.problems.append(RecordProblem("", _("A number is too large and is kept as text."), digits[:100]))
        return digits


def _decode_body(body: bytes) -> tuple[str, tuple[RecordProblem, ...]]:
    try:
        return body.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        problem = RecordProblem("", _("The response has bytes that are not UTF-8; they are shown as �."))
        return body.decode("utf-8-sig", "replace"), (problem,)


def _skip_blanks(text: str, position: int) -> int:
    while position < len(text) and text[position] in " \t\r\n":
        position += 1
    return position


def _check_end(text: str, position: int) -> None:
    if _skip_blanks(text, position) != len(text):
        raise UCSBadResponse(_("The response is not JSON: it continues after the end."))


def _replace_surrogates(value: Any) -> Any:
    """A copy of the value in which each half of a surrogate pair is replaced, since UTF-8 can hold none."""
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
