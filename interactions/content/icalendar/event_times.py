"""Dates and times of calendars (RFC 5545 §3.3.4, §3.3.5, §3.3.6): as they are meant where the event is, and
in UTC."""

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
LEAP_SECOND_VALUE = 59  # what a leap second is shown as
MAX_UNREAD_CHARACTERS = 60  # characters of a date that is none


@dataclass(frozen=True)
class EventTime:
    """`local` is naive, midnight of a whole `day`. `where` is None for a time that is the local one wherever
    somebody reads it. `utc` is None where that is not known."""

    local: datetime
    whole_day: bool = False
    calendar_zone: CalendarZone | None = None
    utc: datetime | None = None

    @property
    def zone(self) -> str:
        """Its zone's name, "" where there is none."""
        return self.calendar_zone.name if self.calendar_zone else ""

    @property
    def day(self) -> date:
        return self.local.date()

    @property
    def clock(self) -> str:
        return f"{self.local:%H:%M}"

    @property
    def month(self) -> str:
        """In three letters."""
        return f"{self.local:%b}"

    @property
    def weekday(self) -> str:
        return f"{self.local:%a}"


@dataclass(frozen=True)
class EventPeriod:
    """`end` is the last day itself where days are meant; None where there is no end or it is the start.
    `seconds` is the time between, where both are times. `unread` is a date as written that is none."""

    start: EventTime | None = None
    end: EventTime | None = None
    seconds: float | None = None
    unreadable: str = ""

    @property
    def main_time(self) -> EventTime | None:
        """The one whose day it is."""
        return self.start or self.end

    @property
    def days(self) -> int:
        """How many days it is on."""
        return (self.end.day - self.start.day).days + 1 if self.start and self.end else 1

    @property
    def is_outside_utc(self) -> bool:
        """Whether UTC says something else than the local time."""
        moment = self.main_time
        return bool(moment and moment.utc and moment.zone != "UTC")


def parse_event_period(
    component: ContentComponent, zones: CalendarZones, *, end: str = "DTEND"
) -> EventPeriod:
    """From DTSTART to DTEND or by DURATION; `end` is DUE for a task."""
    first, last, length = (
        component.find_line("DTSTART"),
        component.find_line(end),
        component.get_text("DURATION"),
    )
    start, stop = _parse_optional_time(first, zones), _parse_optional_time(last, zones)
    if start and not last and length:
        stop = _add_duration(start, length)
    unread = next((line.value for line, read in ((first, start), (last, stop)) if line and not read), "")
    if start and stop and start.whole_day and stop.whole_day and end == "DTEND":
        stop = _subtract_day(stop) if stop.local > start.local else None  # it is the day after
    same = start and stop and start.local == stop.local and start.zone == stop.zone
    return EventPeriod(
        start,
        None if same else stop,
        _count_seconds(start, stop),
        reveal_invisible(unread[:MAX_UNREAD_CHARACTERS]),
    )


def parse_event_time(line: ContentLine, zones: CalendarZones) -> EventTime | None:
    """None for what is no date."""
    return _parse_time_value(
        line.value.strip(), zones.get_zone(name) if (name := line.get_parameter("TZID")) else None
    )


def parse_event_dates(lines: list[ContentLine], max_dates: int) -> tuple[tuple[date, ...], int]:
    """The first days of EXDATE or RDATE lines, and how many dates stand there in all."""
    values = [value.strip() for line in lines for value in line.value.split(",") if value.strip()]
    read = [_parse_time_value(value.partition("/")[0], None) for value in values[:max_dates]]
    return tuple(each.day for each in read if each), len(values)


def _parse_optional_time(line: ContentLine | None, zones: CalendarZones) -> EventTime | None:
    return parse_event_time(line, zones) if line else None


def _parse_time_value(text: str, zone: CalendarZone | None) -> EventTime | None:
    found = DATE_TIME_PATTERN.fullmatch(text)
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    try:
        local = datetime(year, month, day, hour, minute, min(second, LEAP_SECOND_VALUE))
    except ValueError:
        return None
    if found[4] is None:
        return EventTime(local, whole_day=True)
    zone = UTC_ZONE if found[7] else zone
    return EventTime(local, calendar_zone=zone, utc=_convert_to_utc(local, zone))


def _convert_to_utc(local: datetime, zone: CalendarZone | None) -> datetime | None:
    if zone is None or zone.rules is None:
        return None
    try:
        return local.replace(tzinfo=zone.rules).astimezone(UTC)
    except (OverflowError, ValueError):  # at the ends of the calendar
        return None


def _add_duration(start: EventTime, text: str) -> EventTime | None:
    """Days are days where the event is, hours are hours of time (RFC 5545 §3.3.6)."""
    found = DURATION_PATTERN.fullmatch(text)
    if not found or found[1] == "-":
        return None
    weeks, whole_days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    rules = start.calendar_zone.rules if start.calendar_zone else None
    try:
        local = start.local + timedelta(weeks=weeks, days=whole_days)
        time = timedelta(hours=hours, minutes=minutes, seconds=seconds)
        if rules is None:
            return replace(start, local=local + time)
        ends = local.replace(tzinfo=rules).astimezone(UTC) + time
        return replace(start, local=ends.astimezone(rules).replace(tzinfo=None), utc=ends)
    except (OverflowError, ValueError):
        return None


def _subtract_day(end: EventTime) -> EventTime:
    return replace(end, local=end.local - timedelta(days=1))


def _count_seconds(start: EventTime | None, end: EventTime | None) -> float | None:
    """None too where the end is before the start."""
    if not start or not end or start.whole_day or end.whole_day:
        return None
    known = start.utc and end.utc
    between = end.utc - start.utc if known else end.local - start.local  # type: ignore[operator]
    alike = known or start.zone == end.zone
    return between.total_seconds() if alike and between > timedelta(0) else None
