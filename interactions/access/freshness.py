"""Which histories a user's session has refreshed, and when: from then on its pages show nothing older,
whichever process answers. Each process has a cache of its own, and the next page may come from another
one."""

import time
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

SESSION_KEY = "refreshed"


class Freshness:
    """The refreshes of one session. Histories go by their pseudonyms (cache/encryption.py), so that a session
    holds no customer's ID."""

    def __init__(self, session: SessionBase) -> None:
        self.session = session

    def record_refresh(self, history: str, at: float) -> None:
        """The session's user refreshed this history; the UCS answered as of `at` (seconds since 1970)."""
        self._write_entry(history, {"at": at, "seen": False})

    def get_not_before(self, history: str) -> float:
        """Seconds since 1970 before which this history is too old for the session; 0 for any age."""
        return float(self._get_entries().get(history, {"at": 0})["at"])

    def mark_seen(self, history: str) -> bool:
        """Marks a refreshed history as seen; whether this is the first look at it, which is live."""
        entry = self._get_entries().get(history, {"seen": True})
        if entry["seen"]:
            return False
        self._write_entry(history, entry | {"seen": True})
        return True

    def _write_entry(self, history: str, entry: dict[str, Any]) -> None:
        """Adds to what another tab stored while this one waited for the UCS: a session is saved as a whole,
        and would otherwise undo it. Entries older than any cached history are dropped."""
        oldest = time.time() - settings.HISTORY_SECONDS
        stored = type(self.session)(self.session.session_key).get(SESSION_KEY, {})
        entries = [*stored.items(), *self._get_entries().items(), (history, entry)]
        entries.sort(key=lambda item: (item[1]["at"], item[1]["seen"]))
        self.session[SESSION_KEY] = {
            name: value for name, value in entries if name == history or value["at"] > oldest
        }

    def _get_entries(self) -> dict[str, dict[str, Any]]:
        return self.session.get(SESSION_KEY, {})  # type: ignore[no-any-return]
