"""Chats: a dialogue of a matter becomes a session with its transcript and a record whose times fit it.

A line of a dialogue begins with who speaks: `C` the customer, `A` the agent, `B` the bot, which says each
line twice (plain, and as a notice in HTML, as bots do: docs/ucs-protocol.md §3.2), `U` the agent pushing a
link.
"""

import re
from datetime import datetime, timedelta

from contactserver.loaders.stored_records import InteractionRecord
from samplecentre.channel_udata import generate_hexadecimal
from samplecentre.interaction import (
    CHAT,
    FACEBOOK_SESSION,
    SMS_SESSION,
    STATUS_IN_PROCESS,
    InteractionTimes,
    SampleMediaType,
    build_interaction_record,
    build_stored_content,
)
from samplecentre.thread import SampleThread
from samplecentre.thread_udata import build_thread_udata
from samplecentre.transcripts import (
    CLOSED_REASON,
    DISCONNECTED_REASON,
    FORCED_REASON,
    LEFT_REASON,
    SampleParty,
    TranscriptWriter,
)

TAG_PATTERN = re.compile(r"<[^>]+>")


def build_chat(thread: SampleThread, at: datetime) -> InteractionRecord:
    return _build_session_record(thread, at, thread.say("chats"), CHAT, "chat")


def build_bot_chat(thread: SampleThread, at: datetime) -> InteractionRecord:
    return _build_session_record(thread, at, thread.say("bots"), CHAT, "chat")


def build_sms_chat(thread: SampleThread, at: datetime) -> InteractionRecord:
    return _build_session_record(thread, at, thread.say("chats"), SMS_SESSION, "sms")


def build_facebook_chat(thread: SampleThread, at: datetime) -> InteractionRecord:
    return _build_session_record(thread, at, thread.say("chats"), FACEBOOK_SESSION, "facebook")


def _build_session_record(
    thread: SampleThread, at: datetime, dialogue: str, medium: SampleMediaType, channel: str
) -> InteractionRecord:
    identifier = thread.mint_identifier(at)
    pen = TranscriptWriter(identifier, at, thread.rng)
    nick = thread.customer.number if channel == "sms" else thread.customer.first
    pre_chat = {
        "FirstName": thread.customer.first,
        "EmailAddress": thread.customer.mail,
        "Subject": thread.subject,
    }
    client = pen.join(nick, "CLIENT", offset=thread.customer.timeshift, data=pre_chat)
    parties = {"C": client}
    times = _play_dialogue(thread, pen, dialogue, parties)
    contents = {"structured_text": build_stored_content("text/xml", pen.build_xml(), times.last)}
    if thread.rng.random() < 0.15:
        contents["plain_text"] = build_stored_content(
            "text/plain; charset=utf-8", pen.build_text(), times.last
        )
    agent = thread.agent if "A" in parties else None
    return build_interaction_record(
        thread,
        medium,
        times,
        type="Inbound",
        sub_type="InboundNew",
        agent=agent,
        interaction_id=identifier,
        external_id=generate_hexadecimal(thread.rng, 16),
        udata=build_thread_udata(thread, channel, at, agent),
        contents=contents,
    )


def _play_dialogue(
    thread: SampleThread, pen: TranscriptWriter, dialogue: str, parties: dict[str, SampleParty]
) -> InteractionTimes:
    """Speaks the lines in turn and lets everybody leave, unless the session is still running."""
    rng = thread.rng
    for line in dialogue.strip().splitlines():
        who, text = line[0], line[2:]
        speaker = "A" if who == "U" else who
        if speaker not in parties:
            parties[speaker] = _join_speaker(thread, pen, speaker)
        pen.wait(_choose_pause_seconds(thread, who, text))
        _speak_line(pen, parties[speaker], who, text)
    established = pen.start + timedelta(seconds=pen.answered or 0)
    if thread.status == STATUS_IN_PROCESS:
        return InteractionTimes(pen.start, established)
    _leave_session(thread, pen.wait(rng.randrange(2, 25)), parties)
    released = pen.now
    return InteractionTimes(pen.start, established, released, pen.wait(rng.randrange(3, 90)).now)


def _join_speaker(thread: SampleThread, pen: TranscriptWriter, speaker: str) -> SampleParty:
    if speaker == "B":
        return pen.wait(1).join("Pip", "AGENT", bot=True)
    pen.wait(thread.rng.choice((4, 7, 11, 18, 26, 41, 75, 180)))
    agent = thread.agent
    return pen.join(
        agent.first,
        "AGENT",
        person_id=agent.employee,
        data={"GWS_USERID": generate_hexadecimal(thread.rng, 32)},
    )


def _choose_pause_seconds(thread: SampleThread, who: str, text: str) -> int:
    """How long somebody reads and types; a bot answers at once."""
    if who == "B":
        return 1
    return thread.rng.randrange(2, 14) + len(text) // thread.rng.randrange(3, 7)


def _speak_line(pen: TranscriptWriter, party: SampleParty, who: str, text: str) -> None:
    if who == "U":
        pen.add_notice(party, text, kind="PUSH_URL")
    elif who == "B":
        pen.say(party, TAG_PATTERN.sub("", text))
        pen.add_notice(party, f"<p>{text}</p>")
    else:
        pen.say(party, text)


def _leave_session(thread: SampleThread, pen: TranscriptWriter, parties: dict[str, SampleParty]) -> None:
    """Customer and agent leave, in either order; a bot leaves with the customer."""
    reason = thread.rng.choice((LEFT_REASON, LEFT_REASON, CLOSED_REASON, DISCONNECTED_REASON))
    pen.leave(parties["C"], reason)
    for party in (parties.get("A"), parties.get("B")):
        if party:
            pen.leave(
                party, FORCED_REASON if party.bot else LEFT_REASON, asker=parties["C"] if party.bot else party
            )
