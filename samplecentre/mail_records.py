"""Mail of the ordinary threads: a customer writes, the company answers or sends a notice, and so on."""

from datetime import datetime
from typing import Any

from contactserver.loaders.stored_records import InteractionRecord
from samplecentre.contact_times import add_lag, format_instant
from samplecentre.interaction import (
    MAIL_IN,
    MAIL_OUT,
    SampleMediaType,
    build_handled_times,
    build_interaction_record,
)
from samplecentre.mail_bodies import render_customer_mail, render_letterhead
from samplecentre.mail_builder import SampleAttachment, SampleMail, build_mail_contents, build_message_id
from samplecentre.pdf_writer import build_invoice_pdf
from samplecentre.people import COMPANY_NAME, MAILBOX_ADDRESS, SampleAgent
from samplecentre.pictures import draw_damaged_box
from samplecentre.thread import SampleThread, SentMail
from samplecentre.thread_udata import build_thread_udata

MAIL_PROGRAMS = ("Postbird 4.2", "Quill Mail 11", "Apple-like Mail (2.3826)", "Webmail 1.6.9")


def build_incoming_mail(thread: SampleThread, at: datetime) -> InteractionRecord:
    return _build_received_mail(thread, at, "letters")


def build_thank_you_mail(thread: SampleThread, at: datetime) -> InteractionRecord:
    return _build_received_mail(thread, at, "thanks")


def build_photo_mail(thread: SampleThread, at: datetime) -> InteractionRecord:
    """With a photograph of the damage."""
    return _build_received_mail(
        thread, at, "letters", (SampleAttachment("box.png", "image/png", draw_damaged_box()),)
    )


def build_reply_mail(thread: SampleThread, at: datetime) -> InteractionRecord:
    return _build_sent_mail(thread, at, "replies")


def build_offer_mail(thread: SampleThread, at: datetime) -> InteractionRecord:
    return _build_sent_mail(thread, at, "notices", agent=thread.agent)


def build_invoice_mail(thread: SampleThread, at: datetime) -> InteractionRecord:
    """An invoice that the system sends by itself, as a PDF."""
    name = f"invoice-{thread.facts['invoice']}.pdf"
    invoice = SampleAttachment(name, "application/pdf", build_invoice_pdf(thread, at))
    return _build_sent_mail(thread, at, "notices", (invoice,), automatic=True)


def _build_received_mail(
    thread: SampleThread, at: datetime, kind: str, attachments: tuple[SampleAttachment, ...] = ()
) -> InteractionRecord:
    rng, customer = thread.rng, thread.customer
    program = rng.choice(MAIL_PROGRAMS)
    mail = _compose_mail(
        thread,
        at,
        thread.say(kind),
        (customer.name, customer.mail),
        (COMPANY_NAME, MAILBOX_ADDRESS),
        attachments=attachments,
        rich=rng.random() < 0.5,
        program=program,
    )
    wait = int((add_lag(rng, at, rng.choice(("25m", "50m", "2h"))) - at).total_seconds())
    times = build_handled_times(rng, at, wait=wait, handle=rng.randrange(60, 900), wrap=0)
    replied = bool(mail.references)
    return _build_thread_mail_record(
        thread,
        MAIL_IN,
        mail,
        times,
        type="Inbound",
        sub_type="InboundCustomerReply" if replied else "InboundNew",
        agent=thread.agent,
    )


def _build_sent_mail(
    thread: SampleThread,
    at: datetime,
    kind: str,
    attachments: tuple[SampleAttachment, ...] = (),
    *,
    automatic: bool = False,
    agent: SampleAgent | None = None,
) -> InteractionRecord:
    rng, customer = thread.rng, thread.customer
    writer = None if automatic else agent or thread.agent
    sender = (f"{writer.first} {writer.last} ({COMPANY_NAME})" if writer else COMPANY_NAME, MAILBOX_ADDRESS)
    mail = _compose_mail(
        thread,
        at,
        thread.say(kind),
        sender,
        (customer.name, customer.mail),
        attachments=attachments,
        rich=True,
        program="Tern Desk 8.5",
    )
    times = build_handled_times(
        rng, at, wait=0, handle=rng.randrange(1, 5) if automatic else rng.randrange(120, 1500), wrap=0
    )
    sub_type = "OutboundNotification" if automatic else "OutboundReply" if mail.references else "OutboundNew"
    return _build_thread_mail_record(
        thread, MAIL_OUT, mail, times, type="Outbound", sub_type=sub_type, agent=writer
    )


def _compose_mail(
    thread: SampleThread,
    at: datetime,
    text: str,
    sender: tuple[str, str],
    to: tuple[str, str],
    *,
    attachments: tuple[SampleAttachment, ...],
    rich: bool,
    program: str,
) -> SampleMail:
    """The next mail of the thread: an answer quotes what it answers and refers to all before it."""
    before = thread.mails[-1] if thread.mails else None
    quoted = text + ("\n" + before.build_quotation() if before else "")
    html = ""
    if rich:
        html = (render_letterhead if sender[1] == MAILBOX_ADDRESS else render_customer_mail)(
            text, before, thread.customer.language
        )
    mail = SampleMail(
        message_id=build_message_id(thread.rng, at, sender[1].split("@")[1]),
        sender=sender,
        to=(to,),
        subject=("Re: " if before else "") + thread.subject,
        moment=at,
        text=quoted,
        html=html,
        references=tuple(sent.message_id for sent in thread.mails),
        attachments=attachments,
        headers={"X-Mailer": program},
    )
    thread.mails.append(SentMail(mail.message_id, sender[0], at, text, thread.customer.language))
    return mail


def build_mail_attributes(mail: SampleMail) -> dict[str, Any]:
    """From, To, Cc and the date of sending, as attributes of the record (docs/ucs-protocol.md §2.2)."""
    people = {"to": mail.to} | ({"cc": mail.cc} if mail.cc else {})
    return {
        "from": {"address": mail.sender[1], "personal": mail.sender[0]},
        "reply_to": {"address": mail.sender[1]},
        **{
            key: [{"address": address, "personal": name} for name, address in who]
            for key, who in people.items()
        },
        "sent_date": format_instant(mail.moment),
    }


def build_mail_udata(mail: SampleMail) -> dict[str, Any]:
    """What E-mail Server attaches: addresses, a key a header, and what is attached
    (docs/ucs-protocol.md §4.2)."""
    names = ";".join(attachment.name for attachment in mail.attachments)
    headers = {
        "Date": f"{mail.moment:%a, %d %b %Y %H:%M:%S} +0000",
        "Message-ID": mail.message_id,
        "MIME-Version": "1.0",
        "Content-Type": "multipart/mixed"
        if names
        else "multipart/alternative"
        if mail.html
        else "text/plain",
        "References": " ".join(mail.references),
        **mail.headers,
    }
    return {
        "FromAddress": mail.sender[1],
        "FromPersonal": mail.sender[0],
        "To": mail.to[0][1],
        "Mailbox": "care",
        "Origination_Source": "Email",
        **{f"Header_{name}": value for name, value in headers.items() if value},
        "_ContainsAttachment": "true" if names else "false",
        "_AttachmentFileNames": names,
        "_AttachmentsSize": str(sum(len(attachment.data) for attachment in mail.attachments)),
        "_AutoReplyCount": 0,
    }


def _build_thread_mail_record(
    thread: SampleThread, medium: SampleMediaType, mail: SampleMail, times: Any, **facts: Any
) -> InteractionRecord:
    return build_interaction_record(
        thread,
        medium,
        times,
        subject=mail.subject,
        answers=bool(mail.references),
        attributes=build_mail_attributes(mail),
        udata=build_thread_udata(thread, "email", mail.moment, facts["agent"]) | build_mail_udata(mail),
        contents=build_mail_contents(mail),
        **facts,
    )
