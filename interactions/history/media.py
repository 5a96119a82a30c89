"""What a record's codes mean to a reader: its medium, its direction, its state (docs/ucs-protocol.md §2.1 and
§2.3).

Media types and sub-types are business attributes that an installation may extend: an unknown media type is
told by its entity type, and what that does not tell either is a work item. Nothing here fails.
"""

import re
from enum import StrEnum
from functools import lru_cache


class Family(StrEnum):
    """The medium as a reader knows it; the value is the word in a query."""

    VOICE = "voice"
    CHAT = "chat"
    EMAIL = "email"
    SMS = "sms"
    SOCIAL = "social"
    CALLBACK = "callback"
    WORK = "work"


class Direction(StrEnum):
    """Which way an interaction went. `OTHER` is Consult, Unknown or anything else
    (docs/ucs-protocol.md §2.3)."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"
    INTERNAL = "internal"
    OTHER = "other"


class State(StrEnum):
    """What `status` 0 to 3 says; `DONE` is STOPPED, as an agent's desktop calls it
    (docs/ucs-protocol.md §2.3)."""

    NEW = "new"
    PENDING = "pending"
    IN_PROCESS = "in_process"
    DONE = "done"
    UNKNOWN = "unknown"


class Has(StrEnum):
    """What an interaction has of contents: each of the three kinds (docs/ucs-protocol.md §1.3), or none of
    them."""

    PLAIN_TEXT = "plain_text"
    STRUCTURED_TEXT = "structured_text"
    BINARY_CONTENT = "binary_content"
    NONE = "none"


WORDS: dict[Family, str] = {
    Family.VOICE: "Voice",
    Family.CHAT: "Chat",
    Family.EMAIL: "E-mail",
    Family.SMS: "SMS",
    Family.SOCIAL: "Social",
    Family.CALLBACK: "Callback",
    Family.WORK: "Work item",
}
NOUNS: dict[Family, str] = {
    Family.VOICE: "call",
    Family.CHAT: "chat",
    Family.EMAIL: "e-mail",
    Family.SMS: "SMS",
    Family.SOCIAL: "social message",
    Family.CALLBACK: "callback",
    Family.WORK: "work item",
}
DIRECTION_WORDS: dict[Direction, str] = {
    Direction.INBOUND: "Inbound",
    Direction.OUTBOUND: "Outbound",
    Direction.INTERNAL: "Internal",
    Direction.OTHER: "Other",
}
STATE_WORDS: dict[State, str] = {
    State.NEW: "New",
    State.PENDING: "Pending",
    State.IN_PROCESS: "In process",
    State.DONE: "Done",
    State.UNKNOWN: "Unknown",
}

# The media types of a default configuration and of public samples (docs/ucs-protocol.md §2.3).
MEDIA_TYPES: dict[str, Family] = {
    name: family
    for family, names in {
        Family.VOICE: "voice voip call phone phonecall vmail video outboundpreview",
        Family.CHAT: "chat imchat im webchat chatsession",
        Family.EMAIL: "email e-mail smail webform",
        Family.SMS: "sms smssession mms mmssession",
        Family.SOCIAL: "facebook facebooksession twitter whatsapp whatsappsession social rss",
        Family.CALLBACK: "callback webcallback",
        Family.WORK: "workitem openmedia fax auxwork busevent alert survey trainingitem",
    }.items()
    for name in names.split()
}
# 4 is unused; 6 is COBROWSE and 7 open media, which no family of their own fits (docs/ucs-protocol.md §2.1).
ENTITY_TYPES: dict[int | None, Family] = {
    0: Family.EMAIL,
    1: Family.EMAIL,
    2: Family.CHAT,
    3: Family.VOICE,
    5: Family.CALLBACK,
}
STATES: dict[int | None, State] = {0: State.NEW, 1: State.PENDING, 2: State.IN_PROCESS, 3: State.DONE}
ORDINARY = "New"
LONGEST_KIND = 80  # characters of a sub-type on a page; its interaction's details have all of it
MOST_KINDS = 1024  # remembered at once: what a UCS sends as a type may be anything
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


@lru_cache(MOST_KINDS)
def family(media_type: str | None, entity_type: int | None) -> Family:
    """The medium by its media type, else by its entity type."""
    named = MEDIA_TYPES.get((media_type or "").strip().lower())
    return named or ENTITY_TYPES.get(entity_type, Family.WORK)


@lru_cache(MOST_KINDS)
def direction(type: str | None) -> Direction:
    """The direction that `type` names, in any case."""
    try:
        return Direction((type or "").strip().lower())
    except ValueError:
        return Direction.OTHER


def state(status: int | None) -> State:
    """The state of a status code; any code but 0 to 3 is unknown."""
    return STATES.get(status, State.UNKNOWN)


@lru_cache(MOST_KINDS)
def kind(type: str | None, sub_type: str | None) -> str:
    """A sub-type in words beside its type: `InboundCustomerReply` is "Customer reply", and "" is ordinary."""
    rest = (sub_type or "").strip().removeprefix((type or "").strip())
    if rest in {"", ORDINARY}:
        return ""
    if len(rest) > LONGEST_KIND:
        return f"{rest[: LONGEST_KIND - 1]}…"
    words = WORD.findall(rest)
    if "".join(words) != rest:
        return rest
    return " ".join([words[0], *(word if word.isupper() else word.lower() for word in words[1:])])
