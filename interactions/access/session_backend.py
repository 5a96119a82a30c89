"""Django's session and authentication backends with one plain query each.

Every page needs the session and the account. Django's ORM builds both queries anew for each page, in three
times the time that reading the rows takes: together a tenth of an interaction's page. What is read, and what
follows of it, is Django's own.
"""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

SESSION_QUERY = f"SELECT * FROM {Session._meta.db_table} WHERE session_key = %s"  # noqa: S608 - a name of our own
ACCOUNT_QUERY = f"SELECT * FROM {User._meta.db_table} WHERE id = %s"  # noqa: S608 - likewise


class SessionStore(db.SessionStore):
    """Sessions in the database."""

    def _get_session_from_db(self) -> Session | None:
        session = next(iter(Session.objects.raw(SESSION_QUERY, [self.session_key])), None)
        if session is None or session.expire_date <= timezone.now():
            self._session_key = None
            return None
        return session


class AccountBackend(ModelBackend):
    """Accounts with a password, in the database."""

    def get_user(self, user_id: Any) -> User | None:
        """The account; `None` when no account has this ID or it is closed."""
        account = next(iter(User.objects.raw(ACCOUNT_QUERY, [user_id])), None)
        return account if account and self.user_can_authenticate(account) else None
