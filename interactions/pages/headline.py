"""The first line of an interaction's page, which answers: what, which way, when, how long, who, how far."""

from dataclasses import dataclass
from datetime import datetime

from interactions.history.index import OWNER
from interactions.history.index import handled_by as handler
from interactions.history.media import (
    DIRECTION_WORDS,
    NOUNS,
    STATE_WORDS,
    WORDS,
    Direction,
    Family,
    State,
    direction,
    family,
    kind,
    state,
)
from interactions.history.phases import Phases, phases
from interactions.ucs.resources import InteractionSummary

LONGEST_TITLE = 500  # characters; a title stands several times on a page, and a list has many
LONGEST_WAY = 80  # of a type that no document names


@dataclass(frozen=True)
class Headline:
    """`title` is the subject or what stands for it; `start` is UTC; "" is what the record does not say."""

    title: str
    family: Family
    medium: str
    way: str
    start: datetime | None
    phases: Phases
    handled_by: str
    state: str
    done: bool


def headline(row: InteractionSummary) -> Headline:
    """The line of one interaction."""
    how_far = state(row.status)
    return Headline(
        title=title(row),
        family=family(row.media_type, row.entity_type),
        medium=WORDS[family(row.media_type, row.entity_type)],
        way=way(row),
        start=row.start_date,
        phases=phases(row),
        handled_by=handled_by(row),
        state="State unknown" if how_far is State.UNKNOWN else STATE_WORDS[how_far],
        done=how_far is State.DONE,
    )


def title(row: InteractionSummary) -> str:
    """The subject, of a very long one its beginning (all of it stands among the details); else `Inbound
    call`, and of an e-mail, which should have one, that it has none."""
    if subject := (row.subject or "").strip():
        return subject if len(subject) <= LONGEST_TITLE else f"{subject[: LONGEST_TITLE - 1]}…"
    medium, towards = family(row.media_type, row.entity_type), direction(row.type)
    if medium is Family.EMAIL:
        return "(no subject)"
    noun = NOUNS[medium]
    return noun[0].upper() + noun[1:] if towards is Direction.OTHER else f"{DIRECTION_WORDS[towards]} {noun}"


def way(row: InteractionSummary) -> str:
    """Type and sub-type in words, `Inbound, customer reply`; a type that no document names as it is."""
    first = direction_words(row.type)
    finer = kind(row.type, row.sub_type) or ("new" if row.sub_type and row.sub_type != row.type else "")
    finer = finer if finer[:2].isupper() else finer[:1].lower() + finer[1:]
    return ", ".join(filter(None, (first, finer)))


def direction_words(type_: str | None) -> str:
    """A type in a word; one that no document names as it is, or its beginning; "" when there is none."""
    towards, own = direction(type_), (type_ or "").strip()
    if towards is not Direction.OTHER:
        return DIRECTION_WORDS[towards]
    return own if len(own) <= LONGEST_WAY else f"{own[: LONGEST_WAY - 1]}…"


def handled_by(row: InteractionSummary) -> str:
    """The agent whom routing chose, else the owner by number; "" when the record names neither."""
    name = handler(row)
    return handler_words(name) if name else ""


def handler_words(name: str) -> str:
    """A name of a filter's group in words: `Agent KMILBURN`, `Owner 203`."""
    return f"Owner {name[len(OWNER) :]}" if name.startswith(OWNER) else f"Agent {name}"
