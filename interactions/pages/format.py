"""How dates, times, sizes and counts are written. Every time is UTC; the top bar says so once."""

from datetime import UTC, date, datetime
from functools import lru_cache

from interactions.content.media.moments import written

# What a length is written in: a unit and the one below it, each with its seconds.
DAYS, HOURS, MINUTES = (86400, "d", 3600, "h"), (3600, "h", 60, "m"), (60, "m", 1, "s")
LENGTHS = 4096  # remembered as written: a page has four hundred, most of them short and often the same


def day(value: date) -> str:
    """`Wednesday 5 August 2009`."""
    return f"{_utc(value):%A} {_utc(value).day} {_utc(value):%B %Y}"


def short_date(value: date) -> str:
    """`5 Aug 2009`."""
    return f"{_utc(value).day} {_utc(value):%b %Y}"


def moment(value: datetime) -> str:
    """`5 Aug 2009, 09:33`."""
    return f"{short_date(value)}, {clock(value)}"


def period_words(start: date | None, end: date | None) -> str:
    """`1 May – 5 Aug 2009`, `since 1 May 2009`, `until 5 Aug 2009`; "" without a period."""
    if start and end:
        if start == end:
            return short_date(start)
        same = start.year == end.year
        return f"{f'{start.day} {start:%b}' if same else short_date(start)} – {short_date(end)}"
    if start:
        return f"since {short_date(start)}"
    return f"until {short_date(end)}" if end else ""


def there(value: datetime) -> str:
    """In its own zone, for what somebody far away wrote: `Wed 5 Aug 2009, 11:33 +0200`."""
    return f"{value:%a} {value.day} {value:%b %Y, %H:%M %z}"


def clock(value: datetime) -> str:
    """`09:33`."""
    at = value.astimezone(UTC)
    return f"{at.hour:02d}:{at.minute:02d}"


def clock_s(value: datetime) -> str:
    """`09:33:10`."""
    return f"{_utc(value):%H:%M:%S}"


def clock_ms(value: datetime) -> str:
    """`09:33:10.000`."""
    return f"{clock_s(value)}.{value.microsecond // 1000:03d}"


def iso(value: date) -> str:
    """For `<time datetime>`: `2009-08-05T09:33:10Z`, or `2009-08-05` of a day."""
    return _utc(value).isoformat().replace("+00:00", "Z")


@lru_cache(LENGTHS)
def duration(seconds: float) -> str:
    """The two largest units, `54.1 s`, `7 m 45 s`, `1 h 33 m`, `3 d 4 h`; tenths only below a minute."""
    if seconds < 0:
        return f"−{duration(-seconds)}"
    if round(seconds, 1) < 60:
        return f"{seconds:.1f}".removesuffix(".0") + " s"
    whole = round(seconds)
    size, unit, small, below = MINUTES if whole < 3600 else HOURS if whole < 86400 else DAYS
    count, rest = divmod(whole, size)
    return f"{count} {unit} {rest // small} {below}" if rest >= small else f"{count} {unit}"


def elapsed(seconds: int) -> str:
    """A place in something that runs, as players write it: `0:06`, `12:41`, `1:02:03`."""
    minutes, rest = divmod(abs(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    sign = "−" if seconds < 0 else ""
    return f"{sign}{hours}:{minutes:02d}:{rest:02d}" if hours else f"{sign}{minutes}:{rest:02d}"


def size(count: int) -> str:
    """Bytes as `612 B`, `3.4 kB`, `12 MB`: steps of 1000, one decimal below ten."""
    amount, unit = float(count), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if amount < 999.5:
            break
        amount, unit = amount / 1000, larger
    return f"{amount:.1f} {unit}" if unit != "B" and amount < 9.95 else f"{amount:.0f} {unit}"


def count(number: int) -> str:
    """`10,482`."""
    return f"{number:,}"


def plural(number: int, one: str, many: str | None = None) -> str:
    """`1 interaction`, `2 interactions`; `many` for what takes more than an s."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def _utc(value: date) -> date:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


FILTERS = {
    "day": day,
    "date": short_date,
    "moment": moment,
    "there": there,
    "clock": clock,
    "clock_s": clock_s,
    "clock_ms": clock_ms,
    "iso": iso,
    "duration": duration,
    "elapsed": elapsed,
    "size": size,
    "count": count,
    "plural": plural,
    "position": written,
}
