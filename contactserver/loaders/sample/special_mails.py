"""E-mails of every build: one customer's mail has them all. Their words stand in `texts/mails.toml`."""

import base64
import io
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import cache
from typing import Any

from contactserver.loaders.records import Record
from contactserver.loaders.sample.cast import COMPANY, MAILBOX, TEXTS
from contactserver.loaders.sample.interaction import MAIL_IN, MAIL_OUT, handled, record
from contactserver.loaders.sample.letters import mail_attributes, mail_udata
from contactserver.loaders.sample.mails import Attachment, Mail, bound, build, contents
from contactserver.loaders.sample.outlook_letters import packed
from contactserver.loaders.sample.paper import pdf
from contactserver.loaders.sample.pictures import damaged_box, lamp, parcel_label, volume_chart
from contactserver.loaders.sample.sound import recording
from contactserver.loaders.sample.stage import MAILS, named, stage
from contactserver.loaders.sample.thread import Sent
from contactserver.loaders.sample.udata import attached

VERA, CARE = (MAILS.name, MAILS.mail), (COMPANY, MAILBOX)
FINDER = ("Joan Marlow", "joan.marlow@example.net")


def special_mails() -> Iterator[Record]:
    first = 0
    thread: tuple[Mail, ...] = ()
    for number, words in enumerate(_words()["mails"], 1):
        mail = _mail(number, words)
        if words["name"] == "thread":
            first = first or number
            mail = _answer(mail, thread)
            thread += (mail,)
        message = _forwarded(mail) if words["name"] == "forward" else None
        yield _record(number, mail, message, first if words["name"] == "thread" else number)


@cache
def _words() -> dict[str, Any]:
    with (TEXTS / "mails.toml").open("rb") as file:
        return tomllib.load(file)


def _when(number: int) -> datetime:
    return datetime(2026, 10, 1 + number, 8 + number % 9, 13 * number % 60, 40, tzinfo=UTC)


def _mail(number: int, words: dict[str, Any]) -> Mail:
    sender, to = (CARE, VERA) if words.get("by_us") else (VERA, CARE)
    return Mail(
        message_id=f"<show-{number}@{sender[1].split('@')[1]}>",
        sender=sender,
        to=(to,),
        cc=(("Lindholm accounts", "accounts@lindholm.example"),) if words["name"] == "report" else (),
        subject=words["subject"],
        moment=_when(number),
        text=words["text"],
        html=words.get("html", ""),
        charset=words.get("charset", "utf-8"),
        attachments=_attachments(words, _when(number)),
    )


def _attachments(words: dict[str, Any], at: datetime) -> tuple[Attachment, ...]:
    name = words.get("attached", words["name"])
    if name == "report":
        chart = volume_chart("YOUR PARCELS", (31, 28, 64, 22, 25, 30))
        report = _page("Report, third quarter", "Parcels sent: 200 (plus 12 %)")
        return (
            Attachment("volumes.png", "image/png", chart, cid="chart@tern.example"),
            Attachment("report-q3.pdf", "application/pdf", report),
        )
    if name == "papers":
        return _papers()
    if name == "invitation":
        return (
            Attachment("invite.ics", "text/calendar", _lines("calendar")),
            Attachment("Vera Lindholm.vcf", "text/vcard", _contact()),
        )
    if name == "series":
        return (Attachment("pick-up.ics", "text/calendar", _lines("series")),)
    if name == "outlook":
        claim = _page("Claim 71-2290, signed", "Six table lamps, two of them broken")
        data = packed(words["subject"], words["text"], sender=VERA, to=CARE, at=at, claim=claim)
        return (Attachment("winmail.dat", "application/ms-tnef", data),)
    return ()


def _papers() -> tuple[Attachment, ...]:
    """One of each kind, and the documents once more in an archive."""
    invoice = _page("Invoice 2026-0412", "Six table lamps, EUR 214.00")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as file:
        files = (
            ("invoice.pdf", invoice),
            ("list/lamps.csv", _lines("table")),
            ("notes.txt", _lines("notes")),
        )
        for name, data in files:
            file.writestr(zipfile.ZipInfo(name, (2026, 10, 3, 9, 0, 0)), data)
    return (
        Attachment("invoice-2026-0412.pdf", "application/pdf", invoice),
        Attachment("Schaden – Foto.png", "image/png", damaged_box()),
        Attachment("lamps.csv", "text/csv", _lines("table")),
        Attachment("notes.txt", "text/plain", _lines("notes")),
        Attachment("claim-71-2290.zip", "application/zip", archive.getvalue()),
        Attachment("voice-message.wav", "audio/wav", recording("voice message", seconds=9)),
    )


def _page(title: str, line: str) -> bytes:
    return pdf([(56, 780, 20, title), (56, 744, 12, line)], [764], title)


def _lines(name: str) -> bytes:
    """An attached text, with the line ends of the internet."""
    text: str = _words()["attached"][name]
    return text.replace("\n", "\r\n").encode()


def _contact() -> bytes:
    """A vCard with a picture in it, folded as calendars and contacts are (RFC 6350 §3.2)."""
    picture = base64.b64encode(lamp())
    lines = [picture[at : at + 74] for at in range(0, len(picture), 74)]
    return _lines("contact").replace(b"{photo}", b"\r\n " + b"\r\n ".join(lines))


def _forwarded(mail: Mail) -> EmailMessage:
    """The mail around another one, which has an attachment of its own."""
    label = parcel_label("5512", ("TO", "V LINDHOLM", "2 FOUNDRY COURT", "SHEFFIELD"))
    inner = Mail(
        message_id="<found-5512@example.net>",
        sender=FINDER,
        to=(VERA,),
        subject="Wrong label on my parcel",
        moment=mail.moment - timedelta(hours=5),
        text=_words()["attached"]["forwarded"],
        attachments=(Attachment("label.png", "image/png", label),),
    )
    message = build(mail)
    message.make_mixed()
    message.add_attachment(build(inner))
    bound(message, mail.message_id)
    return message


def _answer(mail: Mail, thread: tuple[Mail, ...]) -> Mail:
    """The next letter of a thread: it refers to all before it and quotes the one before it."""
    if not thread:
        return mail
    before = thread[-1]
    quote = Sent(before.message_id, before.sender[0], before.moment, before.text).quoted()
    references = tuple(earlier.message_id for earlier in thread)
    return replace(mail, text=f"{mail.text}\n{quote}", references=references)


def _record(number: int, mail: Mail, message: EmailMessage | None, first: int) -> Record:
    """The record of a mail; `first` is the number of the first in its thread, which may be itself."""
    by_us, replied = mail.sender == CARE, bool(mail.references)
    thread = stage(MAILS, first, mail.subject, _when(first), about="claim", by="1007")
    thread.previous = named("MAIL", number - 1)
    direction = "Outbound" if by_us else "Inbound"
    refinement = ("Reply" if by_us else "CustomerReply") if replied else "New"
    return record(
        thread,
        MAIL_OUT if by_us else MAIL_IN,
        handled(thread.rng, mail.moment, wait=0 if by_us else 1500, handle=420, wrap=0),
        type=direction,
        sub_type=direction + refinement,
        agent=thread.agent,
        answers=replied,
        interaction_id=named("MAIL", number),
        attributes=mail_attributes(mail),
        udata=attached(thread, "email", mail.moment, thread.agent) | mail_udata(mail),
        contents=contents(mail, message),
    )
