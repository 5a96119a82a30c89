"""Cached records in full, several at once: those of a thread.

A history holds light rows alone. Its list would bring the full ones in one answer, but all of them: five of
10,000 took 150 to 250 ms that way, and 16 ms asked for one by one (21.5 MB over a socket of this machine).
"""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal

from django.conf import settings

from interactions.access.cache.cache_key import CacheKey, CacheScope
from interactions.access.cache.single_flight import SingleFlightCache
from interactions.ucs.errors import UCSError, UCSTimeout, UCSUnavailable
from interactions.ucs.resources import Interaction

RecordKind = Literal["interaction"]
MAX_CACHED_BYTES = 8_000_000  # of JSON; a record takes about three times its JSON
MIN_RECORD_BYTES = 1024  # that a record counts as at least
LOADING_SECONDS = 5.0  # after which no more are loaded, so that a page comes before its reader gives up


@dataclass(frozen=True)
class RecordBatch:
    """What could be had of the records that were asked for, by their IDs. One in neither was not asked for:
    there was no time, or the UCS had just failed to answer at all."""

    records: Mapping[str, Interaction]
    errors: Mapping[str, UCSError]


def load_records(
    identifiers: Iterable[str],
    load: Callable[[str], Interaction],
    *,
    scope: CacheScope,
    not_before: float = 0.0,
    seconds: float = LOADING_SECONDS,
) -> RecordBatch:
    """These records, each from the cache or else by `load`, none from before `not_before` (seconds since
    1970). One that can't be had leaves the others alone; after so many `seconds` no other is loaded."""
    records: dict[str, Interaction] = {}
    errors: dict[str, UCSError] = {}
    ends_at = time.monotonic() + seconds
    for identifier in identifiers:
        key: CacheKey[RecordKind] = CacheKey(scope, "interaction", identifier)
        try:
            records[identifier] = record_cache.get_or_load(
                key, partial(load, identifier), not_before=not_before
            )
        except UCSError as error:
            errors[identifier] = error
            if isinstance(error, UCSUnavailable | UCSTimeout):
                break
        if time.monotonic() > ends_at:
            break
    return RecordBatch(records, errors)


record_cache: SingleFlightCache[CacheKey[RecordKind], Interaction] = SingleFlightCache(
    max_bytes=lambda: MAX_CACHED_BYTES,
    ttl=lambda: settings.HISTORY_SECONDS,
    size_of=lambda record: max(len(record.document), MIN_RECORD_BYTES),
)
