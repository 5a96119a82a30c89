"""When a reader last looked at a history, so that a timeline can say what is new to them.

Told by pages of the timeline alone: who opens an interaction from elsewhere has not seen the list. What was
noted is remembered in the process for a quarter of an hour, in which no page asks the database. And it is a
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

from interactions.access.kept import Kept
from interactions.models import Visit

logger = logging.getLogger("interactions.access")
NOTED = 15 * 60.0  # seconds between two notes of one visit
REMEMBERED = 1000  # visits a process
PATIENCE = 200  # milliseconds that a page waits for SQLite's one writer


@dataclass(frozen=True)
class LastVisit:
    """The one before this one: when it was, and the last moment that the history named then."""

    at: datetime
    seen: datetime


remembered: Kept[tuple[object, ...], LastVisit | None] = Kept(
    weigh=lambda visit: 1, most=lambda: REMEMBERED, seconds=lambda: NOTED
)


def last_visit(user: AbstractBaseUser | AnonymousUser, history: str, seen: datetime) -> LastVisit | None:
    """The reader's visit of a history, by its name, before this one; `None` on the first, and when it can't
    be known. `seen` is the last moment that the history names now."""
    return remembered.get((user.pk, history, seen), lambda: _noted(user, history, seen))


def _noted(user: AbstractBaseUser | AnonymousUser, history: str, seen: datetime) -> LastVisit | None:
    try:
        with _impatient(), transaction.atomic():
            visit = Visit.objects.note(user, history, timezone.now(), seen)
    except DatabaseError as error:
        logger.warning("A visit could not be noted: %s", type(error).__name__)
        return None
    if visit.last_at is None or visit.last_seen is None:
        return None
    return LastVisit(visit.last_at, visit.last_seen)


@contextmanager
def _impatient() -> Iterator[None]:
    """Does not wait for another writer as long as others do."""
    if connection.vendor != "sqlite":
        yield
        return
    usual = int(connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000)
    try:
        _wait_at_most(PATIENCE)
        yield
    finally:
        _wait_at_most(usual)


def _wait_at_most(milliseconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout={milliseconds}")
