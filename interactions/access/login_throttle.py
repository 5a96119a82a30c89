"""How often a password may be tried for a user name. Attempts are counted in the installation's database,
where all its processes and machines count together: signing in needs it anyway, and a Redis is not always
there.

A count that fails costs a line in the log and keeps nobody out.
"""

import logging
from collections.abc import Callable
from typing import TypeVar

from django.db import DatabaseError

from interactions.access.cache.encryption import build_pseudonym
from interactions.models import PasswordTries

T = TypeVar("T")
logger = logging.getLogger("interactions.access")


def register_attempt(user_name: str, browser: str) -> bool:
    """Counts one more attempt for this name from this browser or address; whether its password may be
    checked. Counted before the check, so that many at once are no more attempts than one after the other."""
    pseudonym = _build_attempt_pseudonym(user_name, browser)
    return _run_query_or_default(lambda: PasswordTries.objects.take(pseudonym), default=True)


def reset_attempts(user_name: str, browser: str) -> None:
    """The password was right: the next attempt is the first again."""
    attempts = PasswordTries.objects.filter(name=_build_attempt_pseudonym(user_name, browser))
    _run_query_or_default(attempts.delete, default=None)


def _build_attempt_pseudonym(user_name: str, browser: str) -> str:
    """What the database holds of an attempt: nobody can tell who it was, nor from where."""
    return build_pseudonym("sign-in", browser, user_name)


def _run_query_or_default(query: Callable[[], T], default: T) -> T:
    try:
        return query()
    except DatabaseError as error:
        logger.warning(
            "Wrong passwords can't be counted (%s): there is no pause after them", type(error).__name__
        )
        return default
