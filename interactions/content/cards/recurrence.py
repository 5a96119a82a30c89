"""How often something happens (RRULE, RFC 5545 §3.3.10), in words. A rule is said, never followed: what it
makes of a hostile calendar has no bound. A rule that is not one of those that people have stays as it is."""

import re
from datetime import UTC, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from interactions.content.cards.zones import DAYS, Zone

UNITS = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY"}
# What may narrow each, beside INTERVAL, COUNT and UNTIL; WKST changes no words.
NARROWED = {
    "HOURLY": set[str](),
    "DAILY": {"BYDAY"},
    "WEEKLY": {"BYDAY"},
    "MONTHLY": {"BYDAY", "BYMONTHDAY", "BYSETPOS"},
    "YEARLY": {"BYMONTH", "BYDAY", "BYMONTHDAY", "BYSETPOS"},
}
NAMES = (
    gettext_noop("Monday"),
    gettext_noop("Tuesday"),
    gettext_noop("Wednesday"),
    gettext_noop("Thursday"),
    gettext_noop("Friday"),
    gettext_noop("Saturday"),
    gettext_noop("Sunday"),
)
MONTHS = (
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
WORKING = ["MO", "TU", "WE", "TH", "FR"]
ORDINALS = {
    **{
        1: gettext_noop("first"),
        2: gettext_noop("second"),
        3: gettext_noop("third"),
        4: gettext_noop("fourth"),
        5: gettext_noop("fifth"),
    },
    **{-1: gettext_noop("last"), -2: gettext_noop("last but one")},
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
    parts = {name.strip(): value.strip() for name, _equals, value in pairs}
    if len(rule) > LONGEST or len(parts) < len(pairs):
        return ""
    try:
        return _ends(parts, _on(parts, _every(parts)), zone)
    except _UnsaidError:
        return ""


def _every(parts: dict[str, str]) -> str:
    unit = parts.get("FREQ", "")
    if unit not in UNITS or parts.keys() - NARROWED[unit] - {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}:
        raise _UnsaidError
    between = _number(parts.get("INTERVAL", "1"))
    if unit == "DAILY" and _days(parts) == WORKING and between == 1:
        return _("every weekday")
    return {
        "HOURLY": ngettext("every hour", "every %(num)s hours", between),
        "DAILY": ngettext("every day", "every %(num)s days", between),
        "WEEKLY": ngettext("every week", "every %(num)s weeks", between),
        "MONTHLY": ngettext("every month", "every %(num)s months", between),
        "YEARLY": ngettext("every year", "every %(num)s years", between),
    }[unit] % {"num": between}


def _on(parts: dict[str, str], every: str) -> str:
    """`every` with the days, as far as it has not named them."""
    unit, days = parts["FREQ"], _days(parts)
    if unit == "DAILY" and days:
        named = days == WORKING and parts.get("INTERVAL", "1") == "1"
        return every if named else _only(days, every)
    if unit == "WEEKLY" and days:
        return _only(days, every)
    month = _month(parts) if "BYMONTH" in parts else ""
    if "BYDAY" in parts:
        return _on_nth_day(parts, every, month)
    if "BYSETPOS" in parts:
        raise _UnsaidError
    if "BYMONTHDAY" in parts:
        return _day_of_month(parts, every, month)
    return _("%(every)s in %(month)s") % {"every": every, "month": month} if month else every


def _only(days: list[str], every: str) -> str:
    if any(len(day) > 2 for day in days):
        raise _UnsaidError
    named = _listed([_(NAMES[DAYS.index(day)]) for day in days])
    return _("%(every)s on %(days)s") % {"every": every, "days": named}


def _on_nth_day(parts: dict[str, str], every: str, month: str) -> str:
    if parts["FREQ"] == "YEARLY" and not month:
        raise _UnsaidError
    values = {"every": every, "day": _nth_day(parts), "month": month}
    return (_("%(every)s on the %(day)s of %(month)s") if month else _("%(every)s on the %(day)s")) % values


def _nth_day(parts: dict[str, str]) -> str:
    """`second Tuesday`, of a month."""
    days, place = _days(parts), parts.get("BYSETPOS")
    if "BYMONTHDAY" in parts:
        raise _UnsaidError
    if place is not None and days == WORKING:
        return _("%(ordinal)s working day") % {"ordinal": _ordinal(place)}
    found = DAY.fullmatch(days[0] if len(days) == 1 else "")
    if not found or (found[1] is None) == (place is None):
        raise _UnsaidError
    weekday = _(NAMES[DAYS.index(found[2])])
    return _("%(ordinal)s %(weekday)s") % {
        "ordinal": _ordinal(found[1] or place or ""),
        "weekday": weekday,
    }


def _day_of_month(parts: dict[str, str], every: str, month: str) -> str:
    days = parts["BYMONTHDAY"].split(",")
    values = {"every": every, "month": month}
    if days == ["-1"]:
        words = _("%(every)s on the last day of %(month)s") if month else _("%(every)s on the last day")
        return words % values
    numbers = [str(_number(day, 31)) for day in days]
    if parts["FREQ"] == "YEARLY":
        if not month or len(numbers) > 1:
            raise _UnsaidError
        return _("%(every)s on %(day)s %(month)s") % (values | {"day": numbers[0]})
    return _("%(every)s on day %(days)s") % {"every": every, "days": _listed(numbers)}


def _ends(parts: dict[str, str], said: str, zone: Zone | None) -> str:
    """`said` with its end."""
    if "COUNT" in parts:
        times = _number(parts["COUNT"], 999_999)
        words = ngettext("%(rule)s, once", "%(rule)s, %(num)s times", times)
        return words % {"rule": said, "num": f"{times:,}"}
    if "UNTIL" not in parts:
        return said
    found = UNTIL.fullmatch(parts["UNTIL"])
    try:
        last = datetime(*(int(part or 0) for part in found.groups()[:6])) if found else None  # type: ignore[arg-type]
        if last and found and found[7] and zone and zone.rules:
            last = last.replace(tzinfo=UTC).astimezone(zone.rules)
    except (ValueError, OverflowError):
        last = None
    if last is None:
        raise _UnsaidError
    day = f"{last.day} {_(MONTHS[last.month - 1])} {last.year}"
    return _("%(rule)s, until %(date)s") % {"rule": said, "date": day}


def _days(parts: dict[str, str]) -> list[str]:
    days = [day for day in parts.get("BYDAY", "").split(",") if day]
    if len(days) > 7 or not all(map(DAY.fullmatch, days)):
        raise _UnsaidError
    return days


def _month(parts: dict[str, str]) -> str:
    return _(MONTHS[_number(parts["BYMONTH"], 12) - 1])


def _ordinal(text: str) -> str:
    place = int(text) if re.fullmatch(r"[+-]?\d{1,2}", text, re.ASCII) else 0
    if place not in ORDINALS:
        raise _UnsaidError
    return _(ORDINALS[place])


def _number(text: str, most: int = 9999) -> int:
    """From 1 on."""
    if not re.fullmatch(r"\+?\d{1,6}", text, re.ASCII) or not 0 < int(text) <= most:
        raise _UnsaidError
    return int(text)


def _listed(words: list[str]) -> str:
    """`Monday, Tuesday and Friday`."""
    if len(words) == 1:
        return words[0]
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
