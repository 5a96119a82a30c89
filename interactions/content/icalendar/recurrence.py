"""Describes a recurrence rule (RRULE, RFC 5545 §3.3.10) in words. Rules are never expanded, because a
hostile one has no bound. A rule unlike those that people use has no words, and is shown as written."""

import re
from datetime import UTC, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from interactions.content.icalendar.calendar_zones import WEEKDAY_CODES, CalendarZone
from interactions.ucs.untrusted_text import parse_whole_number

FREQUENCY_UNITS = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY"}
# The rule parts that have words for each frequency, besides INTERVAL, COUNT and UNTIL; WKST changes no words.
ALLOWED_RULE_PARTS = {
    "HOURLY": set[str](),
    "DAILY": {"BYDAY"},
    "WEEKLY": {"BYDAY"},
    "MONTHLY": {"BYDAY", "BYMONTHDAY", "BYSETPOS"},
    "YEARLY": {"BYMONTH", "BYDAY", "BYMONTHDAY", "BYSETPOS"},
}
WEEKDAY_NAMES = (
    gettext_noop("Monday"),
    gettext_noop("Tuesday"),
    gettext_noop("Wednesday"),
    gettext_noop("Thursday"),
    gettext_noop("Friday"),
    gettext_noop("Saturday"),
    gettext_noop("Sunday"),
)
MONTH_NAMES = (
    *(
        gettext_noop("January"),
        gettext_noop("February"),
        gettext_noop("March"),
        gettext_noop("April"),
        gettext_noop("May"),
        gettext_noop("June"),
        gettext_noop("July"),
    ),
    *(
        gettext_noop("August"),
        gettext_noop("September"),
        gettext_noop("October"),
        gettext_noop("November"),
        gettext_noop("December"),
    ),
)
WORKING_DAY_CODES = ["MO", "TU", "WE", "TH", "FR"]
ORDINAL_WORDS = {
    **{
        1: gettext_noop("first"),
        2: gettext_noop("second"),
        3: gettext_noop("third"),
        4: gettext_noop("fourth"),
        5: gettext_noop("fifth"),
    },
    **{-1: gettext_noop("last"), -2: gettext_noop("last but one")},
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
    parts = {name.strip(): value.strip() for name, _equals, value in pairs}
    if len(rule) > MAX_RULE_CHARACTERS or len(parts) < len(pairs):
        return ""
    try:
        return _format_rule_end(parts, _format_days(parts, _format_frequency(parts)), zone)
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
        return _("every weekday")
    return {
        "HOURLY": ngettext("every hour", "every %(num)s hours", interval),
        "DAILY": ngettext("every day", "every %(num)s days", interval),
        "WEEKLY": ngettext("every week", "every %(num)s weeks", interval),
        "MONTHLY": ngettext("every month", "every %(num)s months", interval),
        "YEARLY": ngettext("every year", "every %(num)s years", interval),
    }[unit] % {"num": interval}


def _format_days(parts: dict[str, str], every: str) -> str:
    """The frequency `every` ("every week") followed by the days, unless it already names them."""
    unit, days = parts["FREQ"], _parse_by_day(parts)
    if unit == "DAILY" and days:
        named = days == WORKING_DAY_CODES and parts.get("INTERVAL", "1") == "1"
        return every if named else _format_weekdays(days, every)
    if unit == "WEEKLY" and days:
        return _format_weekdays(days, every)
    month = _format_month(parts) if "BYMONTH" in parts else ""
    if "BYDAY" in parts:
        return _format_nth_day(parts, every, month)
    if "BYSETPOS" in parts:
        raise _NoWordsError
    if "BYMONTHDAY" in parts:
        return _format_month_day(parts, every, month)
    return _("%(every)s in %(month)s") % {"every": every, "month": month} if month else every


def _format_weekdays(days: list[str], every: str) -> str:
    if any(len(day) > 2 for day in days):
        raise _NoWordsError
    named = _join_words([_(WEEKDAY_NAMES[WEEKDAY_CODES.index(day)]) for day in days])
    return _("%(every)s on %(days)s") % {"every": every, "days": named}


def _format_nth_day(parts: dict[str, str], every: str, month: str) -> str:
    if parts["FREQ"] == "YEARLY" and not month:
        raise _NoWordsError
    values = {"every": every, "day": _format_nth_weekday(parts), "month": month}
    return (_("%(every)s on the %(day)s of %(month)s") if month else _("%(every)s on the %(day)s")) % values


def _format_nth_weekday(parts: dict[str, str]) -> str:
    """`second Tuesday` or `first working day`, of a month."""
    days, set_position = _parse_by_day(parts), parts.get("BYSETPOS")
    if "BYMONTHDAY" in parts:
        raise _NoWordsError
    if set_position is not None and days == WORKING_DAY_CODES:
        return _("%(ordinal)s working day") % {"ordinal": _format_ordinal(set_position)}
    match = BY_DAY_PATTERN.fullmatch(days[0] if len(days) == 1 else "")
    if not match or (match[1] is None) == (set_position is None):
        raise _NoWordsError
    weekday = _(WEEKDAY_NAMES[WEEKDAY_CODES.index(match[2])])
    return _("%(ordinal)s %(weekday)s") % {
        "ordinal": _format_ordinal(match[1] or set_position or ""),
        "weekday": weekday,
    }


def _format_month_day(parts: dict[str, str], every: str, month: str) -> str:
    days = parts["BYMONTHDAY"].split(",")
    values = {"every": every, "month": month}
    if days == ["-1"]:
        words = _("%(every)s on the last day of %(month)s") if month else _("%(every)s on the last day")
        return words % values
    numbers = [str(_parse_rule_number(day, 31)) for day in days]
    if parts["FREQ"] == "YEARLY":
        if not month or len(numbers) > 1:
            raise _NoWordsError
        return _("%(every)s on %(day)s %(month)s") % (values | {"day": numbers[0]})
    return _("%(every)s on day %(days)s") % {"every": every, "days": _join_words(numbers)}


def _format_rule_end(parts: dict[str, str], rule_words: str, zone: CalendarZone | None) -> str:
    """The words for a rule with those for its end, if it has one."""
    if "COUNT" in parts:
        times = _parse_rule_number(parts["COUNT"], 999_999)
        words = ngettext("%(rule)s, once", "%(rule)s, %(num)s times", times)
        return words % {"rule": rule_words, "num": f"{times:,}"}
    if "UNTIL" not in parts:
        return rule_words
    match = UNTIL_PATTERN.fullmatch(parts["UNTIL"])
    try:
        last = datetime(*(int(part or 0) for part in match.groups()[:6])) if match else None  # type: ignore[arg-type]
        if last and match and match[7] and zone and zone.rules:
            last = last.replace(tzinfo=UTC).astimezone(zone.rules)
    except (ValueError, OverflowError):
        last = None
    if last is None:
        raise _NoWordsError
    day = f"{last.day} {_(MONTH_NAMES[last.month - 1])} {last.year}"
    return _("%(rule)s, until %(date)s") % {"rule": rule_words, "date": day}


def _parse_by_day(parts: dict[str, str]) -> list[str]:
    days = [day for day in parts.get("BYDAY", "").split(",") if day]
    if len(days) > 7 or not all(map(BY_DAY_PATTERN.fullmatch, days)):
        raise _NoWordsError
    return days


def _format_month(parts: dict[str, str]) -> str:
    return _(MONTH_NAMES[_parse_rule_number(parts["BYMONTH"], 12) - 1])


def _format_ordinal(text: str) -> str:
    ordinal = int(text) if re.fullmatch(r"[+-]?\d{1,2}", text, re.ASCII) else 0
    if ordinal not in ORDINAL_WORDS:
        raise _NoWordsError
    return _(ORDINAL_WORDS[ordinal])


def _parse_rule_number(text: str, max_number: int = 9999) -> int:
    """A number from 1 to `max_number`. Raises `_NoWordsError` for anything else."""
    number = parse_whole_number(text.removeprefix("+"), max_digits=6)
    if number is None or not 0 < number <= max_number:
        raise _NoWordsError
    return number


def _join_words(words: list[str]) -> str:
    """`Monday, Tuesday and Friday`."""
    if len(words) == 1:
        return words[0]
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
