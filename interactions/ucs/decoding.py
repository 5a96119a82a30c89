"""From the bytes of a response to typed values.

A history is decoded by msgspec straight into light rows, the whole array at once: five times as fast as
`json.loads`. When one record does not fit, the array is split and each record is decoded by itself; when it
can't be split, everything is read leniently. So one odd record costs milliseconds and never the history.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Annotated

from django.utils.translation import gettext as _
from msgspec import DecodeError, Meta, Raw, Struct
from msgspec.json import Decoder

from interactions.ucs.fields import MAX_INT64, MIN_INT64
from interactions.ucs.identifier_parsing import are_identifiers
from interactions.ucs.lenient_json import iter_json_elements
from interactions.ucs.record_decoding import decode_record, find_record_id
from interactions.ucs.resources import Interaction, InteractionSummary, RecordList, RecordProblem

from .errors import UCSBadResponse, UCSNotFound

AwareDatetime = Annotated[datetime, Meta(tz=True)]
Int64 = Annotated[int, Meta(ge=MIN_INT64, le=MAX_INT64)]
# What msgspec raises for a body that does not fit: JSON that is none, other types, broken UTF-8 in a field,
# a date out of range once it is in UTC, nesting without end.
DECODE_ERRORS = (DecodeError, UnicodeDecodeError, OverflowError, RecursionError)


class _RoutingUdata(Struct, gc=False):
    RTargetAgentSelected: str | None = None


class _SummaryRecord(Struct, gc=False):
    """What a light row needs of a record, as it is sent. Names and types are those of
    docs/ucs-protocol.md §2.1."""

    interaction_id: str
    customer_id: str | None = None
    thread_id: str | None = None
    parent_id: str | None = None
    media_type: str | None = None
    entity_type: Int64 | None = None
    type: str | None = None
    sub_type: str | None = None
    status: Int64 | None = None
    subject: str | None = None
    owner_id: Int64 | None = None
    udata: _RoutingUdata | None = None
    start_date: AwareDatetime | None = None
    established_date: AwareDatetime | None = None
    released_date: AwareDatetime | None = None
    end_date: AwareDatetime | None = None
    duration: Int64 | None = None
    text: str | None = None
    structured_text: str | None = None
    binary_content: str | None = None
    timeshift: Int64 | None = None


_summary_list_decoder = Decoder(list[_SummaryRecord])
_summary_decoder = Decoder(_SummaryRecord)
_raw_list_decoder = Decoder(list[Raw])


def decode_records(body: bytes) -> RecordList:
    """The answer to a list request: an array, one object, or nothing at all (docs/ucs-protocol.md §1.3).

    An element without a usable ID becomes a problem of the list. Raises `UCSBadResponse` for what is not
    JSON, and for a single object without an ID, which is no record but a message of some kind.
    """
    try:
        return RecordList(tuple(_build_summaries(_summary_list_decoder.decode(body))))
    except DECODE_ERRORS:
        pass
    try:
        pieces = _raw_list_decoder.decode(body)
    except DECODE_ERRORS:
        records = _collect_records(_iter_leniently_decoded(body))
        if records.problems and not _is_array(body):
            raise UCSBadResponse(_("The response is not a list of records.")) from None
        return records
    return _collect_records(_iter_decoded(pieces))


def decode_interaction(body: bytes, identifier: str) -> Interaction:
    """The record with the ID `identifier`: the object itself, or the element with this ID in an array
    (docs/ucs-protocol.md §1.3, quirk 1).

    Raises `UCSNotFound` when there is nothing, and `UCSBadResponse` when it is another record or no record at
    all.
    """
    elements = list(iter_json_elements(body))
    if not elements:
        raise UCSNotFound(_("The server sent an empty response: no such record."))
    for element in elements:
        if find_record_id(element.value) == identifier:
            return decode_record(element, identifier)
    raise UCSBadResponse(_("The response is not the requested record."))


def _build_summaries(records: Sequence[_SummaryRecord]) -> list[InteractionSummary]:
    """The light rows of records as sent. Raises `DecodeError` when one has no ID that can be asked for, and
    `OverflowError` when a date is out of range once it is in UTC.

    One loop that calls as little as can be, and fields by position: a history has thousands of rows.
    """
    if not are_identifiers([record.interaction_id for record in records]):
        raise DecodeError("no ID")
    summaries = []
    for record in records:
        start, established = record.start_date, record.established_date
        released, end = record.released_date, record.end_date
        if start is not None and start.tzinfo is not UTC:
            start = start.astimezone(UTC)
        if established is not None and established.tzinfo is not UTC:
            established = established.astimezone(UTC)
        if released is not None and released.tzinfo is not UTC:
            released = released.astimezone(UTC)
        if end is not None and end.tzinfo is not UTC:
            end = end.astimezone(UTC)
        summaries.append(
            InteractionSummary(
                record.interaction_id,
                record.customer_id,
                record.thread_id,
                record.parent_id,
                record.media_type,
                record.entity_type,
                record.type,
                record.sub_type,
                record.status,
                record.subject,
                record.owner_id,
                record.udata.RTargetAgentSelected or None if record.udata else None,
                start,
                established,
                released,
                end,
                record.duration,
                bool(record.text),
                bool(record.structured_text),
                bool(record.binary_content),
                record.timeshift,
            )
        )
    return summaries


def _iter_decoded(pieces: Iterable[Raw]) -> Iterator[InteractionSummary | RecordProblem]:
    """Each record decoded by itself, leniently where it must be."""
    for piece in pieces:
        try:
            yield from _build_summaries([_summary_decoder.decode(piece)])
        except DECODE_ERRORS:
            yield from _iter_leniently_decoded(b"[%s]" % bytes(piece))


def _iter_leniently_decoded(body: bytes) -> Iterator[InteractionSummary | RecordProblem]:
    for element in iter_json_elements(body):
        identifier = find_record_id(element.value)
        if identifier is None:
            yield RecordProblem("interaction_id", _("A record has no valid ID."), element.value)
        else:
            yield decode_record(element, identifier).summary


def _collect_records(records: Iterable[InteractionSummary | RecordProblem]) -> RecordList:
    summaries, problems = [], []
    for item in records:
        if isinstance(item, InteractionSummary):
            summaries.append(item)
        else:
            problems.append(item)
    return RecordList(tuple(summaries), tuple(problems))


def _is_array(body: bytes) -> bool:
    return body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")
