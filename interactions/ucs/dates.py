"""Dates and times as a UCS and its neighbours write them."""

import re
from datetime import UTC, datetime

from interactions.ucs.untrusted_text import parse_whole_number

# Seconds since 1970 that can be meant as a moment of a contact centre: 1990 to 2100.
MIN_EPOCH_SECONDS, MAX_EPOCH_SECONDS = 631_152_000, 4_102_444_800
_named_zone_pattern = re.compile(r"\s*(?:UTC|GMT)$", re.IGNORECASE)
_blank_before_zone_pattern = re.compile(r"\s+(?=(?:[+-]\d\d:?\d\d|Z)$)")


def parse_datetime(value: str | int | float) -> datetime | None:
    """An aware date and time in UTC, or None for what is none.

    Accepted are ISO 8601 with Z, with an offset or without a zone, which is taken as UTC; the form of Web
    Services, `2013-11-25 21:02:22.000+0200` (both docs/ucs-protocol.md §2.4); and seconds or milliseconds
    since 1970 that fall between 1990 and 2100.
    """
    if isinstance(value, str):
        value = value.strip()
        if not value.isdecimal():
            return _parse_datetime_text(value)
        value = parse_whole_number(value, max_digits=14) or 0
    return _parse_epoch_number(value)


def _parse_datetime_text(text: str) -> datetime | None:
    if len(text) > 40:
        return None
    try:
        moment = datetime.fromisoformat(
            _blank_before_zone_pattern.sub("", _named_zone_pattern.sub("Z", text))
        )
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _parse_epoch_number(number: int | float) -> datetime | None:
    if abs(number) > MAX_EPOCH_SECONDS * 1000:
        return None
    for seconds in (number, number / 1000):
        if MIN_EPOCH_SECONDS <= seconds <= MAX_EPOCH_SECONDS:
            return datetime.fromtimestamp(seconds, UTC)
    return None
