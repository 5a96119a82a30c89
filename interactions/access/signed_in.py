"""Who is signed in: the session and the account of a request, each by one plain query.

Every page asks for both. Django's ORM builds the two queries anew for each, in three times the time that
reading them takes: together a tenth of an interaction's page. What is read, and what follows of it, is
Django's own.
"""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

SESSION = f"SELECT * FROM {Session._meta.db_table} WHERE session_key = %s"  # noqa: S608 - a name of our own
ACCOUNT = f"SELECT * FROM {User._meta.db_table} WHERE id = %s"  # noqa: S608 - likewise


class SessionStore(db.SessionStore):
    """Sessions in the database."""

    def _get_session_from_db(self) -> Session | None:
        found = next(iter(Session.objects.raw(SESSION, [self.session_key])), None)
        if found is None or found.expire_date <= timezone.now():
            self._session_key = None
            return None
        return found


class Accounts(ModelBackend):
    """Accounts with a password, in the database."""

    def get_user(self, user_id: Any) -> User | None:
        """The account, `None` when there is none of this number or when it is closed."""
        found = next(iter(User.objects.raw(ACCOUNT, [user_id])), None)
        return found if found and self.user_can_authenticate(found) else None
