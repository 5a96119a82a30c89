"""One record in full, from its JSON object: the Interaction Resource (docs/ucs-protocol.md §2.1, §2.2)."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from interactions.ucs.fields import (
    RecordFields,
    parse_address_field,
    parse_address_list_field,
    parse_boolean_field,
    parse_datetime_field,
    parse_integer_field,
    parse_text_field,
)
from interactions.ucs.identifier_parsing import is_identifier
from interactions.ucs.lenient_json import JsonElement, RepeatedKeyDict
from interactions.ucs.resources import Interaction, InteractionSummary, RecordProblem, UdataEntry

AGENT_KEY = "RTargetAgentSelected"
# The media-specific attributes that are no part of `InteractionSummary` (docs/ucs-protocol.md §2.2); `bcc`
# is known from Platform SDK only.
ATTRIBUTE_PARSERS: Mapping[str, Callable[[Any], Any]] = {
    "from": parse_address_field,
    "reply_to": parse_address_field,
    "to": parse_address_list_field,
    "cc": parse_address_list_field,
    "bcc": parse_address_list_field,
    "sent_date": parse_datetime_field,
    "outcome": parse_text_field,
    "phone_number": parse_text_field,
    "tconnection_id": parse_text_field,
    "callback_status": parse_integer_field,
    "desired_response_type": parse_text_field,
    "start_time": parse_datetime_field,
    "end_time": parse_datetime_field,
    "customer_number": parse_text_field,
    "attempts": parse_integer_field,
    "dn": parse_text_field,
    "location": parse_text_field,
    "callback_server_id": parse_text_field,
    "call_result": parse_integer_field,
    "callback_type": parse_text_field,
}


def find_record_id(value: Any) -> str | None:
    """The record's own ID, None when it has none that can be asked for."""
    identifier = value.get("interaction_id") if isinstance(value, dict) else None
    if isinstance(identifier, int) and not isinstance(identifier, bool):
        identifier = str(identifier)
    return identifier if isinstance(identifier, str) and is_identifier(identifier) else None


def decode_record(element: JsonElement, identifier: str) -> Interaction:
    """The record with this ID. What was not understood is in `problems`, and what docs/ucs-protocol.md §2
    does not name in `unknown`."""
    fields = RecordFields(element.value)
    fields.remaining.pop("interaction_id", None)
    pairs = _take_udata(fields)
    urls = {
        name: fields.take(name, parse_text_field) for name in ("text", "structured_text", "binary_content")
    }
    summary = _decode_summary(fields, identifier, urls, pairs)
    attributes = {
        name: fields.take(name, parse)
        for name, parse in ATTRIBUTE_PARSERS.items()
        if name in fields.remaining
    }
    return Interaction(
        summary=summary,
        external_id=fields.take("external_id", parse_text_field),
        creator_app_id=fields.take("creator_app_id", parse_integer_field),
        allow_children=fields.take("allow_children", parse_boolean_field),
        structured_text_mime=fields.take("structured_text_mime", parse_text_field),
        **urls,
        attributes={name: value for name, value in attributes.items() if value is not None},
        udata=tuple(UdataEntry(key, value) for key, value in pairs),
        unknown=fields.remaining,
        problems=(*element.problems, *fields.problems),
        document=element.source,
    )


def _decode_summary(
    fields: RecordFields, identifier: str, urls: Mapping[str, str | None], pairs: list[tuple[str, Any]]
) -> InteractionSummary:
    """The light row. Its `problems` are those of its own fields."""
    agent = dict(pairs).get(AGENT_KEY)
    return InteractionSummary(
        interaction_id=identifier,
        customer_id=fields.take("customer_id", parse_text_field),
        thread_id=fields.take("thread_id", parse_text_field),
        parent_id=fields.take("parent_id", parse_text_field),
        media_type=fields.take("media_type", parse_text_field),
        entity_type=fields.take("entity_type", parse_integer_field),
        type=fields.take("type", parse_text_field),
        sub_type=fields.take("sub_type", parse_text_field),
        status=fields.take("status", parse_integer_field),
        subject=fields.take("subject", parse_text_field),
        owner_id=fields.take("owner_id", parse_integer_field),
        agent=str(agent) if isinstance(agent, str | int) and agent != "" else None,
        start_date=fields.take("start_date", parse_datetime_field),
        established_date=fields.take("established_date", parse_datetime_field),
        released_date=fields.take("released_date", parse_datetime_field),
        end_date=fields.take("end_date", parse_datetime_field),
        duration=fields.take("duration", parse_integer_field),
        has_text=bool(urls["text"]),
        has_structured_text=bool(urls["structured_text"]),
        has_binary_content=bool(urls["binary_content"]),
        timeshift=fields.take("timeshift", parse_integer_field),
        problems=tuple(fields.problems),
    )


def find_udata_pairs(udata: Any) -> list[tuple[str, Any]] | None:
    """The keys and values of attached data in the order sent, a key that came twice twice
    (docs/ucs-protocol.md §4.1); None for what is no object."""
    if isinstance(udata, RepeatedKeyDict):
        return list(udata.pairs)
    if isinstance(udata, dict):
        return list(udata.items())
    return [] if udata is None or udata == "" else None


def _take_udata(fields: RecordFields) -> list[tuple[str, Any]]:
    udata = fields.remaining.pop("udata", None)
    pairs = find_udata_pairs(udata)
    if pairs is None:
        fields.problems.append(RecordProblem("udata", _("Expected keys and values."), udata))
    return pairs or []
