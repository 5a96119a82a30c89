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

from interactions.access import kept_contents
from interactions.access.kept_histories import Key, histories
from interactions.access.kept_records import Several, several
from interactions.access.refreshed import Refreshed
from interactions.access.visits import LastVisit, last_visit
from interactions.content.source import ContentSource
from interactions.history.history import History, HistoryKind, build_history
from interactions.ucs.client import UCSClient
from interactions.ucs.connection import get_ucs_client
from interactions.ucs.resources import Content, ContentKind, Interaction, UCSResponse


class Gate:
    """What one user may read. Every method but `records` raises a `UCSError` when the UCS can't give it."""

    def __init__(
        self, user: AbstractBaseUser | AnonymousUser, client: UCSClient, refreshed: Refreshed
    ) -> None:
        if not user.is_authenticated:
            raise PermissionDenied("Sign in first.")
        self.user = user
        self.client = client
        self.refreshed = refreshed

    @property
    def scope(self) -> str:
        """What this user may see of a history, as a name: what is kept is kept for those of one scope. Rights
        that hide anything have to give a name of their own here to each who sees another part."""
        return "everything"

    def interaction(self, interaction_id: str) -> UCSResponse[Interaction]:
        """One record in full."""
        return self.client.load_interaction(interaction_id)

    def history(
        self, owner: HistoryKind, identifier: str, *, fresh: bool = False, udata: bool = False
    ) -> History:
        """A customer's or a service's whole history; kept for a moment unless `fresh` is asked for. Who asked
        for a fresh one never sees an older one afterwards, and their first look at it is live. With `udata`
        it can be filtered by its attached data; one that is kept without is then asked for again."""
        key = self._key(owner, identifier)
        since = time.time() if fresh else self.refreshed.since(key.name)
        history = histories.get(key, lambda: self._fetch(owner, identifier, udata), since=since, udata=udata)
        if fresh:
            self.refreshed.note(key.name, history.fetched_at.timestamp())
        elif self.refreshed.first_look(key.name):
            return replace(history, kept=False)
        return history

    def records(self, history: History, identifiers: Iterable[str]) -> Several:
        """Several records of a history in full, none older than it; kept for a moment. Those that can't be
        had are told apart, not raised."""
        return several(
            identifiers,
            lambda identifier: self.interaction(identifier).value,
            scope=(*_origin(self.client), self.scope),
            since=history.fetched_at.timestamp(),
        )

    def last_visit(self, history: History) -> LastVisit | None:
        """When this user looked at a history before, which they are looking at now."""
        name = self._key(history.owner, history.identifier).name
        return last_visit(self.user, name, history.index.latest(history.fetched_at))

    def content(
        self,
        interaction_id: str,
        kind: ContentKind,
        *,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
    ) -> UCSResponse[Content]:
        """One content, open for reading; the caller closes its body. `headers` are the reader's own:
        the client passes on Range, If-Range and validators and nothing else."""
        return self.client.open_content(interaction_id, kind, method=method, headers=headers or {})

    def holding(self, interaction_id: str, kind: ContentKind) -> ContentSource:
        """One content, to be asked for several times while what lies in it is shown; kept for a moment when
        it is small enough to be held. Raises `UnviewableContent` when there is no room for it now."""

        def ask(headers: Mapping[str, str]) -> Content:
            return self.content(interaction_id, kind, headers=headers).value

        return kept_contents.holding(interaction_id, kind, ask)

    def _key(self, owner: HistoryKind, identifier: str) -> Key:
        return Key(_origin(self.client), self.scope, owner, identifier)

    def _fetch(self, owner: HistoryKind, identifier: str, udata: bool) -> History:
        ask = self.client.load_customer_records if owner == "customer" else self.client.load_service_records
        return build_history(owner, identifier, ask(identifier, with_udata=udata), settings.REPEAT_DAYS)


def gate(request: HttpRequest) -> Gate:
    """The door for the user who asks."""
    return Gate(request.user, get_ucs_client(), Refreshed(request.session))


def address_in_doubt() -> bool:
    """Whether UCS_URL may lead to another server, by what this process was answered: nobody is asked."""
    return get_ucs_client().upstream_identity.is_in_doubt


def _origin(client: UCSClient) -> tuple[str, ...]:
    """What tells one UCS, and what it shows to us, from another: several viewers may share a cache."""
    told = client.configuration
    database = settings.DATABASES["default"]
    embedded = () if settings.UCS_URL else (str(database.get("HOST", "")), str(database["NAME"]))
    return (told.base_url, told.username, told.tenant, told.group, *embedded)
