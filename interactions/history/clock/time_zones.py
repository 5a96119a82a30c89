"""Time zones as an address or a setting names them: `utc`, `Europe/Berlin`, `+05:30`."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

MAX_ZONE_NAME_CHARACTERS = 64  # characters of a name
MAX_UTC_OFFSET = timedelta(hours=14)  # no place on earth is further from UTC
# In a query, a + that nobody escaped is a blank.
OFFSET_PATTERN = re.compile(r"(?P<sign>[+\-− ])(?P<hours>\d\d):?(?P<minutes>[0-5]\d)", re.ASCII)
NON_PLACE_ZONE_NAMES = {"localtime", "Factory"}


@dataclass(frozen=True)
class TimeZone:
    """`value` names it in an address, `words` on a page."""

    value: str
    tzinfo: tzinfo
    words: str


UTC_ZONE = TimeZone("utc", UTC, "UTC")


def parse_time_zone(text: str) -> TimeZone | None:
    """The zone of a name, in any case, or of an offset of 14 hours at most; `None` when there is none."""
    if len(text) > MAX_ZONE_NAME_CHARACTERS:
        return None
    if text.strip().casefold() in {"utc", "etc/utc", "z"}:
        return UTC_ZONE
    if found := OFFSET_PATTERN.fullmatch(text):
        return _parse_offset_zone(found)
    if name := _get_names_by_folded_name().get(text.strip().casefold()):
        return TimeZone(name, ZoneInfo(name), name.replace("_", " "))
    return None


@cache
def list_zone_names() -> tuple[str, ...]:
    """Every name of the IANA's, in the order of the alphabet."""
    return tuple(sorted(available_timezones() - NON_PLACE_ZONE_NAMES))


def build_fixed_zone(minutes: timedelta) -> TimeZone:
    """The zone that is always so far from UTC."""
    if not minutes:
        return UTC_ZONE
    sign, (hours, rest) = "-" if minutes < timedelta() else "+", divmod(abs(minutes), timedelta(hours=1))
    value = f"{sign}{hours:02}:{rest // timedelta(minutes=1):02}"
    return TimeZone(value, timezone(minutes), format_utc_offset(minutes))


def format_utc_offset(offset: timedelta | None) -> str:
    """`UTC`, `UTC+2`, `UTC−3:30`: how far from UTC a clock stands."""
    if not offset:
        return "UTC"
    minutes, seconds = divmod(round(abs(offset).total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    said = f"UTC{'−' if offset < timedelta() else '+'}{hours}"
    if minutes or seconds:
        said += f":{minutes:02}"
    return f"{said}:{seconds:02}" if seconds else said


def is_ambiguous_time(local: datetime) -> bool:
    """Whether clocks show this time twice, an hour apart or so, because they are put back."""
    if isinstance(local.tzinfo, timezone):
        return False
    return local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()


def _parse_offset_zone(found: re.Match[str]) -> TimeZone | None:
    minutes = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"]))
    if minutes > MAX_UTC_OFFSET:
        return None
    return build_fixed_zone(-minutes if found["sign"] in "-−" else minutes)


@cache
def _get_names_by_folded_name() -> dict[str, str]:
    return {name.casefold(): name for name in list_zone_names()}
