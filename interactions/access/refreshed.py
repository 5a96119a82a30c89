"""What a reader refreshed, remembered in their session: from then on they see nothing older, whichever
process answers. Each has a store of its own, and the next page may come from another one."""

import time
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

NAME = "refreshed"


class Refreshed:
    """Of one reader. A history goes by its name (seal.py), so that a session holds no customer's ID."""

    def __init__(self, session: SessionBase) -> None:
        self.session = session

    def note(self, name: str, at: float) -> None:
        """They refreshed this history, and it is of `at` (seconds since 1970)."""
        self._write(name, {"at": at, "seen": False})

    def since(self, name: str) -> float:
        """Seconds since 1970 before which this history is too old for them."""
        return float(self._all().get(name, {"at": 0})["at"])

    def first_look(self, name: str) -> bool:
        """Whether they look for the first time at what they refreshed: it is live to them."""
        refreshed = self._all().get(name, {"seen": True})
        if refreshed["seen"]:
            return False
        self._write(name, refreshed | {"seen": True})
        return True

    def _write(self, name: str, entry: dict[str, Any]) -> None:
        """With what another tab wrote while this one waited for the UCS: a session is saved as a whole, and
        would take that away."""
        ended = time.time() - settings.HISTORY_SECONDS
        stored = type(self.session)(self.session.session_key).get(NAME, {})
        entries = [*stored.items(), *self._all().items(), (name, entry)]
        entries.sort(key=lambda item: (item[1]["at"], item[1]["seen"]))
        self.session[NAME] = {of: seen for of, seen in entries if of == name or seen["at"] > ended}

    def _all(self) -> dict[str, dict[str, Any]]:
        return self.session.get(NAME, {})  # type: ignore[no-any-return]
