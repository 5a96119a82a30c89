"""The other interactions of the documented customer: the week around the documented record, told row by row
in `texts/brest.toml`, and the year before it.
"""

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from contactserver.loaders.records import Record, StoredContent
from contactserver.loaders.sample.cast import COMPANY, MAILBOX, TEXTS, Agent, Customer, agent
from contactserver.loaders.sample.chance import chance
from contactserver.loaders.sample.channels import hexadecimal
from contactserver.loaders.sample.identifiers import Mint
from contactserver.loaders.sample.interaction import (
    CALLBACK,
    CHAT,
    DONE,
    MAIL_IN,
    MAIL_OUT,
    SMS,
    TWITTER,
    VOICE,
    WORK_ITEM,
    Medium,
    Times,
    content,
    handled,
    record,
)
from contactserver.loaders.sample.letters import mail_attributes, mail_udata
from contactserver.loaders.sample.mails import Mail, contents, message_id
from contactserver.loaders.sample.rhythm import instant, moments
from contactserver.loaders.sample.seed_record import (
    CUSTOMER,
    INTERACTION,
    SERVICE,
    THREAD,
    UDATA,
    seed_record,
)
from contactserver.loaders.sample.stationery import letterhead
from contactserver.loaders.sample.storylines import year
from contactserver.loaders.sample.texts import facts, matter
from contactserver.loaders.sample.thread import Thread
from contactserver.loaders.sample.transcripts import Transcript
from contactserver.loaders.sample.udata import attached

EWEN = Customer(
    CUSTOMER,
    0,
    "Ewen",
    "Calvez",
    "en",
    "Calvez & Fils",
    "4 rue Traverse",
    "29200 Brest",
    UDATA["_smsSrcNumber"],
    "ewen@calvez.example",
    "default",
    44,
)
FIRST, WEEK = datetime(2008, 7, 7, tzinfo=UTC), datetime(2009, 7, 30, tzinfo=UTC)
PLAIN = "text/plain; charset=utf-8"
# What a row of each kind is: medium, channel of its attached data, direction.
KINDS: dict[str, tuple[Medium, str, str]] = {
    "call": (VOICE, "voice", "Inbound"),
    "callback": (CALLBACK, "callback", "Outbound"),
    "chat": (CHAT, "chat", "Inbound"),
    "mail_in": (MAIL_IN, "email", "Inbound"),
    "mail_out": (MAIL_OUT, "email", "Outbound"),
    "sms_out": (SMS, "sms", "Outbound"),
    "tweet": (TWITTER, "twitter", "Inbound"),
    "work": (WORK_ITEM, "workitem", "Internal"),
}
Row = dict[str, Any]


def seed_customer() -> Iterator[Record]:
    """The documented record first, then its neighbours, then the year before."""
    yield seed_record()
    mint = Mint(EWEN.ordinal)
    threads: dict[str, str] = {"BW9": THREAD}
    for row in reversed(_rows()):
        yield _of_2009(_neighbour(row, mint, threads))
    rng = chance(CUSTOMER)
    for past in year(EWEN, rng, mint, moments(rng, EWEN.matters, FIRST, WEEK)):
        yield _of_2009(past)


def _rows() -> list[Row]:
    with (TEXTS / "brest.toml").open("rb") as file:
        rows: list[Row] = tomllib.load(file)["rows"]
    return rows


def _of_2009(record: Record) -> Record:
    """As it was written then: the shift in hours, like the documented record, and no browser of today."""
    udata = {key: value for key, value in record.document["udata"].items() if key != "UserAgent"}
    return Record({**record.document, "timeshift": 1, "udata": udata}, record.service_id, record.contents)


def _neighbour(row: Row, mint: Mint, threads: dict[str, str]) -> Record:
    at: datetime = row["at"]
    rng = chance(f"{CUSTOMER} {at}")
    who = agent(row["agent"]) if "agent" in row else None
    thread = _thread(row, rng, mint, who, threads)
    medium, channel, direction = KINDS[row["kind"]]
    times = _times(row, rng)
    identifier = row.get("id") or mint(at)
    more, own, kept = _particulars(row, thread, times, identifier)
    udata = attached(thread, channel, at, who) | own
    return record(
        thread,
        medium,
        times,
        type=direction,
        sub_type=row.get("sub_type") or _sub_type(row, direction),
        agent=who,
        answers=thread.identifier == THREAD,
        interaction_id=identifier,
        attributes=more,
        contents=kept,
        udata=udata if who else {key: udata[key] for key in udata if key != "DispositionCode"},
        external_id=hexadecimal(rng, 16) if channel in ("voice", "chat") else None,
    )


def _thread(row: Row, rng: Random, mint: Mint, who: Agent | None, threads: dict[str, str]) -> Thread:
    name = row.get("thread", "")
    identifier = threads.get(name) or mint(row["at"])
    if name:
        threads[name] = identifier
    someone = who or agent("1002")
    numbers = facts(rng, EWEN, someone, row["at"]) | {
        "parcel": "4471",
        "invoice": "2009-0731",
        "claim": "88-1204",
    }
    return Thread(
        EWEN,
        matter("en", row["matter"]),
        someone,
        rng,
        mint,
        numbers,
        0,
        row["subject"],
        identifier,
        service_id=SERVICE if name == "BW9" else None,
        previous=INTERACTION,
        status=row.get("status", DONE),
    )


def _times(row: Row, rng: Random) -> Times:
    if not row.get("handle"):
        return Times(row["at"], end=row["at"] + timedelta(seconds=row["wait"]))
    return handled(rng, row["at"], wait=row.get("wait", 0), handle=row["handle"], wrap=row.get("wrap", 0))


def _sub_type(row: Row, direction: str) -> str:
    if row["kind"] == "sms_out":
        return "OutboundNotification"
    return "InboundCustomerReply" if row["subject"].startswith("Re: ") else f"{direction}New"


def _particulars(
    row: Row, thread: Thread, times: Times, identifier: str
) -> tuple[dict[str, Any], dict[str, Any], dict[str, StoredContent]]:
    """Attributes, attached data and contents that rows of one kind have and others have not."""
    kind, text = row["kind"], row.get("text", "").lstrip("\n")
    if kind.startswith("mail"):
        mail = _mail(row, thread, text)
        return mail_attributes(mail), mail_udata(mail), contents(mail)
    if kind == "chat":
        return (
            {},
            {},
            {
                "structured_text": content(
                    "text/xml", _transcript(thread, times, text, identifier), times.last
                )
            },
        )
    number = {
        "phone_number": EWEN.number,
        "duration": row.get("handle", 0),
        "tconnection_id": hexadecimal(thread.rng, 16),
    }
    if kind == "call":
        outcome = row.get("outcome") or ("Answered" if row.get("handle") else "Abandoned")
        return {**number, "outcome": outcome}, {}, {}
    kept = {"plain_text": content(PLAIN, text, times.last)}
    if kind == "callback":
        return _called_back(times), {}, kept
    return {}, {"sms_out": {"_smsText": text}, "tweet": {"_twitterMsgText": text}}.get(kind, {}), kept


def _called_back(times: Times) -> dict[str, Any]:
    return {
        "callback_status": 8,
        "callback_type": "Immediate",
        "desired_response_type": "Voice",
        "start_time": instant(times.start),
        "end_time": instant(times.start + timedelta(hours=2)),
        "customer_number": EWEN.number,
        "attempts": 1,
        "dn": "8500",
        "location": "SIP_Switch",
        "callback_server_id": 182,
        "call_result": 0,
    }


def _mail(row: Row, thread: Thread, text: str) -> Mail:
    ours, theirs = (COMPANY, MAILBOX), (EWEN.name, EWEN.mail)
    sender, to = (ours, theirs) if row["kind"] == "mail_out" else (theirs, ours)
    html = letterhead(text, None, "en") if sender == ours else ""
    identifier = message_id(thread.rng, row["at"], sender[1].split("@")[1])
    return Mail(identifier, sender, (to,), row["subject"], row["at"], text, html)


def _transcript(thread: Thread, times: Times, text: str, identifier: str) -> str:
    """The dialogue of the row, spread over the time that the row was handled."""
    pen = Transcript(identifier, times.start, thread.rng)
    established, released = (
        int(((moment or times.start) - times.start).total_seconds())
        for moment in (times.established, times.released)
    )
    parties = {"C": pen.join(EWEN.first, "CLIENT", offset=120)}
    parties["A"] = pen.wait(established).join(thread.agent.first, "AGENT", person_id=thread.agent.employee)
    lines = text.strip().splitlines()
    for number, line in enumerate(lines, 1):
        pen.seconds = established + (released - established) * number // (len(lines) + 1)
        pen.say(parties[line[0]], line[2:])
    pen.seconds = released
    pen.leave(parties["C"])
    pen.leave(parties["A"])
    return pen.xml()
