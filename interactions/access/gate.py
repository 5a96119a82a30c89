"""The one door: whatever a page, the JSON API or a raw view shows of a record or a content passes here.

It asks for a signed-in user. Who may see what, what is masked and the record of who saw what belong
into this module too, so that no page has to change for them; `tests/test_architecture.py` sees to it that
nothing on the floor above reaches the UCS any other way.
"""

from collections.abc import Mapping

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from interactions.access import kept_contents
from interactions.access.kept_histories import histories
from interactions.content.source import Source
from interactions.history.history import History, Owner, build
from interactions.ucs.client import UCSClient
from interactions.ucs.connection import connect
from interactions.ucs.resources import Answer, Content, ContentKind, Interaction


class Gate:
    """What one user may read. Every method raises a `UCSError` when the UCS can't give it."""

    def __init__(self, user: AbstractBaseUser | AnonymousUser, client: UCSClient) -> None:
        if not user.is_authenticated:
            raise PermissionDenied("Sign in first.")
        self.user = user
        self.client = client

    def interaction(self, interaction_id: str) -> Answer[Interaction]:
        """One record in full."""
        return self.client.interaction(interaction_id)

    def history(self, owner: Owner, identifier: str, *, fresh: bool = False) -> History:
        """A customer's or a service's whole history; kept for a moment unless `fresh` is asked for."""
        return histories.get((owner, identifier), lambda: self._fetch(owner, identifier), fresh=fresh)

    def content(
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

    def holding(self, interaction_id: str, kind: ContentKind) -> Source:
        """One content, to be asked for several times while what lies in it is shown; kept for a moment when
        it is small enough to be held. Raises `Unshowable` when there is no room for it now."""

        def ask(headers: Mapping[str, str]) -> Content:
            return self.content(interaction_id, kind, headers=headers).value

        return kept_contents.holding(interaction_id, kind, ask)

    def _fetch(self, owner: Owner, identifier: str) -> History:
        ask = self.client.by_customer if owner == "customer" else self.client.by_service
        return build(owner, identifier, ask(identifier))


def gate(request: HttpRequest) -> Gate:
    """The door for the user who asks."""
    return Gate(request.user, connect())
