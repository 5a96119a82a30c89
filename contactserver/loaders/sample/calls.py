"""Telephone calls and callbacks: records without a transcript, with what docs/ucs-protocol.md §2.2 gives
them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from contactserver.loaders.records import Record
from contactserver.loaders.sample.cast import Agent
from contactserver.loaders.sample.channels import hexadecimal, voice
from contactserver.loaders.sample.interaction import CALLBACK, VOICE, Times, content, handled, record
from contactserver.loaders.sample.rhythm import instant, later
from contactserver.loaders.sample.thread import Thread
from contactserver.loaders.sample.udata import attached, contact, routing

OK, BUSY, NO_ANSWER = 0, 6, 7  # call_result
QUEUED, PROCESSED, FINAL = 3, 8, 9  # callback_status
WAITS = (3, 6, 9, 14, 22, 38, 61, 95, 140, 260)


def call(thread: Thread, at: datetime) -> Record:
    return _call(thread, at, type="Inbound", sub_type="InboundNew", outcome="Answered")


def call_out(thread: Thread, at: datetime) -> Record:
    return _call(thread, at, type="Outbound", sub_type="OutboundNew", outcome="Answered")


def call_transfer(thread: Thread, at: datetime) -> Record:
    """The agent hands over: the thread goes on with a colleague."""
    thread.agent = thread.colleague()
    return _call(thread, at, type="Inbound", sub_type="InboundTransfer", outcome="Transferred")


def call_lost(thread: Thread, at: datetime) -> Record:
    """The customer hangs up in the queue: nobody knows what it was about."""
    end = later(thread.rng, at, "70s")
    facts = _phone(thread, 0, "Abandoned")
    udata = routing(thread, "voice", None) | contact(thread) | voice(thread, at)
    return record(
        thread,
        VOICE,
        Times(at, end=end),
        type="Inbound",
        sub_type="InboundNew",
        subject="Inbound call",
        attributes=facts,
        external_id=hexadecimal(thread.rng, 16),
        udata=udata,
    )


def callback(thread: Thread, at: datetime) -> Record:
    return _callback(thread, at, thread.agent)


def callback_failed(thread: Thread, at: datetime) -> Record:
    """Nobody answers at the customer's end."""
    return _callback(thread, at, None)


def _call(thread: Thread, at: datetime, *, type: str, sub_type: str, outcome: str) -> Record:
    rng, agent = thread.rng, thread.agent
    talk = rng.randrange(50, 700) if rng.random() < 0.8 else rng.randrange(700, 1900)
    wait = rng.choice(WAITS) if type == "Inbound" else rng.randrange(4, 25)
    times = handled(rng, at, wait=wait, handle=talk, wrap=rng.choice((0, 8, 15, 30, 45, 90, 180)))
    note = thread.say("calls")
    contents = {}
    if rng.random() < 0.3:
        contents["plain_text"] = content("text/plain; charset=utf-8", note + "\n", times.last)
    return record(
        thread,
        VOICE,
        times,
        type=type,
        sub_type=sub_type,
        agent=agent,
        answers=type == "Outbound",
        attributes=_phone(thread, talk, outcome),
        external_id=hexadecimal(rng, 16),
        udata=attached(thread, "voice", at, agent, note=note),
        contents=contents,
    )


def _phone(thread: Thread, seconds: int, outcome: str) -> Mapping[str, Any]:
    return {
        "phone_number": thread.customer.number,
        "duration": seconds,
        "outcome": outcome,
        "tconnection_id": hexadecimal(thread.rng, 16),
    }


def _callback(thread: Thread, at: datetime, agent: Agent | None) -> Record:
    """A callback that is answered when an agent is given."""
    rng = thread.rng
    answered = agent is not None
    wait, handle = rng.randrange(8, 40), rng.randrange(60, 500)
    times = handled(rng, at, wait=wait, handle=handle, wrap=rng.randrange(5, 60))
    if not answered:
        times = Times(at, end=later(rng, at, "90s"))
    running = thread.status != 3
    attributes = {
        "callback_status": QUEUED if running else PROCESSED if answered else FINAL,
        "callback_type": rng.choice(("Immediate", "Scheduled")),
        "desired_response_type": rng.choice(("Voice", "Voice", "VoIP")),
        "start_time": instant(at),
        "end_time": instant(later(rng, at, "2h")),
        "customer_number": thread.customer.number,
        "attempts": 0 if running else 1 if answered else rng.choice((2, 3)),
        "dn": "8500",
        "location": "SIP_Switch",
        "callback_server_id": 182,
        "call_result": None if running else OK if answered else rng.choice((BUSY, NO_ANSWER)),
    }
    return record(
        thread,
        CALLBACK,
        times,
        type="Outbound",
        sub_type="OutboundNew",
        agent=agent,
        answers=True,
        subject=f"Callback – {thread.subject}",
        attributes=attributes,
        udata=attached(thread, "callback", at, agent),
    )
