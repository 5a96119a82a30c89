"""The attached data (udata) of all records of a history, one record after another.

The light rows of a history leave it out (decoding.py): it is most of the body. Whoever searches it reads the
same body once more, here. Each record's data is decoded when its turn comes and not kept; what msgspec
refuses, and a key that came twice, is read leniently.
"""

from collections.abc import Collection, Iterator
from typing import Any

from msgspec import Raw, Struct
from msgspec.json import Decoder

from interactions.ucs.decoding import DECODE_ERRORS
from interactions.ucs.lenient_json import iter_json_elements
from interactions.ucs.record_decoding import find_record_id, find_udata_pairs

from .errors import UCSBadResponse

UdataPairs = Collection[tuple[str, Any]]


class _UdataRecord(Struct, gc=False):
    interaction_id: str
    udata: Raw = Raw(b"null")


_record_list_decoder = Decoder(list[_UdataRecord])
_record_decoder = Decoder(_UdataRecord)
_raw_record_decoder = Decoder(list[Raw])
_udata_decoder = Decoder(dict[str, Any] | None)


def decode_udata(body: bytes) -> Iterator[tuple[str, UdataPairs]]:
    """Each record's ID with its keys and values, in the order sent, a key that came twice twice
    (docs/ucs-protocol.md §4.1).

    For a body that `decode_records` accepted. A record whose data can't be read is left out.
    """
    for record in _iter_udata_records(body):
        if not isinstance(record, _UdataRecord):
            yield record
        elif (pairs := _decode_udata_pairs(record.udata)) is not None:
            yield record.interaction_id, pairs


def _iter_udata_records(body: bytes) -> Iterator[_UdataRecord | tuple[str, UdataPairs]]:
    """All records at once when they are well formed, else one by one."""
    try:
        yield from _record_list_decoder.decode(body)
        return
    except DECODE_ERRORS:
        pass
    try:
        pieces = _raw_record_decoder.decode(body)
    except DECODE_ERRORS:
        yield from _iter_lenient_udata(body)
        return
    for piece in pieces:
        try:
            yield _record_decoder.decode(piece)
        except DECODE_ERRORS:
            yield from _iter_lenient_udata(b"[%s]" % bytes(piece))


def _iter_lenient_udata(body: bytes) -> Iterator[tuple[str, UdataPairs]]:
    try:
        for element in iter_json_elements(body):
            identifier = find_record_id(element.value)
            pairs = find_udata_pairs(element.value.get("udata")) if identifier else None
            if identifier and pairs is not None:
                yield identifier, pairs
    except UCSBadResponse:
        return


def _decode_udata_pairs(udata: Raw) -> UdataPairs | None:
    """The keys and values of one record's data; None for what is no object."""
    try:
        decoded = _udata_decoder.decode(udata) or {}
        key_count = bytes(udata).count(b'":')
        if key_count == len(decoded) or key_count == _count_keys(decoded):
            return decoded.items()
    except DECODE_ERRORS:
        pass
    try:
        (element,) = iter_json_elements(b"[%s]" % bytes(udata))
    except UCSBadResponse:
        return None
    return find_udata_pairs(element.value)


def _count_keys(udata: dict[str, Any]) -> int:
    """How many keys an object has on all its levels: fewer than were sent when one came twice."""
    count, stack = 0, list[Any]([udata])
    while stack:
        value = stack.pop()
        children = value.values() if isinstance(value, dict) else value
        count += len(value) if isinstance(value, dict) else 0
        stack += [item for item in children if isinstance(item, dict | list)]
    return count
