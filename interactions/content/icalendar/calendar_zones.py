"""Time zones as calendars name them: by the names of the IANA, by those of Windows, or by rules of their own
(VTIMEZONE, RFC 5545 §3.6.5).

A rule is followed where it is simple: the n-th weekday of a month, every year, which is what Outlook writes.
Of anything else nothing is guessed, and the time stays a local one.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from tzlocal.windows_tz import win_tz

from interactions.content.icalendar.content_lines import ContentComponent
from interactions.content.text.markup import reveal_invisible

ZONE_KEY_PATTERN = re.compile(r"[A-Za-z0-9_+-]{1,40}(?:/[A-Za-z0-9_+-]{1,40}){0,2}")
UTC_OFFSET_PATTERN = re.compile(r"([+-]?)(\d\d):?(\d\d)(?::?\d\d)?")
ONSET_PATTERN = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d))?Z?")
NTH_WEEKDAY_PATTERN = re.compile(r"([+-]?[1-5])(MO|TU|WE|TH|FR|SA|SU)")
WEEKDAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
UTC_NAMES = {"UTC", "GMT", "Z", "ETC/UTC", "ETC/GMT", "TZONE://MICROSOFT/UTC", "COORDINATED UNIVERSAL TIME"}
MAX_OBSERVANCES = 20  # of one zone; Outlook writes two
MAX_ZONE_NAME_CHARACTERS = 80  # characters of a name


@dataclass(frozen=True)
class CalendarZone:
    """`name` is for reading; `rules` is None when nobody knows what it means."""

    name: str
    rules: tzinfo | None


@dataclass(frozen=True)
class ZoneObservance:
    """From when on which offset holds: once, or in each year from `since` on at the `nth` `weekday` of its
    month (0 is Monday; -1 is the last)."""

    start: datetime
    offset: timedelta
    nth: int = 0
    weekday: int = 0
    month: int = 0

    def find_latest_onset(self, local: datetime) -> datetime | None:
        """When it last began, seen from this local time."""
        if not self.nth:
            return self.start if self.start <= local else None
        years = (year for year in (local.year, local.year - 1) if year >= max(self.start.year, 1))
        return next((at for year in years if (at := self._compute_onset(year)) <= local), None)

    def _compute_onset(self, year: int) -> datetime:
        first, days = monthrange(year, self.month)
        those = range(1 + (self.weekday - first) % 7, days + 1, 7)
        day = those[-1] if self.nth < 0 else those[min(self.nth, len(those)) - 1]
        return self.start.replace(year=year, month=self.month, day=day)


class VTimezoneRules(tzinfo):
    """The rules of a VTIMEZONE. Within the hour that a change repeats, the later one is meant."""

    def __init__(self, observances: list[ZoneObservance]) -> None:
        self.observances = observances

    def utcoffset(self, moment: datetime | None) -> timedelta:
        local = (moment or datetime.max).replace(tzinfo=None)
        began = [(at, each.offset) for each in self.observances if (at := each.find_latest_onset(local))]
        return max(began)[1] if began else self.observances[0].offset

    def dst(self, moment: datetime | None) -> timedelta:
        return timedelta(0)

    def tzname(self, moment: datetime | None) -> str | None:
        return None

    def fromutc(self, moment: datetime) -> datetime:
        return moment + self.utcoffset(moment)


class CalendarZones:
    """The zones of one calendar, by the names that it gives them."""

    def __init__(self, timezones: list[ContentComponent]) -> None:
        self.timezones_by_id = {each.get_text("TZID"): each for each in reversed(timezones)}
        self.zones_by_name: dict[str, CalendarZone] = {}

    def get_zone(self, name: str) -> CalendarZone:
        if name not in self.zones_by_name:
            self.zones_by_name[name] = self._build_zone(name)
        return self.zones_by_name[name]

    def _build_zone(self, name: str) -> CalendarZone:
        if name.upper() in UTC_NAMES:
            return CalendarZone("UTC", UTC)
        own = self.timezones_by_id.get(name)
        path = name.split("/")[-3:] if name.startswith("/") else []  # "/mozilla.org/20050126_1/Europe/Berlin"
        written = own.get_text("X-LIC-LOCATION") if own else ""
        names = (name, win_tz.get(name, ""), "/".join(path), "/".join(path[-2:]), written)
        for key in names:
            if rules := _find_zone_info(key):
                return CalendarZone(key.replace("_", " "), rules)
        return CalendarZone(
            reveal_invisible(name)[:MAX_ZONE_NAME_CHARACTERS], _parse_vtimezone(own) if own else None
        )


def _find_zone_info(key: str) -> tzinfo | None:
    if not ZONE_KEY_PATTERN.fullmatch(key):
        return None
    try:
        return ZoneInfo(key)
    except (KeyError, ValueError, OSError):  # none of this name; no such file; a folder
        return None


def _parse_vtimezone(timezone: ContentComponent) -> tzinfo | None:
    """Its rules; None when one of them is not simple and they do not all say the same."""
    sought = [each for each in timezone.children if each.name in {"STANDARD", "DAYLIGHT"}]
    if not 0 < len(sought) <= MAX_OBSERVANCES:
        return None
    sought.sort(key=lambda each: each.name, reverse=True)  # standard time first: it holds before all changes
    read = [_parse_observance(each) for each in sought]
    if simple := [each for each in read if each]:
        return VTimezoneRules(simple) if len(simple) == len(read) else None
    offsets = {_parse_utc_offset(each.get_text("TZOFFSETTO")) for each in sought}
    offset = offsets.pop()
    return (
        VTimezoneRules([ZoneObservance(datetime.min, offset)]) if offset is not None and not offsets else None
    )


def _parse_observance(component: ContentComponent) -> ZoneObservance | None:
    offset, since = (
        _parse_utc_offset(component.get_text("TZOFFSETTO")),
        _parse_onset(component.get_text("DTSTART")),
    )
    if offset is None or since is None or component.find_line("RDATE"):
        return None
    if not component.find_line("RRULE"):
        return ZoneObservance(since, offset)
    rule = dict(part.partition("=")[::2] for part in component.get_text("RRULE").upper().split(";"))
    day, month = NTH_WEEKDAY_PATTERN.fullmatch(rule.get("BYDAY", "")), rule.get("BYMONTH", "")
    yearly = rule.get("FREQ") == "YEARLY" and rule.keys() <= {"FREQ", "BYDAY", "BYMONTH", "INTERVAL", "WKST"}
    if not day or not yearly or rule.get("INTERVAL", "1") != "1" or month not in map(str, range(1, 13)):
        return None
    return ZoneObservance(since, offset, int(day[1]), WEEKDAY_CODES.index(day[2]), int(month))


def _parse_onset(text: str) -> datetime | None:
    found = ONSET_PATTERN.fullmatch(text)
    try:
        return datetime(*(int(part or 0) for part in found.groups())) if found else None  # type: ignore[arg-type]
    except ValueError:
        return None


def _parse_utc_offset(text: str) -> timedelta | None:
    found = UTC_OFFSET_PATTERN.fullmatch(text)
    if not found or int(found[2]) > 23 or int(found[3]) > 59:
        return None
    offset = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return -offset if found[1] == "-" else offset
