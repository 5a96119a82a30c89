"""Who handled an interaction, as a filter names them: the agent that routing chose, else the owner."""

from collections.abc import Iterator, Sequence
from operator import attrgetter

from interactions.history.columns.row_columns import MAX_FILTER_VALUE_CHARACTERS, map_memoized
from interactions.ucs.resources import InteractionSummary

OWNER_PREFIX = "owner "  # before the number of one who handled an interaction without having been routed to


def get_handler_key(row: InteractionSummary) -> str | None:
    """The handler of a row; `None` when the record names nobody."""
    return _build_agent_key(row.agent) or _build_owner_key(row.owner_id)


def map_handler_keys(rows: Sequence[InteractionSummary]) -> Iterator[str | None]:
    """The handler of each row, equal ones as one object. Most rows name an agent; owners are looked up for
    the others alone."""
    agents = map_memoized(map(attrgetter("agent"), rows), _build_agent_key)
    owners = map_memoized(map(attrgetter("owner_id"), rows), _build_owner_key)
    return (agent or owner for agent, owner in zip(agents, owners, strict=True))


def _build_agent_key(agent: str | None) -> str | None:
    """A very long name is cut, as it is where a filter asks for it."""
    return agent[:MAX_FILTER_VALUE_CHARACTERS] if agent else None


def _build_owner_key(owner_id: int | None) -> str | None:
    return None if owner_id is None else f"{OWNER_PREFIX}{owner_id}"
