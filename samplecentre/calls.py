"""Telephone calls and callbacks: records without a transcript, with what docs/ucs-protocol.md §2.2 gives
them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from contactserver.loaders.stored_records import InteractionRecord
from samplecentre.channel_udata import build_voice_udata, generate_hexadecimal
from samplecentre.contact_times import add_lag, format_instant
from samplecentre.interaction import (
    CALLBACK,
    VOICE,
    InteractionTimes,
    build_handled_times,
    build_interaction_record,
    build_stored_content,
)
from samplecentre.people import SampleAgent
from samplecentre.thread import SampleThread
from samplecentre.thread_udata import build_contact_udata, build_routing_udata, build_thread_udata

CALL_RESULT_OK, CALL_RESULT_BUSY, CALL_RESULT_NO_ANSWER = 0, 6, 7  # call_result
CALLBACK_QUEUED, CALLBACK_PROCESSED, CALLBACK_FINAL = 3, 8, 9  # callback_status
WAIT_SECONDS = (3, 6, 9, 14, 22, 38, 61, 95, 140, 260)


def build_call(thread: SampleThread, at: datetime) -> InteractionRecord:
    return _build_call_record(thread, at, type="Inbound", sub_type="InboundNew", outcome="Answered")


def build_outbound_call(thread: SampleThread, at: datetime) -> InteractionRecord:
    return _build_call_record(thread, at, type="Outbound", sub_type="OutboundNew", outcome="Answered")


def build_transferred_call(thread: SampleThread, at: datetime) -> InteractionRecord:
    """The agent hands over: the thread goes on with a colleague."""
    thread.agent = thread.choose_colleague()
    return _build_call_record(thread, at, type="Inbound", sub_type="InboundTransfer", outcome="Transferred")


def build_abandoned_call(thread: SampleThread, at: datetime) -> InteractionRecord:
    """The customer hangs up in the queue: nobody knows what it was about."""
    end = add_lag(thread.rng, at, "70s")
    facts = _build_phone_attributes(thread, 0, "Abandoned")
    udata = (
        build_routing_udata(thread, "voice", None)
        | build_contact_udata(thread)
        | build_voice_udata(thread, at)
    )
    return build_interaction_record(
        thread,
        VOICE,
        InteractionTimes(at, end=end),
        type="Inbound",
        sub_type="InboundNew",
        subject="Inbound call",
        attributes=facts,
        external_id=generate_hexadecimal(thread.rng, 16),
        udata=udata,
    )


def build_callback(thread: SampleThread, at: datetime) -> InteractionRecord:
    return _build_callback_record(thread, at, thread.agent)


def build_failed_callback(thread: SampleThread, at: datetime) -> InteractionRecord:
    """Nobody answers at the customer's end."""
    return _build_callback_record(thread, at, None)


def _build_call_record(
    thread: SampleThread, at: datetime, *, type: str, sub_type: str, outcome: str
) -> InteractionRecord:
    rng, agent = thread.rng, thread.agent
    talk = rng.randrange(50, 700) if rng.random() < 0.8 else rng.randrange(700, 1900)
    wait = rng.choice(WAIT_SECONDS) if type == "Inbound" else rng.randrange(4, 25)
    times = build_handled_times(rng, at, wait=wait, handle=talk, wrap=rng.choice((0, 8, 15, 30, 45, 90, 180)))
    note = thread.say("calls")
    contents = {}
    if rng.random() < 0.3:
        contents["plain_text"] = build_stored_content("text/plain; charset=utf-8", note + "\n", times.last)
    return build_interaction_record(
        thread,
        VOICE,
        times,
        type=type,
        sub_type=sub_type,
        agent=agent,
        answers=type == "Outbound",
        attributes=_build_phone_attributes(thread, talk, outcome),
        external_id=generate_hexadecimal(rng, 16),
        udata=build_thread_udata(thread, "voice", at, agent, note=note),
        contents=contents,
    )


def _build_phone_attributes(thread: SampleThread, seconds: int, outcome: str) -> Mapping[str, Any]:
    return {
        "phone_number": thread.customer.number,
        "duration": seconds,
        "outcome": outcome,
        "tconnection_id": generate_hexadecimal(thread.rng, 16),
    }


def _build_callback_record(
    thread: SampleThread, at: datetime, agent: SampleAgent | None
) -> InteractionRecord:
    """A callback that is answered when an agent is given."""
    rng = thread.rng
    answered = agent is not None
    wait, handle = rng.randrange(8, 40), rng.randrange(60, 500)
    times = build_handled_times(rng, at, wait=wait, handle=handle, wrap=rng.randrange(5, 60))
    if not answered:
        times = InteractionTimes(at, end=add_lag(rng, at, "90s"))
    running = thread.status != 3
    attributes = {
        "callback_status": CALLBACK_QUEUED if running else CALLBACK_PROCESSED if answered else CALLBACK_FINAL,
        "callback_type": rng.choice(("Immediate", "Scheduled")),
        "desired_response_type": rng.choice(("Voice", "Voice", "VoIP")),
        "start_time": format_instant(at),
        "end_time": format_instant(add_lag(rng, at, "2h")),
        "customer_number": thread.customer.number,
        "attempts": 0 if running else 1 if answered else rng.choice((2, 3)),
        "dn": "8500",
        "location": "SIP_Switch",
        "callback_server_id": 182,
        "call_result": None
        if running
        else CALL_RESULT_OK
        if answered
        else rng.choice((CALL_RESULT_BUSY, CALL_RESULT_NO_ANSWER)),
    }
    return build_interaction_record(
        thread,
        CALLBACK,
        times,
        type="Outbound",
        sub_type="OutboundNew",
        agent=agent,
        answers=True,
        subject=f"Callback – {thread.subject}",
        attributes=attributes,
        udata=build_thread_udata(thread, "callback", at, agent),
    )
