"""The gate: whatever a page, the JSON API or a raw view shows of a record or a content passes here.

It requires a signed-in user; today every signed-in user sees everything. `tests/test_architecture.py` holds
that no page and no API view reaches the UCS any other way, so that rights, masks and a log of who saw what
need changes here alone.
"""

import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from interactions.access.cache.cache_key import CacheKey, CacheScope
from interactions.access.cache.content_cache import load_content_source
from interactions.access.cache.history_cache import history_cache
from interactions.access.cache.record_cache import RecordBatch, load_records
from interactions.access.freshness import Freshness
from interactions.access.visits import LastVisit, load_last_visit
from interactions.content.content_ref import ContentRef
from interactions.content.nested.nested_content import NestedContent, find_nested_content
from interactions.content.source import ContentSource
from interactions.history.history import History, build_history
from interactions.history.history_key import HistoryKind
from interactions.ucs.client import UCSClient
from interactions.ucs.connection import get_ucs_client
from interactions.ucs.resources import Content, ContentKind, Interaction, UCSResponse


class Gate:
    """What one user may read. Every method but `load_records` raises a `UCSError` when the UCS can't give
    it."""

    def __init__(
        self, user: AbstractBaseUser | AnonymousUser, client: UCSClient, freshness: Freshness
    ) -> None:
        if not user.is_authenticated:
            raise PermissionDenied(_("Sign in first."))
        self.user = user
        self.client = client
        self.freshness = freshness

    @property
    def rights(self) -> str:
        """A name for what this user may see: cached values are shared by those of equal rights. Rights that
        hide anything have to give a name of their own here to each who sees another part."""
        return "everything"

    @cached_property
    def cache_scope(self) -> CacheScope:
        """What tells the UCS, and what it shows to this user, from any other: several viewers may share a
        cache."""
        ucs, database = self.client.configuration, settings.DATABASES["default"]
        embedded = () if settings.UCS_URL else (str(database.get("HOST", "")), str(database["NAME"]))
        return CacheScope(ucs.base_url, ucs.username, ucs.tenant, ucs.group, self.rights, embedded)

    def load_interaction(self, interaction_id: str) -> UCSResponse[Interaction]:
        """One record in full."""
        return self.client.load_interaction(interaction_id)

    def load_history(
        self, owner: HistoryKind, identifier: str, *, fresh: bool = False, with_udata: bool = False
    ) -> History:
        """A customer's or a service's whole history; from the cache unless a `fresh` one is asked for. Who
        asked for a fresh one never sees an older one afterwards, and their first look at it is live.
        `with_udata`, it can be filtered by its attached data; one that is cached without is then loaded
        again."""
        key: CacheKey[HistoryKind] = CacheKey(self.cache_scope, owner, identifier)
        not_before = time.time() if fresh else self.freshness.get_not_before(key.pseudonym)
        history = history_cache.get_or_load(
            key,
            lambda: self._fetch_history(owner, identifier, with_udata=with_udata),
            not_before=not_before,
            with_udata=with_udata,
        )
        if fresh:
            self.freshness.record_refresh(key.pseudonym, history.fetched_at.timestamp())
        elif self.freshness.mark_seen(key.pseudonym):
            return replace(history, kept=False)
        return history

    def load_records(self, history: History, identifiers: Iterable[str]) -> RecordBatch:
        """Several records of a history in full, none older than it. Those that can't be had are told apart,
        not raised."""
        return load_records(
            identifiers,
            lambda identifier: self.load_interaction(identifier).value,
            scope=self.cache_scope,
            not_before=history.fetched_at.timestamp(),
        )

    def load_last_visit(self, history: History) -> LastVisit | None:
        """When this user looked at a history before, which they are looking at now."""
        key: CacheKey[HistoryKind] = CacheKey(self.cache_scope, history.owner, history.identifier)
        return load_last_visit(self.user, key.pseudonym, history.index.latest(history.fetched_at))

    def open_content(self, ref: ContentRef, *, method: str = "GET") -> ContentSource:
        """One content of an interaction. Each call of what this gives asks the UCS, with the reader's own
        headers, of which the client passes on Range, If-Range and validators and nothing else; the caller
        closes the body."""

        def open_with_headers(headers: Mapping[str, str]) -> Content:
            response = self.client.open_content(ref.interaction_id, ref.kind, method=method, headers=headers)
            return response.value

        return open_with_headers

    def load_content_source(self, ref: ContentRef) -> ContentSource:
        """One content of an interaction, to be read several times while what lies in it is shown; from the
        cache when it is small enough to be held. Raises `UnviewableContent` when there is no memory for it
        now."""
        key: CacheKey[ContentKind] = CacheKey(self.cache_scope, ref.kind, ref.interaction_id)
        return load_content_source(key, self.open_content(ref))

    def find_nested_content(self, ref: ContentRef) -> NestedContent | None:
        """What lies in a content at the ref's path; `None` when nothing does. Raises `UnviewableContent` with
        the reason when something on the way can't be opened."""
        return find_nested_content(self.load_content_source(ref.outermost), ref.path)

    def _fetch_history(self, owner: HistoryKind, identifier: str, *, with_udata: bool) -> History:
        fetch = self.client.load_customer_records if owner == "customer" else self.client.load_service_records
        return build_history(
            owner, identifier, fetch(identifier, with_udata=with_udata), settings.REPEAT_DAYS
        )


def get_gate(request: HttpRequest) -> Gate:
    """The gate for the user of a request."""
    return Gate(request.user, get_ucs_client(), Freshness(request.session))


def is_address_in_doubt() -> bool:
    """Whether UCS_URL may lead to another server, by what this process was answered: nobody is asked."""
    return get_ucs_client().upstream_identity.is_in_doubt
