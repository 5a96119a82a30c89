"""What a reader refreshed, remembered in their session: from then on they see nothing older, whichever
process answers. Each has a store of its own, and the next page may come from another one."""

import time
from collections.abc import MutableMapping
from typing import Any

from django.conf import settings

NAME = "refreshed"


class Refreshed:
    """Of one reader. A history goes by its name (seal.py), so that a session holds no customer's ID."""

    def __init__(self, session: MutableMapping[str, Any]) -> None:
        self.session = session

    def note(self, name: str, at: float) -> None:
        """They refreshed this history, and it is of `at` (seconds since 1970)."""
        ended = time.time() - settings.HISTORY_SECONDS
        recent = {name: seen for name, seen in self._all().items() if seen["at"] > ended}
        self.session[NAME] = recent | {name: {"at": at, "seen": False}}

    def since(self, name: str) -> float:
        """Seconds since 1970 before which this history is too old for them."""
        return float(self._all().get(name, {"at": 0})["at"])

    def first_look(self, name: str) -> bool:
        """Whether they look for the first time at what they refreshed: it is live to them."""
        refreshed = self._all().get(name, {"seen": True})
        if refreshed["seen"]:
            return False
        self.session[NAME] = self._all() | {name: refreshed | {"seen": True}}
        return True

    def _all(self) -> dict[str, dict[str, Any]]:
        return self.session.get(NAME, {})  # type: ignore[no-any-return]
