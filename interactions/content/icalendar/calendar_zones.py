"""Finds the time zones that calendars name: by their IANA or Windows name, or else by the calendar's own
rules (VTIMEZONE, RFC 5545 §3.6.5).

Only simple rules are followed: the n-th weekday of a month, every year, which is what Outlook writes. For any
other rule nothing is guessed, and the times stay local times.
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
SIMPLE_RULE_PARTS = {"FREQ", "BYDAY", "BYMONTH", "INTERVAL", "WKST"}
WEEKDAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
UTC_NAMES = {"UTC", "GMT", "Z", "ETC/UTC", "ETC/GMT", "TZONE://MICROSOFT/UTC", "COORDINATED UNIVERSAL TIME"}
MAX_OBSERVANCES = 20  # of one zone; Outlook writes two
MAX_ZONE_NAME_CHARACTERS = 80


@dataclass(frozen=True)
class CalendarZone:
    """A time zone. `name` is for display; `rules` is None for an unknown zone."""

    name: str
    rules: tzinfo | None


@dataclass(frozen=True)
class ZoneObservance:
    """An offset from UTC and its onset: once at `start`, or each year from `start` on.

    A yearly onset is on the `nth` (-1 is the last) `weekday` (0 is Monday) of `month`, at the time of
    `start`. `nth` is 0 for a single onset.
    """

    start: datetime
    offset: timedelta
    nth: int = 0
    weekday: int = 0
    month: int = 0

    def find_latest_onset(self, local: datetime) -> datetime | None:
        """The latest onset up to this naive local time, or None before the first."""
        if not self.nth:
            return self.start if self.start <= local else None
        years = (year for year in (local.year, local.year - 1) if year >= max(self.start.year, 1))
        return next((onset for year in years if (onset := self._compute_onset(year)) <= local), None)

    def _compute_onset(self, year: int) -> datetime:
        first_weekday, days_in_month = monthrange(year, self.month)
        matching_days = range(1 + (self.weekday - first_weekday) % 7, days_in_month + 1, 7)
        day = matching_days[-1] if self.nth < 0 else matching_days[min(self.nth, len(matching_days)) - 1]
        return self.start.replace(year=year, month=self.month, day=day)


class VTimezoneRules(tzinfo):
    """The rules of a VTIMEZONE. In the hour that the change to standard time repeats, a local time means the
    later one."""

    def __init__(self, observances: list[ZoneObservance]) -> None:
        self.observances = observances

    def utcoffset(self, moment: datetime | None) -> timedelta:
        local = (moment or datetime.max).replace(tzinfo=None)
        onsets = [
            (onset, observance.offset)
            for observance in self.observances
            if (onset := observance.find_latest_onset(local))
        ]
        return max(onsets)[1] if onsets else self.observances[0].offset

    def dst(self, moment: datetime | None) -> timedelta:
        return timedelta(0)

    def tzname(self, moment: datetime | None) -> str | None:
        return None

    def fromutc(self, moment: datetime) -> datetime:
        return moment + self.utcoffset(moment)


class CalendarZones:
    """The zones of one calendar, by the names that it gives them."""

    def __init__(self, timezones: list[ContentComponent]) -> None:
        self.timezones_by_id = {timezone.get_text("TZID"): timezone for timezone in reversed(timezones)}
        self.zones_by_name: dict[str, CalendarZone] = {}

    def get_zone(self, name: str) -> CalendarZone:
        """The zone of this name or TZID; one without rules when it is unknown."""
        if name not in self.zones_by_name:
            self.zones_by_name[name] = self._build_zone(name)
        return self.zones_by_name[name]

    def _build_zone(self, name: str) -> CalendarZone:
        if name.upper() in UTC_NAMES:
            return CalendarZone("UTC", UTC)
        timezone = self.timezones_by_id.get(name)
        # "/mozilla.org/20050126_1/Europe/Berlin" ends in the name of a zone.
        path_parts = name.split("/")[-3:] if name.startswith("/") else []
        location = timezone.get_text("X-LIC-LOCATION") if timezone else ""
        names = (name, win_tz.get(name, ""), "/".join(path_parts), "/".join(path_parts[-2:]), location)
        for key in names:
            if rules := _find_zone_info(key):
                return CalendarZone(key.replace("_", " "), rules)
        return CalendarZone(
            reveal_invisible(name)[:MAX_ZONE_NAME_CHARACTERS],
            _parse_vtimezone(timezone) if timezone else None,
        )


def _find_zone_info(key: str) -> tzinfo | None:
    if not ZONE_KEY_PATTERN.fullmatch(key):
        return None
    try:
        return ZoneInfo(key)
    except (KeyError, ValueError, OSError):  # an unknown name, an invalid one, or a folder
        return None


def _parse_vtimezone(timezone: ContentComponent) -> tzinfo | None:
    """The rules of a VTIMEZONE. None when it has none or too many, and when one of them is not simple, unless
    none is and all have the same offset."""
    components = [component for component in timezone.children if component.name in {"STANDARD", "DAYLIGHT"}]
    if not 0 < len(components) <= MAX_OBSERVANCES:
        return None
    # Standard time comes first, because it applies before the first onset.
    components.sort(key=lambda component: component.name, reverse=True)
    observances = [_parse_observance(component) for component in components]
    if parsed := [observance for observance in observances if observance]:
        return VTimezoneRules(parsed) if len(parsed) == len(observances) else None
    offsets = {_parse_utc_offset(component.get_text("TZOFFSETTO")) for component in components}
    offset = offsets.pop()
    return (
        VTimezoneRules([ZoneObservance(datetime.min, offset)]) if offset is not None and not offsets else None
    )


def _parse_observance(component: ContentComponent) -> ZoneObservance | None:
    offset, start = (
        _parse_utc_offset(component.get_text("TZOFFSETTO")),
        _parse_onset(component.get_text("DTSTART")),
    )
    if offset is None or start is None or component.find_line("RDATE"):
        return None
    if not component.find_line("RRULE"):
        return ZoneObservance(start, offset)
    rule = dict(part.partition("=")[::2] for part in component.get_text("RRULE").upper().split(";"))
    day, month = NTH_WEEKDAY_PATTERN.fullmatch(rule.get("BYDAY", "")), rule.get("BYMONTH", "")
    is_simple = rule.get("FREQ") == "YEARLY" and rule.keys() <= SIMPLE_RULE_PARTS
    if not day or not is_simple or rule.get("INTERVAL", "1") != "1" or month not in map(str, range(1, 13)):
        return None
    return ZoneObservance(start, offset, int(day[1]), WEEKDAY_CODES.index(day[2]), int(month))


def _parse_onset(text: str) -> datetime | None:
    match = ONSET_PATTERN.fullmatch(text)
    try:
        return datetime(*(int(part or 0) for part in match.groups())) if match else None  # type: ignore[arg-type]
    except ValueError:
        return None


def _parse_utc_offset(text: str) -> timedelta | None:
    match = UTC_OFFSET_PATTERN.fullmatch(text)
    if not match or int(match[2]) > 23 or int(match[3]) > 59:
        return None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return -offset if match[1] == "-" else offset
