"""The other interactions of the documented customer: a week that is told row by row in `texts/brest.toml`,
and the weeks before it.

The documented record and the callback and the SMS of its thread are of 5 August 2009. All others are planned
around that day and dated in the weeks before the sample is loaded.
"""

import tomllib
from calendar import month_name
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from contactserver.loaders.stored_records import InteractionRecord, StoredContent
from samplecentre.channel_udata import generate_hexadecimal
from samplecentre.contact_times import choose_moments, format_instant
from samplecentre.identifier_factory import IdentifierFactory
from samplecentre.interaction import (
    CALLBACK,
    CHAT,
    MAIL_IN,
    MAIL_OUT,
    SMS,
    STATUS_DONE,
    TWITTER,
    VOICE,
    WORK_ITEM,
    InteractionTimes,
    SampleMediaType,
    build_handled_times,
    build_interaction_record,
    build_stored_content,
)
from samplecentre.mail_bodies import render_letterhead
from samplecentre.mail_builder import SampleMail, build_mail_contents, build_message_id
from samplecentre.mail_records import build_mail_attributes, build_mail_udata
from samplecentre.people import (
    COMPANY_NAME,
    MAILBOX_ADDRESS,
    TEXTS_FOLDER,
    SampleAgent,
    SampleCustomer,
    get_agent,
)
from samplecentre.sample_calendar import SampleCalendar
from samplecentre.seed_record import (
    SEED_CUSTOMER_ID,
    SEED_INTERACTION_ID,
    SEED_SERVICE_ID,
    SEED_THREAD_ID,
    build_seed_record,
)
from samplecentre.seeded_random import build_random
from samplecentre.storylines import ContactPlan, iter_planned_records
from samplecentre.texts import build_thread_facts, get_contact_reason
from samplecentre.thread import SampleThread
from samplecentre.thread_udata import build_thread_udata
from samplecentre.transcripts import TranscriptWriter

SEED_CUSTOMER = SampleCustomer(
    SEED_CUSTOMER_ID,
    0,
    "Ewen",
    "Calvez",
    "en",
    "Calvez & Fils",
    "4 rue Traverse",
    "29200 Brest",
    "+33 2 61 91 34 56",
    "ewen@calvez.example",
    "default",
    44,
)
SEED_YEAR_START, SEED_WEEK_START = datetime(2008, 7, 7, tzinfo=UTC), datetime(2009, 7, 30, tzinfo=UTC)
SEED_PLAN_END = datetime(2009, 8, 10, 11, 20, tzinfo=UTC)  # the Monday after the week that is told
SEED_THREAD_NAME = "BW9"
# Hours in the documented record and beside it, as they stand there (docs/ucs-protocol.md §2.4); else minutes.
SEED_TIMESHIFT, BREST_TIMESHIFT_MINUTES = 1, 60
PLAIN_TEXT_MEDIA_TYPE = "text/plain; charset=utf-8"
# What a row of each kind is: medium, channel of its attached data, direction.
ROW_KINDS: dict[str, tuple[SampleMediaType, str, str]] = {
    "call": (VOICE, "voice", "Inbound"),
    "callback": (CALLBACK, "callback", "Outbound"),
    "chat": (CHAT, "chat", "Inbound"),
    "mail_in": (MAIL_IN, "email", "Inbound"),
    "mail_out": (MAIL_OUT, "email", "Outbound"),
    "sms_out": (SMS, "sms", "Outbound"),
    "tweet": (TWITTER, "twitter", "Inbound"),
    "work": (WORK_ITEM, "workitem", "Internal"),
}
SeedRow = dict[str, Any]


def iter_seed_customer_records(calendar: SampleCalendar) -> Iterator[InteractionRecord]:
    """The documented record first, then the week that is told, then the weeks before it."""
    yield build_seed_record()
    mint = IdentifierFactory(SEED_CUSTOMER.ordinal)
    threads: dict[str, str] = {SEED_THREAD_NAME: SEED_THREAD_ID}
    for row in reversed(_load_seed_rows(calendar)):
        record = _build_row_record(row, mint, threads)
        if row.get("thread") == SEED_THREAD_NAME:
            yield _set_timeshift(record, SEED_TIMESHIFT)
        else:
            yield _set_timeshift(record, BREST_TIMESHIFT_MINUTES)
    rng = build_random(SEED_CUSTOMER_ID)
    beginnings = choose_moments(rng, SEED_CUSTOMER.matters, SEED_YEAR_START, SEED_WEEK_START)
    plan = ContactPlan(beginnings, SEED_YEAR_START, SEED_PLAN_END)
    for record in iter_planned_records(SEED_CUSTOMER, rng, mint, plan, calendar):
        yield _set_timeshift(record, BREST_TIMESHIFT_MINUTES)


def _load_seed_rows(calendar: SampleCalendar) -> list[SeedRow]:
    with (TEXTS_FOLDER / "brest.toml").open("rb") as file:
        rows: list[SeedRow] = tomllib.load(file)["rows"]
    return [_date_row(row, calendar) for row in rows]


def _date_row(row: SeedRow, calendar: SampleCalendar) -> SeedRow:
    """The row as it is dated in the sample, `shift` after it was planned, and its words with it: `{year}`,
    `{month_1}` for the month before, `{month_2}` and `{month_3}` for those before that. The rows of the
    documented record's own thread stay beside it."""
    shift = timedelta() if row.get("thread") == SEED_THREAD_NAME else calendar.end - SEED_PLAN_END
    at: datetime = row["at"] + shift
    words = {f"month_{back}": month_name[(at.month - back - 1) % 12 + 1] for back in (1, 2, 3)}
    words["year"] = str(at.year)
    texts = {key: row[key].format_map(words) for key in ("subject", "text") if key in row}
    return row | texts | {"at": at, "shift": shift}


def _set_timeshift(record: InteractionRecord, timeshift: int) -> InteractionRecord:
    return replace(record, document={**record.document, "timeshift": timeshift})


def _build_row_record(row: SeedRow, mint: IdentifierFactory, threads: dict[str, str]) -> InteractionRecord:
    at: datetime = row["at"]
    rng = build_random(f"{SEED_CUSTOMER_ID} {at - row['shift']}")
    who = get_agent(row["agent"]) if "agent" in row else None
    thread = _build_row_thread(row, rng, mint, who, threads)
    medium, channel, direction = ROW_KINDS[row["kind"]]
    times = _build_row_times(row, rng)
    identifier = row.get("id") or thread.mint_identifier(at)
    more, own, kept = _build_row_particulars(row, thread, times, identifier)
    udata = build_thread_udata(thread, channel, at, who) | own
    return build_interaction_record(
        thread,
        medium,
        times,
        type=direction,
        sub_type=row.get("sub_type") or _choose_row_sub_type(row, direction),
        agent=who,
        answers=thread.identifier == SEED_THREAD_ID,
        interaction_id=identifier,
        attributes=more,
        contents=kept,
        udata=udata if who else {key: udata[key] for key in udata if key != "DispositionCode"},
        external_id=generate_hexadecimal(rng, 16) if channel in ("voice", "chat") else None,
    )


def _build_row_thread(
    row: SeedRow, rng: Random, mint: IdentifierFactory, who: SampleAgent | None, threads: dict[str, str]
) -> SampleThread:
    name = row.get("thread", "")
    at, shift = row["at"], row["shift"]
    identifier = threads.get(name) or mint(at - shift)
    if name:
        threads[name] = identifier
    someone = who or get_agent("1002")
    numbers = build_thread_facts(rng, SEED_CUSTOMER, someone, at) | {
        "parcel": SEED_SERVICE_ID if name == SEED_THREAD_NAME else "5127",
        "invoice": f"{at.year}-0731",
        "claim": "88-1204",
    }
    return SampleThread(
        SEED_CUSTOMER,
        get_contact_reason("en", row["matter"]),
        someone,
        rng,
        mint,
        numbers,
        0,
        row["subject"],
        identifier,
        shift,
        service_id=SEED_SERVICE_ID if name == SEED_THREAD_NAME else None,
        previous=SEED_INTERACTION_ID,
        status=row.get("status", STATUS_DONE),
    )


def _build_row_times(row: SeedRow, rng: Random) -> InteractionTimes:
    if not row.get("handle"):
        return InteractionTimes(row["at"], end=row["at"] + timedelta(seconds=row["wait"]))
    return build_handled_times(
        rng, row["at"], wait=row.get("wait", 0), handle=row["handle"], wrap=row.get("wrap", 0)
    )


def _choose_row_sub_type(row: SeedRow, direction: str) -> str:
    if row["kind"] == "sms_out":
        return "OutboundNotification"
    return "InboundCustomerReply" if row["subject"].startswith("Re: ") else f"{direction}New"


def _build_row_particulars(
    row: SeedRow, thread: SampleThread, times: InteractionTimes, identifier: str
) -> tuple[dict[str, Any], dict[str, Any], dict[str, StoredContent]]:
    """Attributes, attached data and contents that rows of one kind have and others have not."""
    kind, text = row["kind"], row.get("text", "").lstrip("\n")
    if kind.startswith("mail"):
        mail = _build_row_mail(row, thread, text)
        return build_mail_attributes(mail), build_mail_udata(mail), build_mail_contents(mail)
    if kind == "chat":
        return (
            {},
            {},
            {
                "structured_text": build_stored_content(
                    "text/xml", _build_row_transcript(thread, times, text, identifier), times.last
                )
            },
        )
    number = {
        "phone_number": SEED_CUSTOMER.number,
        "duration": row.get("handle", 0),
        "tconnection_id": generate_hexadecimal(thread.rng, 16),
    }
    if kind == "call":
        outcome = row.get("outcome") or ("Answered" if row.get("handle") else "Abandoned")
        return {**number, "outcome": outcome}, {}, {}
    kept = {"plain_text": build_stored_content(PLAIN_TEXT_MEDIA_TYPE, text, times.last)}
    if kind == "callback":
        return _build_callback_attributes(times), {}, kept
    return {}, {"sms_out": {"_smsText": text}, "tweet": {"_twitterMsgText": text}}.get(kind, {}), kept


def _build_callback_attributes(times: InteractionTimes) -> dict[str, Any]:
    return {
        "callback_status": 8,
        "callback_type": "Immediate",
        "desired_response_type": "Voice",
        "start_time": format_instant(times.start),
        "end_time": format_instant(times.start + timedelta(hours=2)),
        "customer_number": SEED_CUSTOMER.number,
        "attempts": 1,
        "dn": "8500",
        "location": "SIP_Switch",
        "callback_server_id": 182,
        "call_result": 0,
    }


def _build_row_mail(row: SeedRow, thread: SampleThread, text: str) -> SampleMail:
    ours, theirs = (COMPANY_NAME, MAILBOX_ADDRESS), (SEED_CUSTOMER.name, SEED_CUSTOMER.mail)
    sender, to = (ours, theirs) if row["kind"] == "mail_out" else (theirs, ours)
    html = render_letterhead(text, None, "en") if sender == ours else ""
    identifier = build_message_id(thread.rng, row["at"], sender[1].split("@")[1])
    return SampleMail(identifier, sender, (to,), row["subject"], row["at"], text, html)


def _build_row_transcript(thread: SampleThread, times: InteractionTimes, text: str, identifier: str) -> str:
    """The dialogue of the row, spread over the time that the row was handled."""
    pen = TranscriptWriter(identifier, times.start, thread.rng)
    established, released = (
        int(((moment or times.start) - times.start).total_seconds())
        for moment in (times.established, times.released)
    )
    parties = {"C": pen.join(SEED_CUSTOMER.first, "CLIENT", offset=120)}
    parties["A"] = pen.wait(established).join(thread.agent.first, "AGENT", person_id=thread.agent.employee)
    lines = text.strip().splitlines()
    for number, line in enumerate(lines, 1):
        pen.seconds = established + (released - established) * number // (len(lines) + 1)
        pen.say(parties[line[0]], line[2:])
    pen.seconds = released
    pen.leave(parties["C"])
    pen.leave(parties["A"])
    return pen.build_xml()
