"""From the bytes of an answer to typed values.

A history is decoded by msgspec straight into light rows, the whole array at once: five times as fast as
`json.loads`. When one record does not fit, the array is cut and each record is decoded apart; when it can't
be cut, everything is read leniently. So one odd record costs milliseconds and never the history.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Annotated

from msgspec import DecodeError, Meta, Raw, Struct
from msgspec.json import Decoder

from .errors import UCSBadResponse, UCSNotFound
from .fields import LEAST_WHOLE, MOST_WHOLE
from .identifiers import is_identifier
from .lenient_json import read_elements
from .records import read_identity, read_record
from .resources import Interaction, Problem, Records, Summary

Moment = Annotated[datetime, Meta(tz=True)]
Whole = Annotated[int, Meta(ge=LEAST_WHOLE, le=MOST_WHOLE)]
# What msgspec raises for a body that does not fit: JSON that is none, other types, broken UTF-8 in a field,
# a date out of range once it is in UTC, nesting without end.
MISFIT = (DecodeError, UnicodeDecodeError, OverflowError, RecursionError)


class _RoutingData(Struct, gc=False):
    RTargetAgentSelected: str | None = None


class _Row(Struct, gc=False):
    """What a light row needs of a record, as it is sent. Names and types are those of
    docs/ucs-protocol.md §2.1."""

    interaction_id: str
    customer_id: str | None = None
    thread_id: str | None = None
    parent_id: str | None = None
    media_type: str | None = None
    entity_type: Whole | None = None
    type: str | None = None
    sub_type: str | None = None
    status: Whole | None = None
    subject: str | None = None
    owner_id: Whole | None = None
    udata: _RoutingData | None = None
    start_date: Moment | None = None
    established_date: Moment | None = None
    released_date: Moment | None = None
    end_date: Moment | None = None
    duration: Whole | None = None
    text: str | None = None
    structured_text: str | None = None
    binary_content: str | None = None
    timeshift: Whole | None = None


_rows = Decoder(list[_Row])
_row = Decoder(_Row)
_pieces = Decoder(list[Raw])


def decode_records(body: bytes) -> Records:
    """The answer to a list request: an array, one object, or nothing at all (docs/ucs-protocol.md §1.3).

    An element without an ID that can be asked for becomes a problem. An answer that is a single object
    without one is no record but a message of some kind: `UCSBadResponse`.
    """
    try:
        return Records(tuple([_light(row) for row in _rows.decode(body)]))
    except MISFIT:
        pass
    try:
        pieces = _pieces.decode(body)
    except MISFIT:
        records = _collect(_lenient(body))
        if records.problems and not _is_array(body):
            raise UCSBadResponse("The answer is no list of records.") from None
        return records
    return _collect(_apart(pieces))


def decode_interaction(body: bytes, asked: str) -> Interaction:
    """The record that was asked for: an object, or the one of its ID in an array (docs/ucs-protocol.md §1.3,
    quirk 1).

    `UCSNotFound` when there is nothing, `UCSBadResponse` when it is another record or none at all.
    """
    elements = list(read_elements(body))
    if not elements:
        raise UCSNotFound("The server answered with nothing: it has no such record.")
    for element in elements:
        if read_identity(element.value) == asked:
            return read_record(element, asked)
    raise UCSBadResponse("The answer is not the record that was asked for.")


def _light(row: _Row) -> Summary:
    """A row as sent, as a `Summary`. By position: twice as fast as by name, and there are thousands."""
    if not is_identifier(row.interaction_id):
        raise DecodeError("no ID")
    return Summary(
        row.interaction_id,
        row.customer_id,
        row.thread_id,
        row.parent_id,
        row.media_type,
        row.entity_type,
        row.type,
        row.sub_type,
        row.status,
        row.subject,
        row.owner_id,
        row.udata.RTargetAgentSelected or None if row.udata else None,
        _in_utc(row.start_date),
        _in_utc(row.established_date),
        _in_utc(row.released_date),
        _in_utc(row.end_date),
        row.duration,
        bool(row.text),
        bool(row.structured_text),
        bool(row.binary_content),
        row.timeshift,
    )


def _in_utc(moment: datetime | None) -> datetime | None:
    return moment if moment is None or moment.tzinfo is UTC else moment.astimezone(UTC)


def _apart(pieces: Iterable[Raw]) -> Iterator[Summary | Problem]:
    """Each record by itself, leniently where it must be."""
    for piece in pieces:
        try:
            yield _light(_row.decode(piece))
        except MISFIT:
            yield from _lenient(b"[%s]" % bytes(piece))


def _lenient(body: bytes) -> Iterator[Summary | Problem]:
    for element in read_elements(body):
        identifier = read_identity(element.value)
        if identifier is None:
            yield Problem("interaction_id", "A record has no ID that can be asked for.", element.value)
        else:
            yield read_record(element, identifier).summary


def _collect(read: Iterable[Summary | Problem]) -> Records:
    summaries, problems = [], []
    for item in read:
        if isinstance(item, Summary):
            summaries.append(item)
        else:
            problems.append(item)
    return Records(tuple(summaries), tuple(problems))


def _is_array(body: bytes) -> bool:
    return body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")
