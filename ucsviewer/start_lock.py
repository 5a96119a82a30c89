"""Starts take turns: two at once over one database or one folder would make the same tables, load the same
sample and make the same account.

On one machine a lock on a file, on PostgreSQL one in the database too, for machines that share it. Both end
with the process that holds them, however it ends.
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from django.conf import settings
from django.db import connection

LOCK_FILE_NAME = "start.lock"
ADVISORY_LOCK_NUMBER = 0x5543535669657765  # of the lock in PostgreSQL: "UCSViewe"


@contextmanager
def acquire_start_lock(waiting: Callable[[], None]) -> Iterator[None]:
    """For the block, no other start sets anything up. `waiting` is called when this one has to wait."""
    with _lock_folder(waiting), _lock_database(waiting):
        yield


@contextmanager
def _lock_folder(waiting: Callable[[], None]) -> Iterator[None]:
    with (settings.DATA_DIR / LOCK_FILE_NAME).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _lock_database(waiting: Callable[[], None]) -> Iterator[None]:
    """On a connection of its own, in a transaction: what is set up commits meanwhile, and a pool between us
    and the database can't give the connection to somebody else."""
    if connection.vendor != "postgresql":
        yield
        return
    with closing(connection.copy()) as guard:
        guard.set_autocommit(False)
        with guard.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ADVISORY_LOCK_NUMBER])
            if not cursor.fetchone()[0]:
                waiting()
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_LOCK_NUMBER])
        yield
