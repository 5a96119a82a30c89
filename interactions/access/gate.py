"""The one door: whatever a page, the JSON API or a raw view shows of a record or a content passes here.

It asks for a signed-in user. Who may see what, what is masked and the record of who saw what belong
into this module too, so that no page has to change for them; `tests/test_architecture.py` sees to it that
nothing on the floor above reaches the UCS any other way.
"""

import time
from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from interactions.access.cache import content_cache
from interactions.access.cache.history_cache import Key, history_cache
from interactions.access.cache.record_cache import RecordBatch, load_records
from interactions.access.freshness import Freshness
from interactions.access.visits import LastVisit, load_last_visit
from interactions.content.source import Source
from interactions.history.history import History, Owner, build
from interactions.ucs.client import UCSClient
from interactions.ucs.connection import connect
from interactions.ucs.resources import Answer, Content, ContentKind, Interaction


class Gate:
    """What one user may read. Every method but `records` raises a `UCSError` when the UCS can't give it."""

    def __init__(
        self, user: AbstractBaseUser | AnonymousUser, client: UCSClient, freshness: Freshness
    ) -> None:
        if not user.is_authenticated:
            raise PermissionDenied("Sign in first.")
        self.user = user
        self.client = client
        self.freshness = freshness

    @property
    def scope(self) -> str:
        """What this user may see of a history, as a name: what is kept is kept for those of one scope. Rights
        that hide anything have to give a name of their own here to each who sees another part."""
        return "everything"

    def load_interaction(self, interaction_id: str) -> Answer[Interaction]:
        """One record in full."""
        return self.client.interaction(interaction_id)

    def load_history(
        self, owner: Owner, identifier: str, *, fresh: bool = False, udata: bool = False
    ) -> History:
        """A customer's or a service's whole history; kept for a moment unless `fresh` is asked for. Who asked
        for a fresh one never sees an older one afterwards, and their first look at it is live. With `udata`
        it can be filtered by its attached data; one that is kept without is then asked for again."""
        key = self._key(owner, identifier)
        since = time.time() if fresh else self.freshness.get_not_before(key.name)
        history = history_cache.get(
            key, lambda: self._fetch(owner, identifier, udata), since=since, udata=udata
        )
        if fresh:
            self.freshness.record_refresh(key.name, history.fetched_at.timestamp())
        elif self.freshness.mark_seen(key.name):
            return replace(history, kept=False)
        return history

    def load_records(self, history: History, identifiers: Iterable[str]) -> RecordBatch:
        """Several records of a history in full, none older than it; kept for a moment. Those that can't be
        had are told apart, not raised."""
        return load_records(
            identifiers,
            lambda identifier: self.load_interaction(identifier).value,
            scope=(*_origin(self.client), self.scope),
            since=history.fetched_at.timestamp(),
        )

    def load_last_visit(self, history: History) -> LastVisit | None:
        """When this user looked at a history before, which they are looking at now."""
        name = self._key(history.owner, history.identifier).name
        return load_last_visit(self.user, name, history.index.latest(history.fetched_at))

    def open_content(
        self,
        interaction_id: str,
        kind: ContentKind,
        *,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
    ) -> Answer[Content]:
        """One content, open for reading; the caller closes its body. `headers` are the reader's own:
        the client passes on Range, If-Range and validators and nothing else."""
        return self.client.open_content(interaction_id, kind, method=method, headers=headers or {})

    def load_content_source(self, interaction_id: str, kind: ContentKind) -> Source:
        """One content, to be asked for several times while what lies in it is shown; kept for a moment when
        it is small enough to be held. Raises `Unshowable` when there is no room for it now."""

        def ask(headers: Mapping[str, str]) -> Content:
            return self.open_content(interaction_id, kind, headers=headers).value

        return content_cache.load_content_source(interaction_id, kind, ask)

    def _key(self, owner: Owner, identifier: str) -> Key:
        return Key(_origin(self.client), self.scope, owner, identifier)

    def _fetch(self, owner: Owner, identifier: str, udata: bool) -> History:
        ask = self.client.by_customer if owner == "customer" else self.client.by_service
        return build(owner, identifier, ask(identifier, attached=udata), settings.REPEAT_DAYS)


def get_gate(request: HttpRequest) -> Gate:
    """The door for the user who asks."""
    return Gate(request.user, connect(), Freshness(request.session))


def is_address_in_doubt() -> bool:
    """Whether UCS_URL may lead to another server, by what this process was answered: nobody is asked."""
    return connect().acquaintance.in_doubt


def _origin(client: UCSClient) -> tuple[str, ...]:
    """What tells one UCS, and what it shows to us, from another: several viewers may share a cache."""
    told = client.configuration
    database = settings.DATABASES["default"]
    embedded = () if settings.UCS_URL else (str(database.get("HOST", "")), str(database["NAME"]))
    return (told.base_url, told.username, told.tenant, told.group, *embedded)
