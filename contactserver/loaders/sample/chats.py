"""Chats: a dialogue of a matter becomes a session with its transcript and a record whose times fit it.

A line of a dialogue begins with who speaks: `C` the customer, `A` the agent, `B` the bot, which says each
line twice (plain, and as a notice in HTML, as bots do: docs/ucs-protocol.md §3.2), `U` the agent pushing a
link.
"""

import re
from datetime import datetime, timedelta

from contactserver.loaders.records import Record
from contactserver.loaders.sample.channels import hexadecimal
from contactserver.loaders.sample.interaction import (
    CHAT,
    FACEBOOK_SESSION,
    IN_PROCESS,
    SMS_SESSION,
    Medium,
    Times,
    content,
    record,
)
from contactserver.loaders.sample.thread import Thread
from contactserver.loaders.sample.transcripts import CLOSED, DISCONNECTED, FORCED, LEFT, Party, Transcript
from contactserver.loaders.sample.udata import attached

TAGS = re.compile(r"<[^>]+>")


def chat(thread: Thread, at: datetime) -> Record:
    return _session(thread, at, thread.say("chats"), CHAT, "chat")


def bot_chat(thread: Thread, at: datetime) -> Record:
    return _session(thread, at, thread.say("bots"), CHAT, "chat")


def sms_chat(thread: Thread, at: datetime) -> Record:
    return _session(thread, at, thread.say("chats"), SMS_SESSION, "sms")


def facebook_chat(thread: Thread, at: datetime) -> Record:
    return _session(thread, at, thread.say("chats"), FACEBOOK_SESSION, "facebook")


def _session(thread: Thread, at: datetime, dialogue: str, medium: Medium, channel: str) -> Record:
    identifier = thread.mint(at)
    pen = Transcript(identifier, at, thread.rng)
    nick = thread.customer.number if channel == "sms" else thread.customer.first
    pre_chat = {
        "FirstName": thread.customer.first,
        "EmailAddress": thread.customer.mail,
        "Subject": thread.subject,
    }
    client = pen.join(nick, "CLIENT", offset=thread.customer.timeshift, data=pre_chat)
    parties = {"C": client}
    times = _play(thread, pen, dialogue, parties)
    contents = {"structured_text": content("text/xml", pen.xml(), times.last)}
    if thread.rng.random() < 0.15:
        contents["plain_text"] = content("text/plain; charset=utf-8", pen.text(), times.last)
    agent = thread.agent if "A" in parties else None
    return record(
        thread,
        medium,
        times,
        type="Inbound",
        sub_type="InboundNew",
        agent=agent,
        interaction_id=identifier,
        external_id=hexadecimal(thread.rng, 16),
        udata=attached(thread, channel, at, agent),
        contents=contents,
    )


def _play(thread: Thread, pen: Transcript, dialogue: str, parties: dict[str, Party]) -> Times:
    """Speaks the lines in turn and lets everybody leave, unless the session is still running."""
    rng = thread.rng
    for line in dialogue.strip().splitlines():
        who, text = line[0], line[2:]
        speaker = "A" if who == "U" else who
        if speaker not in parties:
            parties[speaker] = _arrive(thread, pen, speaker)
        pen.wait(_pause(thread, who, text))
        _speak(pen, parties[speaker], who, text)
    established = pen.start + timedelta(seconds=pen.answered or 0)
    if thread.status == IN_PROCESS:
        return Times(pen.start, established)
    _part(thread, pen.wait(rng.randrange(2, 25)), parties)
    released = pen.now
    return Times(pen.start, established, released, pen.wait(rng.randrange(3, 90)).now)


def _arrive(thread: Thread, pen: Transcript, speaker: str) -> Party:
    if speaker == "B":
        return pen.wait(1).join("Pip", "AGENT", bot=True)
    pen.wait(thread.rng.choice((4, 7, 11, 18, 26, 41, 75, 180)))
    agent = thread.agent
    return pen.join(
        agent.first, "AGENT", person_id=agent.employee, data={"GWS_USERID": hexadecimal(thread.rng, 32)}
    )


def _pause(thread: Thread, who: str, text: str) -> int:
    """How long somebody reads and types; a bot answers at once."""
    if who == "B":
        return 1
    return thread.rng.randrange(2, 14) + len(text) // thread.rng.randrange(3, 7)


def _speak(pen: Transcript, party: Party, who: str, text: str) -> None:
    if who == "U":
        pen.notice(party, text, kind="PUSH_URL")
    elif who == "B":
        pen.say(party, TAGS.sub("", text))
        pen.notice(party, f"<p>{text}</p>")
    else:
        pen.say(party, text)


def _part(thread: Thread, pen: Transcript, parties: dict[str, Party]) -> None:
    """Customer and agent leave, in either order; a bot leaves with the customer."""
    reason = thread.rng.choice((LEFT, LEFT, CLOSED, DISCONNECTED))
    pen.leave(parties["C"], reason)
    for party in (parties.get("A"), parties.get("B")):
        if party:
            pen.leave(party, FORCED if party.bot else LEFT, asker=parties["C"] if party.bot else party)
