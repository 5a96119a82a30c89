"""E-mails of every build: one customer's mail has them all. Their words stand in `texts/mails.toml`."""

import base64
import io
import re
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import cache
from typing import Any

from contactserver.loaders.stored_records import InteractionRecord
from samplecentre.interaction import MAIL_IN, MAIL_OUT, build_handled_times, build_interaction_record
from samplecentre.mail_builder import (
    SampleAttachment,
    SampleMail,
    build_mail_contents,
    build_message,
    set_boundaries,
)
from samplecentre.mail_records import build_mail_attributes, build_mail_udata
from samplecentre.outlook_mails import build_packed_mail
from samplecentre.pdf_writer import build_pdf
from samplecentre.people import COMPANY_NAME, MAILBOX_ADDRESS, TEXTS_FOLDER
from samplecentre.pictures import draw_damaged_box, draw_lamp, draw_parcel_label, draw_volume_chart
from samplecentre.recordings import build_recording
from samplecentre.sample_calendar import SampleCalendar
from samplecentre.scenarios import MAIL_CUSTOMER, build_scenario_thread, format_scenario_id
from samplecentre.thread import SentMail
from samplecentre.thread_udata import build_thread_udata

VERA_NAME_AND_ADDRESS, CARE_NAME_AND_ADDRESS = (
    (MAIL_CUSTOMER.name, MAIL_CUSTOMER.mail),
    (COMPANY_NAME, MAILBOX_ADDRESS),
)
CALENDAR_DATE_PATTERN = re.compile(rb"\b20\d{6}(?=T\d{6})")
FINDER_NAME_AND_ADDRESS = ("Joan Marlow", "joan.marlow@example.net")


def iter_special_mails(calendar: SampleCalendar) -> Iterator[InteractionRecord]:
    first = 0
    thread: tuple[SampleMail, ...] = ()
    for number, words in enumerate(_load_mail_texts()["mails"], 1):
        mail = _build_special_mail(number, words, calendar)
        if words["name"] == "thread":
            first = first or number
            mail = _quote_earlier_mail(mail, thread)
            thread += (mail,)
        message = _build_forwarded_message(mail) if words["name"] == "forward" else None
        yield _build_special_mail_record(
            number, mail, message, first if words["name"] == "thread" else number, calendar
        )


@cache
def _load_mail_texts() -> dict[str, Any]:
    with (TEXTS_FOLDER / "mails.toml").open("rb") as file:
        return tomllib.load(file)


def _build_mail_moment(number: int, calendar: SampleCalendar) -> datetime:
    return calendar.move(datetime(2026, 10, 1 + number, 8 + number % 9, 13 * number % 60, 40, tzinfo=UTC))


def _build_special_mail(number: int, words: dict[str, Any], calendar: SampleCalendar) -> SampleMail:
    moment = _build_mail_moment(number, calendar)
    sender, to = (
        (CARE_NAME_AND_ADDRESS, VERA_NAME_AND_ADDRESS)
        if words.get("by_us")
        else (VERA_NAME_AND_ADDRESS, CARE_NAME_AND_ADDRESS)
    )
    return SampleMail(
        message_id=f"<show-{number}@{sender[1].split('@')[1]}>",
        sender=sender,
        to=(to,),
        cc=(("Lindholm accounts", "accounts@lindholm.example"),) if words["name"] == "report" else (),
        subject=words["subject"],
        moment=moment,
        text=words["text"],
        html=words.get("html", ""),
        charset=words.get("charset", "utf-8"),
        attachments=_build_attachments(words, moment, calendar),
    )


def _build_attachments(
    words: dict[str, Any], at: datetime, calendar: SampleCalendar
) -> tuple[SampleAttachment, ...]:
    name = words.get("attached", words["name"])
    if name == "report":
        chart = draw_volume_chart("YOUR PARCELS", (31, 28, 64, 22, 25, 30))
        report = _build_one_page_pdf("Report, third quarter", "Parcels sent: 200 (plus 12 %)")
        return (
            SampleAttachment("volumes.png", "image/png", chart, cid="chart@tern.example"),
            SampleAttachment("report-q3.pdf", "application/pdf", report),
        )
    if name == "papers":
        return _build_paper_attachments(at)
    if name == "invitation":
        return (
            SampleAttachment("invite.ics", "text/calendar", _build_calendar_text("calendar", calendar)),
            SampleAttachment("Vera Lindholm.vcf", "text/vcard", _build_vcard()),
        )
    if name == "series":
        return (SampleAttachment("pick-up.ics", "text/calendar", _build_calendar_text("series", calendar)),)
    if name == "outlook":
        claim = _build_one_page_pdf("Claim 71-2290, signed", "Six table lamps, two of them broken")
        data = build_packed_mail(
            words["subject"],
            words["text"],
            sender=VERA_NAME_AND_ADDRESS,
            to=CARE_NAME_AND_ADDRESS,
            at=at,
            claim=claim,
        )
        return (SampleAttachment("winmail.dat", "application/ms-tnef", data),)
    return ()


def _build_paper_attachments(at: datetime) -> tuple[SampleAttachment, ...]:
    """One of each kind, and the documents once more in an archive."""
    invoice = _build_one_page_pdf("Invoice 2026-0412", "Six table lamps, EUR 214.00")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as file:
        files = (
            ("invoice.pdf", invoice),
            ("list/lamps.csv", _get_attached_text("table")),
            ("notes.txt", _get_attached_text("notes")),
        )
        for name, data in files:
            file.writestr(zipfile.ZipInfo(name, at.timetuple()[:6]), data)
    return (
        SampleAttachment("invoice-2026-0412.pdf", "application/pdf", invoice),
        SampleAttachment("Schaden – Foto.png", "image/png", draw_damaged_box()),
        SampleAttachment("lamps.csv", "text/csv", _get_attached_text("table")),
        SampleAttachment("notes.txt", "text/plain", _get_attached_text("notes")),
        SampleAttachment("claim-71-2290.zip", "application/zip", archive.getvalue()),
        SampleAttachment("voice-message.wav", "audio/wav", build_recording("voice message", seconds=9)),
    )


def _build_one_page_pdf(title: str, line: str) -> bytes:
    return build_pdf([(56, 780, 20, title), (56, 744, 12, line)], [764], title)


def _get_attached_text(name: str) -> bytes:
    """An attached text, with the line ends of the internet."""
    text: str = _load_mail_texts()["attached"][name]
    return text.replace("\n", "\r\n").encode()


def _build_calendar_text(name: str, calendar: SampleCalendar) -> bytes:
    """An attached invitation, its dates moved as the mails are."""

    def move_date(match: re.Match[bytes]) -> bytes:
        planned = datetime.strptime(match.group().decode(), "%Y%m%d").replace(tzinfo=UTC)
        return f"{calendar.move(planned):%Y%m%d}".encode()

    return CALENDAR_DATE_PATTERN.sub(move_date, _get_attached_text(name))


def _build_vcard() -> bytes:
    """A vCard with a picture in it, folded as calendars and contacts are (RFC 6350 §3.2)."""
    picture = base64.b64encode(draw_lamp())
    lines = [picture[at : at + 74] for at in range(0, len(picture), 74)]
    return _get_attached_text("contact").replace(b"{photo}", b"\r\n " + b"\r\n ".join(lines))


def _build_forwarded_message(mail: SampleMail) -> EmailMessage:
    """The mail around another one, which has an attachment of its own."""
    label = draw_parcel_label("5512", ("TO", "V LINDHOLM", "2 FOUNDRY COURT", "SHEFFIELD"))
    inner = SampleMail(
        message_id="<found-5512@example.net>",
        sender=FINDER_NAME_AND_ADDRESS,
        to=(VERA_NAME_AND_ADDRESS,),
        subject="Wrong label on my parcel",
        moment=mail.moment - timedelta(hours=5),
        text=_load_mail_texts()["attached"]["forwarded"],
        attachments=(SampleAttachment("label.png", "image/png", label),),
    )
    message = build_message(mail)
    message.make_mixed()
    message.add_attachment(build_message(inner))
    set_boundaries(message, mail.message_id)
    return message


def _quote_earlier_mail(mail: SampleMail, thread: tuple[SampleMail, ...]) -> SampleMail:
    """The next letter of a thread: it refers to all before it and quotes the one before it."""
    if not thread:
        return mail
    before = thread[-1]
    quote = SentMail(before.message_id, before.sender[0], before.moment, before.text).build_quotation()
    references = tuple(earlier.message_id for earlier in thread)
    return replace(mail, text=f"{mail.text}\n{quote}", references=references)


def _build_special_mail_record(
    number: int, mail: SampleMail, message: EmailMessage | None, first: int, calendar: SampleCalendar
) -> InteractionRecord:
    """The record of a mail; `first` is the number of the first in its thread, which may be itself."""
    by_us, replied = mail.sender == CARE_NAME_AND_ADDRESS, bool(mail.references)
    thread = build_scenario_thread(
        MAIL_CUSTOMER,
        first,
        mail.subject,
        _build_mail_moment(first, calendar),
        calendar.shift,
        about="claim",
        by="1007",
    )
    thread.previous = format_scenario_id("MAIL", number - 1)
    direction = "Outbound" if by_us else "Inbound"
    refinement = ("Reply" if by_us else "CustomerReply") if replied else "New"
    return build_interaction_record(
        thread,
        MAIL_OUT if by_us else MAIL_IN,
        build_handled_times(thread.rng, mail.moment, wait=0 if by_us else 1500, handle=420, wrap=0),
        type=direction,
        sub_type=direction + refinement,
        agent=thread.agent,
        answers=replied,
        interaction_id=format_scenario_id("MAIL", number),
        attributes=build_mail_attributes(mail),
        udata=build_thread_udata(thread, "email", mail.moment, thread.agent) | build_mail_udata(mail),
        contents=build_mail_contents(mail, message),
    )
