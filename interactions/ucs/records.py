"""One record in full, from its JSON object: the Interaction Resource (docs/ucs-protocol.md §2.1, §2.2)."""

from collections.abc import Callable, Mapping
from typing import Any

from .fields import Fields, as_address, as_addresses, as_flag, as_moment, as_text, as_whole
from .identifiers import is_identifier
from .lenient_json import Element, RepeatedKeys
from .resources import Interaction, Problem, Summary, Udatum

AGENT = "RTargetAgentSelected"
# The media-specific attributes that are no part of `Summary` (docs/ucs-protocol.md §2.2); `bcc` is known from
# Platform SDK only.
ATTRIBUTES: Mapping[str, Callable[[Any], Any]] = {
    "from": as_address,
    "reply_to": as_address,
    "to": as_addresses,
    "cc": as_addresses,
    "bcc": as_addresses,
    "sent_date": as_moment,
    "outcome": as_text,
    "phone_number": as_text,
    "tconnection_id": as_text,
    "callback_status": as_whole,
    "desired_response_type": as_text,
    "start_time": as_moment,
    "end_time": as_moment,
    "customer_number": as_text,
    "attempts": as_whole,
    "dn": as_text,
    "location": as_text,
    "callback_server_id": as_text,
    "call_result": as_whole,
    "callback_type": as_text,
}


def read_identity(value: Any) -> str | None:
    """The record's own ID when it has one that can be asked for."""
    identifier = value.get("interaction_id") if isinstance(value, dict) else None
    if isinstance(identifier, int) and not isinstance(identifier, bool):
        identifier = str(identifier)
    return identifier if isinstance(identifier, str) and is_identifier(identifier) else None


def read_record(element: Element, identifier: str) -> Interaction:
    """The record of this ID; what was not understood is in `problems`, what docs/ucs-protocol.md §2 does not
    name in `unknown`."""
    fields = Fields(element.value)
    fields.left.pop("interaction_id", None)
    pairs = _take_udata(fields)
    urls = {name: fields.take(name, as_text) for name in ("text", "structured_text", "binary_content")}
    summary = _summary(fields, identifier, urls, pairs)
    attributes = {name: fields.take(name, read) for name, read in ATTRIBUTES.items() if name in fields.left}
    return Interaction(
        summary=summary,
        external_id=fields.take("external_id", as_text),
        creator_app_id=fields.take("creator_app_id", as_whole),
        allow_children=fields.take("allow_children", as_flag),
        structured_text_mime=fields.take("structured_text_mime", as_text),
        **urls,
        attributes={name: value for name, value in attributes.items() if value is not None},
        udata=tuple(Udatum(key, value) for key, value in pairs),
        unknown=fields.left,
        problems=(*element.problems, *fields.problems),
        document=element.source,
    )


def _summary(
    fields: Fields, identifier: str, urls: Mapping[str, str | None], pairs: list[tuple[str, Any]]
) -> Summary:
    """The light row. Its `problems` are those of its own fields."""
    agent = dict(pairs).get(AGENT)
    return Summary(
        interaction_id=identifier,
        customer_id=fields.take("customer_id", as_text),
        thread_id=fields.take("thread_id", as_text),
        parent_id=fields.take("parent_id", as_text),
        media_type=fields.take("media_type", as_text),
        entity_type=fields.take("entity_type", as_whole),
        type=fields.take("type", as_text),
        sub_type=fields.take("sub_type", as_text),
        status=fields.take("status", as_whole),
        subject=fields.take("subject", as_text),
        owner_id=fields.take("owner_id", as_whole),
        agent=str(agent) if isinstance(agent, str | int) and agent != "" else None,
        start_date=fields.take("start_date", as_moment),
        established_date=fields.take("established_date", as_moment),
        released_date=fields.take("released_date", as_moment),
        end_date=fields.take("end_date", as_moment),
        duration=fields.take("duration", as_whole),
        has_text=bool(urls["text"]),
        has_structured_text=bool(urls["structured_text"]),
        has_binary_content=bool(urls["binary_content"]),
        timeshift=fields.take("timeshift", as_whole),
        problems=tuple(fields.problems),
    )


def read_pairs(udata: Any) -> list[tuple[str, Any]] | None:
    """Attached data's keys and values in the order sent, a key that came twice twice
    (docs/ucs-protocol.md §4.1); `None` of what holds no such."""
    if isinstance(udata, RepeatedKeys):
        return list(udata.pairs)
    if isinstance(udata, dict):
        return list(udata.items())
    return [] if udata is None or udata == "" else None


def _take_udata(fields: Fields) -> list[tuple[str, Any]]:
    udata = fields.left.pop("udata", None)
    pairs = read_pairs(udata)
    if pairs is None:
        fields.problems.append(Problem("udata", "Attached data was expected as keys and values.", udata))
    return pairs or []
