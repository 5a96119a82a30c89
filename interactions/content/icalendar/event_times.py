"""Parses the dates, times and durations of calendars (RFC 5545 §3.3.4 to §3.3.6), in the event's own zone
and in UTC."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from interactions.content.icalendar.calendar_zones import CalendarZone, CalendarZones
from interactions.content.icalendar.content_lines import ContentComponent, ContentLine
from interactions.content.text.markup import reveal_invisible

DATE_TIME_PATTERN = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d)(?::?(\d\d))?(?:\.\d{1,9})?(Z)?)?", re.I | re.ASCII
)
DURATION_PATTERN = re.compile(
    r"([+-]?)P(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?", re.I
)
UTC_ZONE = CalendarZone("UTC", UTC)
LEAP_SECOND_VALUE = 59  # second 60 is shown as this one
MAX_UNREAD_CHARACTERS = 60  # shown of a date that can't be read


@dataclass(frozen=True)
class EventTime:
    """A date or time of an event. `local` is naive, and midnight for a whole day. `calendar_zone` is None
    for a local time without a zone, `utc` is None where it is not known."""

    local: datetime
    whole_day: bool = False
    calendar_zone: CalendarZone | None = None
    utc: datetime | None = None

    @property
    def zone(self) -> str:
        """The name of the time's zone, "" where it has none."""
        return self.calendar_zone.name if self.calendar_zone else ""

    @property
    def day(self) -> date:
        return self.local.date()

    @property
    def clock(self) -> str:
        return f"{self.local:%H:%M}"

    @property
    def month(self) -> str:
        """The month in three letters ("Jul")."""
        return f"{self.local:%b}"

    @property
    def weekday(self) -> str:
        """The weekday in three letters ("Wed")."""
        return f"{self.local:%a}"


@dataclass(frozen=True)
class EventPeriod:
    """When an event is. For whole days `end` is the last day itself; it is None without an end, and where it
    equals the start. `seconds` is the duration where both are times, else None. `unreadable` is a date as
    written that can't be read, or ""."""

    start: EventTime | None = None
    end: EventTime | None = None
    seconds: float | None = None
    unreadable: str = ""

    @property
    def main_time(self) -> EventTime | None:
        """The time whose day stands for the period: the start, or the end where there is no start."""
        return self.start or self.end

    @property
    def days(self) -> int:
        """The number of calendar days that the period touches."""
        return (self.end.day - self.start.day).days + 1 if self.start and self.end else 1

    @property
    def is_outside_utc(self) -> bool:
        """Whether the period is in a known zone other than UTC, so that UTC is worth showing too."""
        time = self.main_time
        return bool(time and time.utc and time.zone != "UTC")


def parse_event_period(
    component: ContentComponent, zones: CalendarZones, *, end: str = "DTEND"
) -> EventPeriod:
    """The period of a component, from its DTSTART, and its DTEND or DURATION. `end` names the property of the
    end: "DUE" for a task."""
    start_line, end_line, duration = (
        component.find_line("DTSTART"),
        component.find_line(end),
        component.get_text("DURATION"),
    )
    start, end_time = _parse_optional_time(start_line, zones), _parse_optional_time(end_line, zones)
    if start and not end_line and duration:
        end_time = _add_duration(start, duration)
    unread = next(
        (line.value for line, time in ((start_line, start), (end_line, end_time)) if line and not time), ""
    )
    if start and end_time and start.whole_day and end_time.whole_day and end == "DTEND":
        end_time = _subtract_day(end_time) if end_time.local > start.local else None  # DTEND is the day after
    is_instant = start and end_time and start.local == end_time.local and start.zone == end_time.zone
    return EventPeriod(
        start,
        None if is_instant else end_time,
        _count_seconds(start, end_time),
        reveal_invisible(unread[:MAX_UNREAD_CHARACTERS]),
    )


def parse_event_time(line: ContentLine, zones: CalendarZones) -> EventTime | None:
    """The date or time of a line such as DTSTART, in the zone of its TZID; None when it can't be read."""
    return _parse_time_value(
        line.value.strip(), zones.get_zone(name) if (name := line.get_parameter("TZID")) else None
    )


def parse_event_dates(lines: list[ContentLine], max_dates: int) -> tuple[tuple[date, ...], int]:
    """The days of the first `max_dates` values of EXDATE or RDATE lines, without the unreadable ones, and the
    number of all values."""
    values = [value.strip() for line in lines for value in line.value.split(",") if value.strip()]
    times = [_parse_time_value(value.partition("/")[0], None) for value in values[:max_dates]]
    return tuple(time.day for time in times if time), len(values)


def _parse_optional_time(line: ContentLine | None, zones: CalendarZones) -> EventTime | None:
    return parse_event_time(line, zones) if line else None


def _parse_time_value(text: str, zone: CalendarZone | None) -> EventTime | None:
    match = DATE_TIME_PATTERN.fullmatch(text)
    if not match:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    try:
        local = datetime(year, month, day, hour, minute, min(second, LEAP_SECOND_VALUE))
    except ValueError:
        return None
    if match[4] is None:
        return EventTime(local, whole_day=True)
    zone = UTC_ZONE if match[7] else zone
    return EventTime(local, calendar_zone=zone, utc=_convert_to_utc(local, zone))


def _convert_to_utc(local: datetime, zone: CalendarZone | None) -> datetime | None:
    if zone is None or zone.rules is None:
        return None
    try:
        return local.replace(tzinfo=zone.rules).astimezone(UTC)
    except (OverflowError, ValueError):  # before the year 1 or after 9999
        return None


def _add_duration(start: EventTime, text: str) -> EventTime | None:
    """The time after a duration; None when it can't be read or is negative. Days are calendar days in the
    event's zone, hours are elapsed hours (RFC 5545 §3.3.6)."""
    match = DURATION_PATTERN.fullmatch(text)
    if not match or match[1] == "-":
        return None
    weeks, whole_days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    rules = start.calendar_zone.rules if start.calendar_zone else None
    try:
        local = start.local + timedelta(weeks=weeks, days=whole_days)
        time = timedelta(hours=hours, minutes=minutes, seconds=seconds)
        if rules is None:
            return replace(start, local=local + time)
        end = local.replace(tzinfo=rules).astimezone(UTC) + time
        return replace(start, local=end.astimezone(rules).replace(tzinfo=None), utc=end)
    except (OverflowError, ValueError):
        return None


def _subtract_day(end: EventTime) -> EventTime:
    return replace(end, local=end.local - timedelta(days=1))


def _count_seconds(start: EventTime | None, end: EventTime | None) -> float | None:
    """The seconds from start to end. None without two times, for times in different zones of which one is
    unknown, and for an end that is not after the start."""
    if not start or not end or start.whole_day or end.whole_day:
        return None
    has_utc = start.utc and end.utc
    between = end.utc - start.utc if has_utc else end.local - start.local  # type: ignore[operator]
    is_comparable = has_utc or start.zone == end.zone
    return between.total_seconds() if is_comparable and between > timedelta(0) else None
