"""What a UCS holds, as typed and immutable values (docs/ucs-protocol.md §2 and §3).

`Interaction` is one record in full, for its own page. `InteractionSummary` is the light row of a history:
what a list, its filters and its threads need. `Content` is one of an interaction's three contents, open for
reading. `UCSResponse` adds to what the client returns when and how it was loaded.

Dates are aware and in UTC. What a UCS left out, or what could not be understood, is `None`; in the second
case a `RecordProblem` says so and keeps the raw value.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from msgspec import Struct

T = TypeVar("T")


class ContentKind(StrEnum):
    """The three contents of an interaction; each value is the last part of its path
    (docs/ucs-protocol.md §1.3)."""

    PLAIN_TEXT = "plain_text"
    STRUCTURED_TEXT = "structured_text"
    BINARY_CONTENT = "binary_content"


@dataclass(frozen=True)
class RecordProblem:
    """A part of a record that was not understood. `field` is the attribute's name, empty when it is about
    the record as a whole; `raw` what was sent."""

    field: str
    reason: str
    raw: Any = None


@dataclass(frozen=True)
class UdataEntry:
    """One key of the attached data. `value` is JSON: str, int, float, bool, None, list or dict
    (docs/ucs-protocol.md §4.1)."""

    key: str
    value: Any


@dataclass(frozen=True)
class RecordList:
    """The answer to a list request: the light rows in the order sent, and what was no record at all.

    `udata` has each record's ID with its attached data, decoded while it is iterated, once; `None` when it
    was not asked for. `refusal` is the UCS's reason, or "", where it answered 404 instead of a list.
    """

    summaries: tuple["InteractionSummary", ...]
    problems: tuple[RecordProblem, ...] = ()
    udata: Iterator[tuple[str, Collection[tuple[str, Any]]]] | None = None
    refusal: str | None = None


@dataclass(frozen=True)
class MailAddress:
    """`from`, `reply_to`, `to` and `cc` of an e-mail (docs/ucs-protocol.md §2.2)."""

    address: str
    personal: str | None = None


class InteractionSummary(Struct, frozen=True, gc=False):
    """A record's light row in a history. `agent` is the udata key RTargetAgentSelected, when it is there.

    A msgspec Struct, made four times as fast as a frozen dataclass: a history has thousands. (For a copy
    with changes: `msgspec.structs.replace`.)
    """

    interaction_id: str
    customer_id: str | None = None
    thread_id: str | None = None
    parent_id: str | None = None
    media_type: str | None = None
    entity_type: int | None = None
    type: str | None = None
    sub_type: str | None = None
    status: int | None = None
    subject: str | None = None
    owner_id: int | None = None
    agent: str | None = None
    start_date: datetime | None = None
    established_date: datetime | None = None
    released_date: datetime | None = None
    end_date: datetime | None = None
    duration: int | None = None  # seconds, of a phone call (docs/ucs-protocol.md §2.2)
    has_text: bool = False
    has_structured_text: bool = False
    has_binary_content: bool = False
    # Minutes, as sent; weighed in history/clock/timeshift.py (docs/ucs-protocol.md §2.4).
    timeshift: int | None = None
    problems: tuple[RecordProblem, ...] = ()


@dataclass(frozen=True)
class Interaction:
    """One record in full: the Interaction Resource with its media-specific attributes
    (docs/ucs-protocol.md §2.1, §2.2).

    `attributes` holds text, whole numbers, moments, `MailAddress` (from, reply_to) and tuples of them (to,
    cc, bcc). `udata` is in the order sent, a key that came twice twice. `unknown` keeps attributes that
    docs/ucs-protocol.md §2 does not name, in the order sent; `problems` are those of the summary too;
    `document` is the record's JSON as the UCS sent it (one-element array taken off), for the raw view.
    """

    summary: InteractionSummary
    external_id: str | None = None
    creator_app_id: int | None = None
    allow_children: bool | None = None
    structured_text_mime: str | None = None
    text: str | None = None  # the three content URLs: data, never addresses
    structured_text: str | None = None
    binary_content: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)  # media-specific ones, decoded
    udata: tuple[UdataEntry, ...] = ()
    unknown: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[RecordProblem, ...] = ()
    document: bytes = b""

    @property
    def contents(self) -> tuple[ContentKind, ...]:
        """The kinds of content that the record says it has."""
        present = (
            (self.text, ContentKind.PLAIN_TEXT),
            (self.structured_text, ContentKind.STRUCTURED_TEXT),
            (self.binary_content, ContentKind.BINARY_CONTENT),
        )
        return tuple(kind for url, kind in present if url)


class ContentBody(Protocol):
    """The bytes of a content while they arrive. Closing it gives the connection back, also when it is left
    early."""

    def __iter__(self) -> Iterator[bytes]: ...
    def read(self, limit: int) -> bytes: ...
    def close(self) -> None: ...


@dataclass(frozen=True)
class Content:
    """One content, open. `status` is 200, 206, 304 or 416; `headers` holds only those that may pass
    on (Content-Type, Content-Length, Content-Range, Accept-Ranges, ETag, Last-Modified), by their
    canonical names. `media_type` is lower case without parameters; `charset` as declared, or None. `name` is
    that of the file, where somebody gave it one: what a customer wrote, to be shown and never trusted."""

    kind: ContentKind
    status: int
    media_type: str | None
    charset: str | None
    length: int | None
    headers: Mapping[str, str]
    body: ContentBody
    name: str = ""


@dataclass(frozen=True)
class UCSResponse(Generic[T]):
    """A value with the time at which it was loaded (aware, UTC), how long the UCS took (seconds) and how many
    attempts that took.

    `size` is that of the body it was read from, in bytes, uncompressed; 0 for a content, whose body passes
    through.
    """

    value: T
    fetched_at: datetime
    seconds: float
    attempts: int = 1
    size: int = 0
