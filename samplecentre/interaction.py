"""One record of the sample: what all media share (docs/ucs-protocol.md §2.1), and when things happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from contactserver.loaders.stored_records import InteractionRecord, StoredContent
from samplecentre.contact_times import format_instant
from samplecentre.people import SampleAgent
from samplecentre.thread import SampleThread

STATUS_NEW, STATUS_PENDING, STATUS_IN_PROCESS, STATUS_DONE = range(4)  # docs/ucs-protocol.md §2.1, status


@dataclass(frozen=True)
class SampleMediaType:
    """`creator` is the DBID of the application that makes the records."""

    media_type: str
    entity_type: int
    creator: int


VOICE = SampleMediaType("voice", 3, 160)
CHAT = SampleMediaType("chat", 2, 175)
MAIL_IN = SampleMediaType("email", 0, 168)
MAIL_OUT = SampleMediaType("email", 1, 168)
SMS = SampleMediaType("sms", 7, 177)
SMS_SESSION = SampleMediaType("smssession", 2, 177)
TWITTER = SampleMediaType("twitter", 7, 190)
FACEBOOK = SampleMediaType("facebook", 7, 191)
FACEBOOK_SESSION = SampleMediaType("facebooksession", 2, 191)
CALLBACK = SampleMediaType("callback", 5, 182)
WORK_ITEM = SampleMediaType("workitem", 7, 171)


@dataclass(frozen=True)
class InteractionTimes:
    """What is None has not happened, or the UCS was not told."""

    start: datetime
    established: datetime | None = None
    released: datetime | None = None
    end: datetime | None = None

    @property
    def last(self) -> datetime:
        return self.end or self.released or self.established or self.start


def build_handled_times(
    rng: Random, start: datetime, *, wait: int, handle: int, wrap: int
) -> InteractionTimes:
    """All four dates; the three spans are in seconds. Only the end has milliseconds, as in the
    documentation."""
    established = start + timedelta(seconds=wait)
    released = established + timedelta(seconds=handle)
    end = released + timedelta(seconds=wrap, milliseconds=rng.randrange(1000) if wrap else 0)
    return InteractionTimes(start, established, released, end)


def limit_times_to_status(times: InteractionTimes, status: int) -> InteractionTimes:
    """The dates that a record of this status can have: nobody has a new one, a running one has no end."""
    if status in (STATUS_NEW, STATUS_PENDING):
        return InteractionTimes(times.start)
    return InteractionTimes(times.start, times.established) if status == STATUS_IN_PROCESS else times


def build_interaction_record(
    thread: SampleThread,
    medium: SampleMediaType,
    times: InteractionTimes,
    *,
    type: str,
    sub_type: str,
    udata: Mapping[str, Any],
    subject: str | None = None,
    agent: SampleAgent | None = None,
    external_id: str | None = None,
    answers: bool = False,
    attributes: Mapping[str, Any] | None = None,
    contents: Mapping[str, StoredContent] | None = None,
    interaction_id: str | None = None,
) -> InteractionRecord:
    """The record, and the thread's next step can refer to it. `answers` makes the one before its parent."""
    times = limit_times_to_status(times, thread.status)
    identifier = interaction_id or thread.mint_identifier(times.start)
    contents = contents or {}
    document: dict[str, Any] = {
        "interaction_id": identifier,
        "thread_id": thread.identifier,
        "parent_id": thread.previous if answers else None,
        "external_id": external_id,
        "type": type,
        "sub_type": sub_type,
        "subject": thread.subject if subject is None else subject,
        "owner_id": agent.dbid if agent and thread.status > STATUS_PENDING else None,
        **_build_common_attributes(thread, medium),
        **_format_dates(times),
        **(attributes or {}),
        "udata": dict(udata),
    }
    if "structured_text" in contents:
        document["structured_text_mime"] = contents["structured_text"].media_type
    thread.previous = identifier
    known = {key: value for key, value in document.items() if value is not None}
    return InteractionRecord(document=known, service_id=thread.service_id, contents=contents)


def _build_common_attributes(thread: SampleThread, medium: SampleMediaType) -> dict[str, Any]:
    """What holds for all of a customer's records in one medium, as the thread stands."""
    return {
        "customer_id": thread.customer.identifier,
        "media_type": medium.media_type,
        "entity_type": medium.entity_type,
        "status": thread.status,
        "timeshift": thread.customer.timeshift,
        "creator_app_id": medium.creator,
        "allow_children": True,
    }


def _format_dates(times: InteractionTimes) -> dict[str, str | None]:
    moments = {
        "start_date": times.start,
        "established_date": times.established,
        "released_date": times.released,
        "end_date": times.end,
    }
    return {name: format_instant(moment) if moment else None for name, moment in moments.items()}


def build_stored_content(media_type: str, data: str | bytes, moment: datetime) -> StoredContent:
    """A content as it is stored: text as UTF-8, last changed at `moment`."""
    return StoredContent(media_type, data.encode() if isinstance(data, str) else data, moment)
