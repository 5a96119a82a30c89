"""When a user last looked at a history, so that a timeline can say what is new to them.

Only pages of the timeline count as visits: who opens an interaction from elsewhere has not seen the list. A
visit is remembered in the process for a quarter of an hour, in which no page asks the database. And it is a
convenience: a database that is locked or can't be written costs a line in the log, no page.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from interactions.access.cache.single_flight import SingleFlightCache
from interactions.models import Visit

logger = logging.getLogger("interactions.access")
RECORDING_INTERVAL_SECONDS = 15 * 60.0  # between two records of one visit
VISIT_BYTES = 500  # of a cached visit, about
MAX_CACHED_BYTES = 1000 * VISIT_BYTES  # in each process
BUSY_TIMEOUT_MILLISECONDS = 200  # for which a page waits for SQLite's one writer


@dataclass(frozen=True)
class LastVisit:
    """The visit before the present one: when it was, and the latest moment that the history named then."""

    at: datetime
    seen: datetime


visit_cache: SingleFlightCache[tuple[object, ...], LastVisit | None] = SingleFlightCache(
    max_bytes=lambda: MAX_CACHED_BYTES,
    ttl=lambda: RECORDING_INTERVAL_SECONDS,
    size_of=lambda visit: VISIT_BYTES,
)


def load_last_visit(user: AbstractBaseUser | AnonymousUser, history: str, seen: datetime) -> LastVisit | None:
    """The user's visit of a history, by its pseudonym, before this one; `None` on the first, and when it
    can't be known. `seen` is the latest moment that the history names now."""
    return visit_cache.get_or_load((user.pk, history, seen), lambda: _record_visit(user, history, seen))


def _record_visit(user: AbstractBaseUser | AnonymousUser, history: str, seen: datetime) -> LastVisit | None:
    try:
        with _use_short_busy_timeout(), transaction.atomic():
            visit = Visit.objects.note(user, history, timezone.now(), seen)
    except DatabaseError as error:
        logger.warning("A visit could not be noted: %s", type(error).__name__)
        return None
    if visit.last_at is None or visit.last_seen is None:
        return None
    return LastVisit(visit.last_at, visit.last_seen)


@contextmanager
def _use_short_busy_timeout() -> Iterator[None]:
    """Waits for SQLite's other writers no longer than a page may, within the block."""
    if connection.vendor != "sqlite":
        yield
        return
    usual = int(connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000)
    try:
        _set_busy_timeout(BUSY_TIMEOUT_MILLISECONDS)
        yield
    finally:
        _set_busy_timeout(usual)


def _set_busy_timeout(milliseconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout={milliseconds}")
