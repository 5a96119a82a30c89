"""The first line of an interaction's page, which answers: what, which way, when, how long, who, how far."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from interactions.history.index import OWNER
from interactions.history.index import handled_by as handler
from interactions.history.media import (
    DIRECTION_WORDS,
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
from interactions.ucs.resources import Summary

# What stands for a missing subject. An e-mail should have one, so it says that it has none.
TITLES: dict[Direction, dict[Family, str]] = {
    Direction.INBOUND: {
        Family.VOICE: gettext_noop("Inbound call"),
        Family.CHAT: gettext_noop("Inbound chat"),
        Family.SMS: gettext_noop("Inbound SMS"),
        Family.SOCIAL: gettext_noop("Inbound social message"),
        Family.CALLBACK: gettext_noop("Inbound callback"),
        Family.WORK: gettext_noop("Inbound work item"),
    },
    Direction.OUTBOUND: {
        Family.VOICE: gettext_noop("Outbound call"),
        Family.CHAT: gettext_noop("Outbound chat"),
        Family.SMS: gettext_noop("Outbound SMS"),
        Family.SOCIAL: gettext_noop("Outbound social message"),
        Family.CALLBACK: gettext_noop("Outbound callback"),
        Family.WORK: gettext_noop("Outbound work item"),
    },
    Direction.INTERNAL: {
        Family.VOICE: gettext_noop("Internal call"),
        Family.CHAT: gettext_noop("Internal chat"),
        Family.SMS: gettext_noop("Internal SMS"),
        Family.SOCIAL: gettext_noop("Internal social message"),
        Family.CALLBACK: gettext_noop("Internal callback"),
        Family.WORK: gettext_noop("Internal work item"),
    },
    Direction.OTHER: {
        Family.VOICE: gettext_noop("Call"),
        Family.CHAT: gettext_noop("Chat"),
        Family.SMS: gettext_noop("SMS"),
        Family.SOCIAL: gettext_noop("Social message"),
        Family.CALLBACK: gettext_noop("Callback"),
        Family.WORK: gettext_noop("Work item"),
    },
}
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


def headline(row: Summary) -> Headline:
    """The line of one interaction."""
    how_far = state(row.status)
    return Headline(
        title=title(row),
        family=family(row.media_type, row.entity_type),
        medium=_(WORDS[family(row.media_type, row.entity_type)]),
        way=way(row),
        start=row.start_date,
        phases=phases(row),
        handled_by=handled_by(row),
        state=_("Status unknown") if how_far is State.UNKNOWN else _(STATE_WORDS[how_far]),
        done=how_far is State.DONE,
    )


def title(row: Summary) -> str:
    """The subject, of a very long one its beginning (all of it stands among the details); else `Inbound
    call`, and of an e-mail, which should have one, that it has none."""
    if subject := (row.subject or "").strip():
        return subject if len(subject) <= LONGEST_TITLE else f"{subject[: LONGEST_TITLE - 1]}…"
    medium, towards = family(row.media_type, row.entity_type), direction(row.type)
    if medium is Family.EMAIL:
        return _("(no subject)")
    return _(TITLES[towards][medium])


def way(row: Summary) -> str:
    """Type and sub-type in words, `Inbound, customer reply`; a type that no document names as it is."""
    first = direction_words(row.type)
    finer = kind(row.type, row.sub_type) or (_("new") if row.sub_type and row.sub_type != row.type else "")
    finer = finer if finer[:2].isupper() else finer[:1].lower() + finer[1:]
    return ", ".join(filter(None, (first, finer)))


def direction_words(type_: str | None) -> str:
    """A type in a word; one that no document names as it is, or its beginning; "" when there is none."""
    towards, own = direction(type_), (type_ or "").strip()
    if towards is not Direction.OTHER:
        return _(DIRECTION_WORDS[towards])
    return own if len(own) <= LONGEST_WAY else f"{own[: LONGEST_WAY - 1]}…"


def handled_by(row: Summary) -> str:
    """The agent whom routing chose, else the owner by number; "" when the record names neither."""
    name = handler(row)
    return handler_words(name) if name else ""


def handler_words(name: str) -> str:
    """A name of a filter's group in words: `Agent KMILBURN`, `Owner 203`."""
    if name.startswith(OWNER):
        return _("Owner %(number)s") % {"number": name[len(OWNER) :]}
    return _("Agent %(name)s") % {"name": name}
