"""How dates, times, sizes and counts are written. Every time is in the zone of page_zone.py, which the top
bar says once. What writes while an answer streams gives the zone itself."""

from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from typing import overload

from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interactions.content.media.playback_position import format_playback_position
from interactions.history.clock.time_zones import format_utc_offset, is_ambiguous_time
from interactions.pages.page_zone import CURRENT_ZONE_CHOICE, add_carried_zone, add_stated_zone

MINUTE, HOUR, DAY = 60, 3600, 86400  # seconds
MAX_CACHED_DURATIONS = (
    4096  # remembered as written: a page has four hundred, most of them short and often the same
)


def format_day(value: date, zone: tzinfo | None = None) -> str:
    """`Wednesday 5 August 2009`."""
    own = convert_to_local(value, zone)
    return f"{own:%A} {own.day} {own:%B %Y}"


def format_short_date(value: date, zone: tzinfo | None = None) -> str:
    """`5 Aug 2009`."""
    own = convert_to_local(value, zone)
    return f"{own.day} {own:%b %Y}"


def format_moment(value: datetime, zone: tzinfo | None = None) -> str:
    """`5 Aug 2009, 09:33`."""
    return (
        f"{format_short_date(value, zone)}, {format_clock(value, zone)}{format_ambiguous_offset(value, zone)}"
    )


def format_period(start: date | None, end: date | None) -> str:
    """`1 May – 5 Aug 2009`, `since 1 May 2009`, `until 5 Aug 2009`; "" without a period."""
    if start and end:
        if start == end:
            return format_short_date(start)
        same = start.year == end.year
        return f"{f'{start.day} {start:%b}' if same else format_short_date(start)} – {format_short_date(end)}"
    if start:
        return _("since %(date)s") % {"date": format_short_date(start)}
    return _("until %(date)s") % {"date": format_short_date(end)} if end else ""


def format_in_own_zone(value: datetime) -> str:
    """In its own zone, for what somebody far away wrote: `Wed 5 Aug 2009, 11:33 +0200`."""
    return f"{value:%a} {value.day} {value:%b %Y, %H:%M %z}"


def format_clock(value: datetime, zone: tzinfo | None = None) -> str:
    """`09:33`."""
    at = convert_to_local(value, zone)
    return f"{at.hour:02d}:{at.minute:02d}"


def format_clock_seconds(value: datetime, zone: tzinfo | None = None) -> str:
    """`09:33:10`."""
    return f"{convert_to_local(value, zone):%H:%M:%S}"


def format_page_offset(value: datetime, zone: tzinfo | None = None) -> str:
    """How far the page's clock is from UTC at a moment, to follow its time: `UTC`, `UTC+2`."""
    return format_utc_offset(convert_to_local(value, zone).utcoffset())


def format_ambiguous_offset(value: datetime, zone: tzinfo | None = None) -> str:
    """` UTC+2` for a time that the page's clock shows twice, because it is put back; "" for all others."""
    own = convert_to_local(value, zone)
    return f" {format_utc_offset(own.utcoffset())}" if is_ambiguous_time(own) else ""


def format_iso(value: date) -> str:
    """For `<time datetime>`, in UTC: `2009-08-05T09:33:10Z`, or `2009-08-05` of a day."""
    if isinstance(value, datetime) and value.tzinfo is not UTC:
        value = value.astimezone(UTC)
    return value.isoformat().replace("+00:00", "Z")


@lru_cache(MAX_CACHED_DURATIONS)
def format_duration(seconds: float) -> str:
    """The two largest units in whole seconds: `54 s`, `7 min 45 s`, `1 h 33 min`, `3 days 4 h`."""
    if seconds < 0:
        return f"−{format_duration(-seconds)}"
    if 0 < seconds < 0.5:
        return _("under 1 s")
    whole = int(seconds + 0.5)
    days, hours = whole // DAY, whole % DAY // HOUR
    minutes, rest = whole % HOUR // MINUTE, whole % MINUTE
    if days and hours:
        words = ngettext("%(num)s day %(hours)s h", "%(num)s days %(hours)s h", days)
        return words % {"num": format_count(days), "hours": hours}
    if hours and minutes:
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}
    if minutes and rest and not days and not hours:
        return _("%(minutes)s min %(seconds)s s") % {"minutes": minutes, "seconds": rest}
    return format_largest_unit(whole)


def format_largest_unit(seconds: float) -> str:
    """A length in its largest unit alone, rounded down: `54 s`, `7 min`, `1 h`, `3 days`."""
    whole = int(seconds + 0.5)
    if whole >= DAY:
        return format_day_count(whole // DAY)
    if whole >= HOUR:
        return _("%(hours)s h") % {"hours": whole // HOUR}
    if whole >= MINUTE:
        return _("%(minutes)s min") % {"minutes": whole // MINUTE}
    return _("%(seconds)s s") % {"seconds": whole}


def format_day_count(number: int) -> str:
    """`1 day`, `3 days`."""
    return ngettext("%(num)s day", "%(num)s days", number) % {"num": format_count(number)}


def format_interaction_count(number: int) -> str:
    """`1 interaction`, `2,300 interactions`."""
    return ngettext("%(num)s interaction", "%(num)s interactions", number) % {"num": format_count(number)}


def format_response_time(seconds: float) -> str:
    """How long an answer took: `under 0.1 s`, `0.3 s`, and from ten seconds on `12 s`."""
    if seconds < 0.05:
        return _("under 0.1 s")
    if seconds < 9.95:
        return _("%(seconds)s s") % {"seconds": f"{seconds:.1f}"}
    return format_duration(seconds)


def format_age(value: datetime) -> str:
    """How long ago a moment was when the page was made: `12 s ago`, `2 h ago`."""
    seconds = max(1.0, (now() - value).total_seconds())
    return _("%(duration)s ago") % {"duration": format_largest_unit(seconds)}


def format_elapsed(seconds: int) -> str:
    """A place in something that runs, as players write it: `0:06`, `12:41`, `1:02:03`."""
    minutes, rest = divmod(abs(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    sign = "−" if seconds < 0 else ""
    return f"{sign}{hours}:{minutes:02d}:{rest:02d}" if hours else f"{sign}{minutes}:{rest:02d}"


def format_size(count: int) -> str:
    """Bytes as `612 B`, `3.4 kB`, `12 MB`: steps of 1000, one decimal below ten."""
    amount, unit = float(count), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if amount < 999.5:
            break
        amount, unit = amount / 1000, larger
    return f"{amount:.1f} {unit}" if unit != "B" and amount < 9.95 else f"{amount:.0f} {unit}"


def format_count(number: int) -> str:
    """`10,482`."""
    return f"{number:,}"


@overload
def convert_to_local(value: datetime, zone: tzinfo | None = None) -> datetime: ...
@overload
def convert_to_local(value: date, zone: tzinfo | None = None) -> date: ...
def convert_to_local(value: date, zone: tzinfo | None = None) -> date:
    """A moment by the clock of the page, or of the zone that is given; a day as it is. What lies beyond the
    calendar's ends is in UTC."""
    if not isinstance(value, datetime):
        return value
    try:
        return value.astimezone(zone or CURRENT_ZONE_CHOICE.get().tzinfo)
    except OverflowError:
        return value.astimezone(UTC)


TEMPLATE_FILTERS = {
    "day": format_day,
    "date": format_short_date,
    "moment": format_moment,
    "there": format_in_own_zone,
    "clock": format_clock,
    "clock_s": format_clock_seconds,
    "offset": format_page_offset,
    "twice": format_ambiguous_offset,
    "local": convert_to_local,
    "iso": format_iso,
    "age": format_age,
    "duration": format_duration,
    "response_time": format_response_time,
    "elapsed": format_elapsed,
    "size": format_size,
    "count": format_count,
    "interaction_count": format_interaction_count,
    "position": format_playback_position,
    "kept": add_carried_zone,
    "stated": add_stated_zone,
}
