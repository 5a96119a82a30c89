"""Describes a recurrence rule (RRULE, RFC 5545 §3.3.10) in words. Rules are never expanded, because a
hostile one has no bound. A rule unlike those that people use has no words, and is shown as written."""

import re
from datetime import UTC, datetime

from interactions.content.icalendar.calendar_zones import WEEKDAY_CODES, CalendarZone

FREQUENCY_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year", "HOURLY": "hour"}
# The rule parts that have words for each frequency, besides INTERVAL, COUNT and UNTIL; WKST changes no words.
ALLOWED_RULE_PARTS = {
    "HOURLY": set[str](),
    "DAILY": {"BYDAY"},
    "WEEKLY": {"BYDAY"},
    "MONTHLY": {"BYDAY", "BYMONTHDAY", "BYSETPOS"},
    "YEARLY": {"BYMONTH", "BYDAY", "BYMONTHDAY", "BYSETPOS"},
}
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
WORKING_DAY_CODES = ["MO", "TU", "WE", "TH", "FR"]
ORDINAL_WORDS = {
    **{1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth"},
    **{-1: "last", -2: "last but one"},
}
BY_DAY_PATTERN = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
UNTIL_PATTERN = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z)?)?", re.ASCII)
MAX_RULE_CHARACTERS = 500


class _NoWordsError(Exception):
    """The rule has no plain words."""


def format_recurrence_rule(rule: str, zone: CalendarZone | None = None) -> str:
    """`every 2 weeks on Monday and Friday, until 18 December 2026`; "" for a rule without plain words. The
    last day is that in the event's `zone`."""
    pairs = [
        part.partition("=") for part in rule[: MAX_RULE_CHARACTERS + 1].strip().upper().split(";") if part
    ]
    parts = {name.strip(): value.strip() for name, _, value in pairs}
    if len(rule) > MAX_RULE_CHARACTERS or len(parts) < len(pairs):
        return ""
    try:
        return _format_frequency(parts) + _format_days(parts) + _format_rule_end(parts, zone)
    except _NoWordsError:
        return ""


def _format_frequency(parts: dict[str, str]) -> str:
    unit = parts.get("FREQ", "")
    if unit not in FREQUENCY_UNITS or parts.keys() - ALLOWED_RULE_PARTS[unit] - {
        "FREQ",
        "INTERVAL",
        "COUNT",
        "UNTIL",
        "WKST",
    }:
        raise _NoWordsError
    interval = _parse_rule_number(parts.get("INTERVAL", "1"))
    if unit == "DAILY" and _parse_by_day(parts) == WORKING_DAY_CODES and interval == 1:
        return "every weekday"
    return f"every {FREQUENCY_UNITS[unit]}" if interval == 1 else f"every {interval} {FREQUENCY_UNITS[unit]}s"


def _format_days(parts: dict[str, str]) -> str:
    """The days of the rule, with a preposition ("on Monday"); "" where `_format_frequency` has named them."""
    unit, days = parts["FREQ"], _parse_by_day(parts)
    if unit == "DAILY" and days:
        return (
            "" if days == WORKING_DAY_CODES and parts.get("INTERVAL", "1") == "1" else _format_weekdays(days)
        )
    if unit == "WEEKLY" and days:
        return _format_weekdays(days)
    month = f" of {_format_month(parts)}" if "BYMONTH" in parts else ""
    if "BYDAY" in parts:
        if unit == "YEARLY" and not month:
            raise _NoWordsError
        return f" on the {_format_nth_weekday(parts)}{month}"
    if "BYSETPOS" in parts:
        raise _NoWordsError
    if "BYMONTHDAY" in parts:
        return _format_month_day(parts, month)
    return f" in {_format_month(parts)}" if month else ""


def _format_weekdays(days: list[str]) -> str:
    if any(len(day) > 2 for day in days):
        raise _NoWordsError
    return f" on {_join_words([WEEKDAY_NAMES[WEEKDAY_CODES.index(day)] for day in days])}"


def _format_nth_weekday(parts: dict[str, str]) -> str:
    """`second Tuesday` or `first working day`, of a month."""
    days, set_position = _parse_by_day(parts), parts.get("BYSETPOS")
    if "BYMONTHDAY" in parts:
        raise _NoWordsError
    if set_position is not None and days == WORKING_DAY_CODES:
        return f"{_format_ordinal(set_position)} working day"
    match = BY_DAY_PATTERN.fullmatch(days[0] if len(days) == 1 else "")
    if not match or (match[1] is None) == (set_position is None):
        raise _NoWordsError
    return f"{_format_ordinal(match[1] or set_position or '')} {WEEKDAY_NAMES[WEEKDAY_CODES.index(match[2])]}"


def _format_month_day(parts: dict[str, str], month: str) -> str:
    days = parts["BYMONTHDAY"].split(",")
    if days == ["-1"]:
        return f" on the last day{month}"
    numbers = [str(_parse_rule_number(day, 31)) for day in days]
    if parts["FREQ"] == "YEARLY":
        if not month or len(numbers) > 1:
            raise _NoWordsError
        return f" on {numbers[0]} {_format_month(parts)}"
    return f" on day {_join_words(numbers)}"


def _format_rule_end(parts: dict[str, str], zone: CalendarZone | None) -> str:
    if "COUNT" in parts:
        times = _parse_rule_number(parts["COUNT"], 999_999)
        return f", {times:,} times" if times > 1 else ", once"
    if "UNTIL" not in parts:
        return ""
    match = UNTIL_PATTERN.fullmatch(parts["UNTIL"])
    try:
        last = datetime(*(int(part or 0) for part in match.groups()[:6])) if match else None  # type: ignore[arg-type]
        if last and match and match[7] and zone and zone.rules:
            last = last.replace(tzinfo=UTC).astimezone(zone.rules)
    except (ValueError, OverflowError):
        last = None
    if last is None:
        raise _NoWordsError
    return f", until {last.day} {MONTH_NAMES[last.month - 1]} {last.year}"


def _parse_by_day(parts: dict[str, str]) -> list[str]:
    days = [day for day in parts.get("BYDAY", "").split(",") if day]
    if len(days) > 7 or not all(map(BY_DAY_PATTERN.fullmatch, days)):
        raise _NoWordsError
    return days


def _format_month(parts: dict[str, str]) -> str:
    return MONTH_NAMES[_parse_rule_number(parts["BYMONTH"], 12) - 1]


def _format_ordinal(text: str) -> str:
    word = ORDINAL_WORDS.get(int(text)) if re.fullmatch(r"[+-]?\d{1,2}", text, re.ASCII) else None
    if word is None:
        raise _NoWordsError
    return word


def _parse_rule_number(text: str, max_number: int = 9999) -> int:
    """A number from 1 to `max_number`. Raises `_NoWordsError` for anything else."""
    if not re.fullmatch(r"\+?\d{1,6}", text, re.ASCII) or not 0 < int(text) <= max_number:
        raise _NoWordsError
    return int(text)


def _join_words(words: list[str]) -> str:
    """`Monday, Tuesday and Friday`."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]
