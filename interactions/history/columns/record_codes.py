"""What a record's codes mean to a reader: its medium, its direction, its state (docs/ucs-protocol.md §2.1 and
§2.3).

Media types and sub-types are business attributes that an installation may extend: an unknown media type is
told by its entity type, and what that does not tell either is a work item. Nothing here fails.
"""

import re
from enum import StrEnum
from functools import lru_cache

from django.utils.translation import gettext_noop

from interactions.ucs.untrusted_text import shorten_text


class MediaFamily(StrEnum):
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


class InteractionStatus(StrEnum):
    """What `status` 0 to 3 says; `DONE` is STOPPED, as an agent's desktop calls it
    (docs/ucs-protocol.md §2.3)."""

    NEW = "new"
    PENDING = "pending"
    IN_PROCESS = "in_process"
    DONE = "done"
    UNKNOWN = "unknown"


class ContentPresence(StrEnum):
    """What an interaction has of contents: each of the three kinds (docs/ucs-protocol.md §1.3), or none of
    them."""

    PLAIN_TEXT = "plain_text"
    STRUCTURED_TEXT = "structured_text"
    BINARY_CONTENT = "binary_content"
    NONE = "none"


# English; translate when shown, as in `_(WORDS[family])`.
MEDIA_LABELS: dict[MediaFamily, str] = {
    MediaFamily.VOICE: gettext_noop("Voice"),
    MediaFamily.CHAT: gettext_noop("Chat"),
    MediaFamily.EMAIL: gettext_noop("E-mail"),
    MediaFamily.SMS: gettext_noop("SMS"),
    MediaFamily.SOCIAL: gettext_noop("Social"),
    MediaFamily.CALLBACK: gettext_noop("Callback"),
    MediaFamily.WORK: gettext_noop("Work item"),
}
DIRECTION_LABELS: dict[Direction, str] = {
    Direction.INBOUND: gettext_noop("Inbound"),
    Direction.OUTBOUND: gettext_noop("Outbound"),
    Direction.INTERNAL: gettext_noop("Internal"),
    Direction.OTHER: gettext_noop("Other"),
}
STATUS_LABELS: dict[InteractionStatus, str] = {
    InteractionStatus.NEW: gettext_noop("New"),
    InteractionStatus.PENDING: gettext_noop("Pending"),
    InteractionStatus.IN_PROCESS: gettext_noop("In process"),
    InteractionStatus.DONE: gettext_noop("Done"),
    InteractionStatus.UNKNOWN: gettext_noop("Unknown"),
}

# The media types of a default configuration and of public samples (docs/ucs-protocol.md §2.3).
FAMILIES_BY_MEDIA_TYPE: dict[str, MediaFamily] = {
    name: family
    for family, names in {
        MediaFamily.VOICE: "voice voip call phone phonecall vmail video outboundpreview",
        MediaFamily.CHAT: "chat imchat im webchat chatsession",
        MediaFamily.EMAIL: "email e-mail smail webform",
        MediaFamily.SMS: "sms smssession mms mmssession",
        MediaFamily.SOCIAL: "facebook facebooksession twitter whatsapp whatsappsession social rss",
        MediaFamily.CALLBACK: "callback webcallback",
        MediaFamily.WORK: "workitem openmedia fax auxwork busevent alert survey trainingitem",
    }.items()
    for name in names.split()
}
# 4 is unused; 6 is COBROWSE and 7 open media, which no family of their own fits (docs/ucs-protocol.md §2.1).
FAMILIES_BY_ENTITY_TYPE: dict[int | None, MediaFamily] = {
    0: MediaFamily.EMAIL,
    1: MediaFamily.EMAIL,
    2: MediaFamily.CHAT,
    3: MediaFamily.VOICE,
    5: MediaFamily.CALLBACK,
}
STATUSES_BY_CODE: dict[int | None, InteractionStatus] = {
    0: InteractionStatus.NEW,
    1: InteractionStatus.PENDING,
    2: InteractionStatus.IN_PROCESS,
    3: InteractionStatus.DONE,
}
ORDINARY_SUB_TYPE = "New"
MAX_SUB_TYPE_CHARACTERS = 80  # characters of a sub-type on a page; its interaction's details have all of it
MAX_CACHED_CODES = 1024  # remembered at once: what a UCS sends as a type may be anything
CAMEL_CASE_WORD_PATTERN = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


@lru_cache(MAX_CACHED_CODES)
def get_media_family(media_type: str | None, entity_type: int | None) -> MediaFamily:
    """The medium by its media type, else by its entity type."""
    return find_named_media_family(media_type) or FAMILIES_BY_ENTITY_TYPE.get(entity_type, MediaFamily.WORK)


def find_named_media_family(media_type: str | None) -> MediaFamily | None:
    """The medium that a media type names, in any case; `None` when it is unknown."""
    return FAMILIES_BY_MEDIA_TYPE.get((media_type or "").strip().lower())


@lru_cache(MAX_CACHED_CODES)
def get_direction(type: str | None) -> Direction:
    """The direction that `type` names, in any case."""
    try:
        return Direction((type or "").strip().lower())
    except ValueError:
        return Direction.OTHER


def get_status(status: int | None) -> InteractionStatus:
    """The state of a status code; any code but 0 to 3 is unknown."""
    return STATUSES_BY_CODE.get(status, InteractionStatus.UNKNOWN)


@lru_cache(MAX_CACHED_CODES)
def format_sub_type(type: str | None, sub_type: str | None) -> str:
    """A sub-type in words beside its type: `InboundCustomerReply` is "Customer reply", and "" is ordinary."""
    rest = (sub_type or "").strip().removeprefix((type or "").strip())
    if rest in {"", ORDINARY_SUB_TYPE}:
        return ""
    if len(rest) > MAX_SUB_TYPE_CHARACTERS:
        return shorten_text(rest, MAX_SUB_TYPE_CHARACTERS)
    words = CAMEL_CASE_WORD_PATTERN.findall(rest)
    if "".join(words) != rest:
        return rest
    return " ".join([words[0], *(word if word.isupper() else word.lower() for word in words[1:])])
