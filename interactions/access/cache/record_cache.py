"""Records in full, several at once: those of a thread, kept for a moment.

A history holds light rows alone. Its list would bring the full ones in one answer, but all of them: five of
10,000 took 150 to 250 ms that way, and 16 ms asked for one by one (21.5 MB over a socket of this machine).
"""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from django.conf import settings

from interactions.access.cache.single_flight import SingleFlightCache
from interactions.ucs.errors import UCSError, UCSTimeout, UCSUnavailable
from interactions.ucs.resources import Interaction

BYTES = 8_000_000  # of JSON that is kept; a record takes about three times its JSON
LEAST = 1024  # bytes that a record weighs at least
SECONDS = 5.0  # of asking, so that a page comes before its reader gives up


@dataclass(frozen=True)
class RecordBatch:
    """What could be had of the records that were asked for, by their IDs. One in neither was not asked for:
    there was no time, or the UCS had just failed to answer at all."""

    found: Mapping[str, Interaction]
    errors: Mapping[str, UCSError]


def load_records(
    identifiers: Iterable[str],
    ask: Callable[[str], Interaction],
    *,
    scope: tuple[str, ...] = (),
    since: float = 0,
    seconds: float = SECONDS,
) -> RecordBatch:
    """These records, each from here or else by `ask`. One that can't be had leaves the others alone; after so
    many `seconds` no other is asked for.

    What is kept is kept for those of one `scope`: the UCS that gave it, and what the reader may see. None is
    from before `since` (seconds since 1970).
    """
    found: dict[str, Interaction] = {}
    errors: dict[str, UCSError] = {}
    ends = time.monotonic() + seconds
    for identifier in identifiers:
        try:
            found[identifier] = record_cache.get((scope, identifier), partial(ask, identifier), since=since)
        except UCSError as error:
            errors[identifier] = error
            if isinstance(error, UCSUnavailable | UCSTimeout):
                break
        if time.monotonic() > ends:
            break
    return RecordBatch(found, errors)


record_cache: SingleFlightCache[tuple[tuple[str, ...], str], Interaction] = SingleFlightCache(
    weigh=lambda record: max(len(record.document), LEAST),
    most=lambda: BYTES,
    seconds=lambda: settings.HISTORY_SECONDS,
)
