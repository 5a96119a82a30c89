"""Time zones as an address or a setting names them: `utc`, `Europe/Berlin`, `+05:30`."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

LONGEST = 64  # characters of a name
MOST = timedelta(hours=14)  # no place on earth is further from UTC
# In a query, a + that nobody escaped is a blank.
OFFSET = re.compile(r"(?P<sign>[+\-− ])(?P<hours>\d\d):?(?P<minutes>[0-5]\d)", re.ASCII)
NO_PLACES = {"localtime", "Factory"}


@dataclass(frozen=True)
class Zone:
    """`value` names it in an address, `words` on a page."""

    value: str
    tzinfo: tzinfo
    words: str


COORDINATED = Zone("utc", UTC, "UTC")


def zone(text: str) -> Zone | None:
    """The zone of a name, in any case, or of an offset of 14 hours at most; `None` when there is none."""
    if len(text) > LONGEST:
        return None
    if text.strip().casefold() in {"utc", "etc/utc", "z"}:
        return COORDINATED
    if found := OFFSET.fullmatch(text):
        return _offset(found)
    if name := _by_folded_name().get(text.strip().casefold()):
        return Zone(name, ZoneInfo(name), name.replace("_", " "))
    return None


@cache
def names() -> tuple[str, ...]:
    """Every name of the IANA's, in the order of the alphabet."""
    return tuple(sorted(available_timezones() - NO_PLACES))


def fixed(minutes: timedelta) -> Zone:
    """The zone that is always so far from UTC."""
    if not minutes:
        return COORDINATED
    sign, (hours, rest) = "-" if minutes < timedelta() else "+", divmod(abs(minutes), timedelta(hours=1))
    value = f"{sign}{hours:02}:{rest // timedelta(minutes=1):02}"
    return Zone(value, timezone(minutes), offset_words(minutes))


def offset_words(offset: timedelta | None) -> str:
    """`UTC`, `UTC+2`, `UTC−3:30`: how far from UTC a clock stands."""
    if not offset:
        return "UTC"
    minutes, seconds = divmod(round(abs(offset).total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    said = f"UTC{'−' if offset < timedelta() else '+'}{hours}"
    if minutes or seconds:
        said += f":{minutes:02}"
    return f"{said}:{seconds:02}" if seconds else said


def comes_twice(local: datetime) -> bool:
    """Whether clocks show this time twice, an hour apart or so, because they are put back."""
    if isinstance(local.tzinfo, timezone):
        return False
    return local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()


def _offset(found: re.Match[str]) -> Zone | None:
    minutes = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"]))
    if minutes > MOST:
        return None
    return fixed(-minutes if found["sign"] in "-−" else minutes)


@cache
def _by_folded_name() -> dict[str, str]:
    return {name.casefold(): name for name in names()}
