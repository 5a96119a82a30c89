"""The first line of an interaction's page, which answers: what, which way, when, how long, who, how far."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from interactions.history.columns.handlers import OWNER_PREFIX, get_handler_key
from interactions.history.columns.phases import PhaseSeconds, measure_phases
from interactions.history.columns.record_codes import (
    DIRECTION_LABELS,
    MEDIA_LABELS,
    STATUS_LABELS,
    Direction,
    InteractionStatus,
    MediaFamily,
    format_sub_type,
    get_direction,
    get_media_family,
    get_status,
)
from interactions.ucs.resources import InteractionSummary
from interactions.ucs.untrusted_text import shorten_text

StatusTone = Literal["", "live", "odd"]
# What stands for a missing subject. An e-mail should have one, so it says that it has none.
TITLES: dict[Direction, dict[MediaFamily, str]] = {
    Direction.INBOUND: {
        MediaFamily.VOICE: gettext_noop("Inbound call"),
        MediaFamily.CHAT: gettext_noop("Inbound chat"),
        MediaFamily.SMS: gettext_noop("Inbound SMS"),
        MediaFamily.SOCIAL: gettext_noop("Inbound social message"),
        MediaFamily.CALLBACK: gettext_noop("Inbound callback"),
        MediaFamily.WORK: gettext_noop("Inbound work item"),
    },
    Direction.OUTBOUND: {
        MediaFamily.VOICE: gettext_noop("Outbound call"),
        MediaFamily.CHAT: gettext_noop("Outbound chat"),
        MediaFamily.SMS: gettext_noop("Outbound SMS"),
        MediaFamily.SOCIAL: gettext_noop("Outbound social message"),
        MediaFamily.CALLBACK: gettext_noop("Outbound callback"),
        MediaFamily.WORK: gettext_noop("Outbound work item"),
    },
    Direction.INTERNAL: {
        MediaFamily.VOICE: gettext_noop("Internal call"),
        MediaFamily.CHAT: gettext_noop("Internal chat"),
        MediaFamily.SMS: gettext_noop("Internal SMS"),
        MediaFamily.SOCIAL: gettext_noop("Internal social message"),
        MediaFamily.CALLBACK: gettext_noop("Internal callback"),
        MediaFamily.WORK: gettext_noop("Internal work item"),
    },
    Direction.OTHER: {
        MediaFamily.VOICE: gettext_noop("Call"),
        MediaFamily.CHAT: gettext_noop("Chat"),
        MediaFamily.SMS: gettext_noop("SMS"),
        MediaFamily.SOCIAL: gettext_noop("Social message"),
        MediaFamily.CALLBACK: gettext_noop("Callback"),
        MediaFamily.WORK: gettext_noop("Work item"),
    },
}
MAX_TITLE_CHARACTERS = 500  # characters; a title stands several times on a page, and a list has many
MAX_TYPE_CHARACTERS = 80  # of a type that no document names


@dataclass(frozen=True)
class InteractionHeadline:
    """`title` is the subject or what stands for it; `start` is UTC; "" is what the record does not say."""

    title: str
    family: MediaFamily
    medium: str
    way: str
    start: datetime | None
    phases: PhaseSeconds
    handled_by: str
    state: str
    done: bool


def build_headline(row: InteractionSummary) -> InteractionHeadline:
    """The line of one interaction."""
    how_far = get_status(row.status)
    return InteractionHeadline(
        title=format_title(row),
        family=get_media_family(row.media_type, row.entity_type),
        medium=_(MEDIA_LABELS[get_media_family(row.media_type, row.entity_type)]),
        way=format_types(row),
        start=row.start_date,
        phases=measure_phases(row),
        handled_by=format_handler(row),
        state=_("Status unknown") if how_far is InteractionStatus.UNKNOWN else _(STATUS_LABELS[how_far]),
        done=how_far is InteractionStatus.DONE,
    )


def format_title(row: InteractionSummary) -> str:
    """The subject, of a very long one its beginning (all of it stands among the details); else `Inbound
    call`, and of an e-mail, which should have one, that it has none."""
    if subject := (row.subject or "").strip():
        return shorten_text(subject, MAX_TITLE_CHARACTERS)
    medium, towards = get_media_family(row.media_type, row.entity_type), get_direction(row.type)
    if medium is MediaFamily.EMAIL:
        return _("(no subject)")
    return _(TITLES[towards][medium])


def format_types(row: InteractionSummary) -> str:
    """Type and sub-type in words, `Inbound, customer reply`; a type that no document names as it is."""
    first = format_direction(row.type)
    finer = format_sub_type(row.type, row.sub_type) or (
        _("new") if row.sub_type and row.sub_type != row.type else ""
    )
    finer = finer if finer[:2].isupper() else finer[:1].lower() + finer[1:]
    return ", ".join(filter(None, (first, finer)))


def format_direction(type_: str | None) -> str:
    """A type in a word; one that no document names as it is, or its beginning; "" when there is none."""
    towards, own = get_direction(type_), (type_ or "").strip()
    if towards is not Direction.OTHER:
        return _(DIRECTION_LABELS[towards])
    return shorten_text(own, MAX_TYPE_CHARACTERS)


def format_status(status: int | None) -> str:
    """The state in a word or two; an unknown code is shown as it is."""
    if status is None:
        return _("No status")
    standing = get_status(status)
    if standing is InteractionStatus.UNKNOWN:
        return _("Status %(code)s") % {"code": status}
    return _(STATUS_LABELS[standing])


def get_status_tone(status: InteractionStatus) -> StatusTone:
    """The class of a status in the styles: "" when done, `odd` for an unknown code, `live` for all others:
    new, pending and in process."""
    if status is InteractionStatus.DONE:
        return ""
    return "odd" if status is InteractionStatus.UNKNOWN else "live"


def format_handler(row: InteractionSummary) -> str:
    """The agent whom routing chose, else the owner by number; "" when the record names neither."""
    name = get_handler_key(row)
    return format_handler_key(name) if name else ""


def format_handler_key(name: str) -> str:
    """A name of a filter's group in words: `Agent KMILBURN`, `Owner 203`."""
    if name.startswith(OWNER_PREFIX):
        return _("Owner %(number)s") % {"number": name[len(OWNER_PREFIX) :]}
    return _("Agent %(name)s") % {"name": name}
