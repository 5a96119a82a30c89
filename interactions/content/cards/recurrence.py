"""How often something happens (RRULE, RFC 5545 §3.3.10), in words. A rule is said, never followed: what it
makes of a hostile calendar has no bound. A rule that is not one of those that people have stays as it is."""

import re
from datetime import UTC, datetime

from interactions.content.cards.zones import DAYS, Zone

UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year", "HOURLY": "hour"}
# What may narrow each, beside INTERVAL, COUNT and UNTIL; WKST changes no words.
NARROWED = {
    "HOURLY": set[str](),
    "DAILY": {"BYDAY"},
    "WEEKLY": {"BYDAY"},
    "MONTHLY": {"BYDAY", "BYMONTHDAY", "BYSETPOS"},
    "YEARLY": {"BYMONTH", "BYDAY", "BYMONTHDAY", "BYSETPOS"},
}
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
WORKING = ["MO", "TU", "WE", "TH", "FR"]
ORDINALS = {
    **{1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth"},
    **{-1: "last", -2: "last but one"},
}
DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
UNTIL = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z)?)?", re.ASCII)
LONGEST = 500  # characters of a rule


class _UnsaidError(Exception):
    """It has no plain words."""


def words(rule: str, zone: Zone | None = None) -> str:
    """`every 2 weeks on Monday and Friday, until 18 December 2026`; "" when it can't be said. The last day is
    that of `zone`, where the event is."""
    pairs = [part.partition("=") for part in rule[: LONGEST + 1].strip().upper().split(";") if part]
    parts = {name.strip(): value.strip() for name, _, value in pairs}
    if len(rule) > LONGEST or len(parts) < len(pairs):
        return ""
    try:
        return _every(parts) + _on(parts) + _ends(parts, zone)
    except _UnsaidError:
        return ""


def _every(parts: dict[str, str]) -> str:
    unit = parts.get("FREQ", "")
    if unit not in UNITS or parts.keys() - NARROWED[unit] - {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}:
        raise _UnsaidError
    between = _number(parts.get("INTERVAL", "1"))
    if unit == "DAILY" and _days(parts) == WORKING and between == 1:
        return "every weekday"
    return f"every {UNITS[unit]}" if between == 1 else f"every {between} {UNITS[unit]}s"


def _on(parts: dict[str, str]) -> str:
    """The days, as far as "every" has not named them."""
    unit, days = parts["FREQ"], _days(parts)
    if unit == "DAILY" and days:
        return "" if days == WORKING and parts.get("INTERVAL", "1") == "1" else _only(days)
    if unit == "WEEKLY" and days:
        return _only(days)
    month = f" of {_month(parts)}" if "BYMONTH" in parts else ""
    if "BYDAY" in parts:
        if unit == "YEARLY" and not month:
            raise _UnsaidError
        return f" on the {_nth_day(parts)}{month}"
    if "BYSETPOS" in parts:
        raise _UnsaidError
    if "BYMONTHDAY" in parts:
        return _day_of_month(parts, month)
    return f" in {_month(parts)}" if month else ""


def _only(days: list[str]) -> str:
    if any(len(day) > 2 for day in days):
        raise _UnsaidError
    return f" on {_listed([NAMES[DAYS.index(day)] for day in days])}"


def _nth_day(parts: dict[str, str]) -> str:
    """`second Tuesday`, of a month."""
    days, place = _days(parts), parts.get("BYSETPOS")
    if "BYMONTHDAY" in parts:
        raise _UnsaidError
    if place is not None and days == WORKING:
        return f"{_ordinal(place)} working day"
    found = DAY.fullmatch(days[0] if len(days) == 1 else "")
    if not found or (found[1] is None) == (place is None):
        raise _UnsaidError
    return f"{_ordinal(found[1] or place or '')} {NAMES[DAYS.index(found[2])]}"


def _day_of_month(parts: dict[str, str], month: str) -> str:
    days = parts["BYMONTHDAY"].split(",")
    if days == ["-1"]:
        return f" on the last day{month}"
    numbers = [str(_number(day, 31)) for day in days]
    if parts["FREQ"] == "YEARLY":
        if not month or len(numbers) > 1:
            raise _UnsaidError
        return f" on {numbers[0]} {_month(parts)}"
    return f" on day {_listed(numbers)}"


def _ends(parts: dict[str, str], zone: Zone | None) -> str:
    if "COUNT" in parts:
        times = _number(parts["COUNT"], 999_999)
        return f", {times:,} times" if times > 1 else ", once"
    if "UNTIL" not in parts:
        return ""
    found = UNTIL.fullmatch(parts["UNTIL"])
    try:
        last = datetime(*(int(part or 0) for part in found.groups()[:6])) if found else None  # type: ignore[arg-type]
        if last and found and found[7] and zone and zone.rules:
            last = last.replace(tzinfo=UTC).astimezone(zone.rules)
    except (ValueError, OverflowError):
        last = None
    if last is None:
        raise _UnsaidError
    return f", until {last.day} {MONTHS[last.month - 1]} {last.year}"


def _days(parts: dict[str, str]) -> list[str]:
    days = [day for day in parts.get("BYDAY", "").split(",") if day]
    if len(days) > 7 or not all(map(DAY.fullmatch, days)):
        raise _UnsaidError
    return days


def _month(parts: dict[str, str]) -> str:
    return MONTHS[_number(parts["BYMONTH"], 12) - 1]


def _ordinal(text: str) -> str:
    place = ORDINALS.get(int(text)) if re.fullmatch(r"[+-]?\d{1,2}", text, re.ASCII) else None
    if place is None:
        raise _UnsaidError
    return place


def _number(text: str, most: int = 9999) -> int:
    """From 1 on."""
    if not re.fullmatch(r"\+?\d{1,6}", text, re.ASCII) or not 0 < int(text) <= most:
        raise _UnsaidError
    return int(text)


def _listed(words: list[str]) -> str:
    """`Monday, Tuesday and Friday`."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]
