"""How often somebody may try a password for a name, counted where all processes and machines of an
installation count together: in its database, which signing in needs anyway, and a Redis is not always there.

A count that fails costs a line in the log and keeps nobody out.
"""

import logging
from collections.abc import Callable
from typing import TypeVar

from django.db import DatabaseError

from interactions.access.seal import name_of
from interactions.models import PasswordTries

T = TypeVar("T")
logger = logging.getLogger("interactions.access")


def may_try(name: str, place: str) -> bool:
    """Counts one more try for this name from this place; whether its password is looked at. Counted before it
    is, so that many at once are no more tries than one after the other."""
    return _try(lambda: PasswordTries.objects.take(_counted_as(name, place)), otherwise=True)


def forget_tries(name: str, place: str) -> None:
    """The password was right."""
    _try(lambda: PasswordTries.objects.filter(name=_counted_as(name, place)).delete(), otherwise=None)


def _counted_as(name: str, place: str) -> str:
    """What the database holds of them: nobody can tell who it was, nor from where."""
    return name_of("sign-in", place, name)


def _try(work: Callable[[], T], otherwise: T) -> T:
    try:
        return work()
    except DatabaseError as error:
        logger.warning(
            "Wrong passwords can't be counted (%s): there is no pause after them", type(error).__name__
        )
        return otherwise
