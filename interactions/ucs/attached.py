"""The attached data (udata) of all of a history's records, one record after another.

The light rows of a history leave it out (decoding.py): it is most of the answer. Who looks through all of it
reads the same answer once more, by this. Each record's own data is decoded when its turn comes and held by
nobody here; what msgspec refuses, and a key that came twice, is read leniently.
"""

from collections.abc import Collection, Iterator
from typing import Any

from msgspec import Raw, Struct
from msgspec.json import Decoder

from .decoding import MISFIT
from .errors import UCSBadResponse
from .lenient_json import read_elements
from .records import read_identity, read_pairs

Pairs = Collection[tuple[str, Any]]


class _Record(Struct, gc=False):
    interaction_id: str
    udata: Raw = Raw(b"null")


_records = Decoder(list[_Record])
_record = Decoder(_Record)
_pieces = Decoder(list[Raw])
_object = Decoder(dict[str, Any] | None)


def decode_attached(body: bytes) -> Iterator[tuple[str, Pairs]]:
    """Each record's ID and its keys and values, in the order sent, a key that came twice twice
    (docs/ucs-protocol.md §4.1).

    A record whose data can't be read is left out. For a body that `decode_records` took.
    """
    for record in _read(body):
        if not isinstance(record, _Record):
            yield record
        elif (pairs := _decoded(record.udata)) is not None:
            yield record.interaction_id, pairs


def _read(body: bytes) -> Iterator[_Record | tuple[str, Pairs]]:
    """The records at once when they are well formed, else one by one."""
    try:
        yield from _records.decode(body)
        return
    except MISFIT:
        pass
    try:
        pieces = _pieces.decode(body)
    except MISFIT:
        yield from _lenient(body)
        return
    for piece in pieces:
        try:
            yield _record.decode(piece)
        except MISFIT:
            yield from _lenient(b"[%s]" % bytes(piece))


def _lenient(body: bytes) -> Iterator[tuple[str, Pairs]]:
    try:
        for element in read_elements(body):
            identifier = read_identity(element.value)
            pairs = read_pairs(element.value.get("udata")) if identifier else None
            if identifier and pairs is not None:
                yield identifier, pairs
    except UCSBadResponse:
        return


def _decoded(udata: Raw) -> Pairs | None:
    """The pairs of one record's data; `None` of what are no keys and values."""
    try:
        found = _object.decode(udata) or {}
        names = bytes(udata).count(b'":')
        if names == len(found) or names == _names(found):
            return found.items()
    except MISFIT:
        pass
    try:
        (element,) = read_elements(b"[%s]" % bytes(udata))
    except UCSBadResponse:
        return None
    return read_pairs(element.value)


def _names(found: dict[str, Any]) -> int:
    """How many keys an object has in all its levels: fewer than were sent when one came twice."""
    count, left = 0, list[Any]([found])
    while left:
        value = left.pop()
        inner = value.values() if isinstance(value, dict) else value
        count += len(value) if isinstance(value, dict) else 0
        left += [item for item in inner if isinstance(item, dict | list)]
    return count
