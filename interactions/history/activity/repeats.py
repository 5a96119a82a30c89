"""Customers who came again: what contact centres count as repeated contact, the other side of first contact
resolution.

An inbound interaction repeats another inbound one of the same customer that was over, and not for long, when
it began, unless both name a subject and not the same; of several the one that began last. The later ones of a
thread repeat nothing: they go on with what was begun. A record that names no start, end or customer is
compared with nothing.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache
from operator import attrgetter

from interactions.ucs.resources import Summary

LOOKED_AT = 50  # inbound interactions before one, of the same customer
REPLY = re.compile(r"(?:\s*(?:re|aw|antw|sv|vs|rv|res|fwd?|wg|tr)(?:\[\d+\])?\s*:)+", re.IGNORECASE)
START = attrgetter("start_date")


def repeated(row: Summary, inbound: Sequence[Summary], within: timedelta) -> Summary | None:
    """What a row repeats. `inbound` are what its customer began, oldest first, all with a start; `within` is
    how long ago what it repeats was over at most."""
    begins = row.start_date
    if begins is None:
        return None
    own = matter(row.subject)
    at = bisect_left(inbound, begins, key=START)
    for former in reversed(inbound[max(0, at - LOOKED_AT) : at]):
        start, end = former.start_date, former.end_date
        if start and end and start <= end < begins and begins - end <= within:
            other = matter(former.subject)
            if not own or not other or own == other:
                return former
    return None


@lru_cache(4096)
def matter(subject: str | None) -> str:
    """What a subject is about, to be compared: what programs put before that of an answer is taken off."""
    text = subject or ""
    said = REPLY.match(text)
    return " ".join(text[said.end() if said else 0 :].casefold().split())
