"""What cached values are found by: where they come from, who may see them, and what they are."""

from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from interactions.access.cache.encryption import build_pseudonym

Kind = TypeVar("Kind", bound=str)


@dataclass(frozen=True)
class CacheScope:
    """Who shares cached values: users with the same `rights`, of one tenant and group, over one UCS that is
    asked under one user name. `database` tells the embedded server's, which have no base URL of their own,
    apart."""

    base_url: str
    username: str
    tenant: str
    group: str
    rights: str
    database: tuple[str, ...] = ()


@dataclass(frozen=True)
class CacheKey(Generic[Kind]):
    """One value within a scope. `kind` is what `identifier` names: "customer", a kind of content, …"""

    scope: CacheScope
    kind: Kind
    identifier: str

    @cached_property
    def pseudonym(self) -> str:
        """An HMAC of the key, equal for equal keys, that tells nothing of them. Visits are stored under it:
        it has to stay as it is from release to release."""
        scope = self.scope
        origin = (scope.base_url, scope.username, scope.tenant, scope.group, *scope.database)
        return build_pseudonym(*origin, scope.rights, self.kind, self.identifier)
