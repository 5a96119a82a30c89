"""Mail of the ordinary threads: a customer writes, the company answers or sends a notice, and so on."""

from datetime import datetime
from typing import Any

from contactserver.loaders.records import Record
from contactserver.loaders.sample.cast import COMPANY, MAILBOX, Agent
from contactserver.loaders.sample.interaction import MAIL_IN, MAIL_OUT, Medium, handled, record
from contactserver.loaders.sample.mails import Attachment, Mail, contents, message_id
from contactserver.loaders.sample.paper import invoice_pdf
from contactserver.loaders.sample.pictures import damaged_box
from contactserver.loaders.sample.rhythm import instant, later
from contactserver.loaders.sample.stationery import customers_html, letterhead
from contactserver.loaders.sample.thread import Sent, Thread
from contactserver.loaders.sample.udata import attached

PROGRAMS = ("Postbird 4.2", "Quill Mail 11", "Apple-like Mail (2.3826)", "Webmail 1.6.9")


def mail_in(thread: Thread, at: datetime) -> Record:
    return _received(thread, at, "letters")


def mail_thanks(thread: Thread, at: datetime) -> Record:
    return _received(thread, at, "thanks")


def mail_photo(thread: Thread, at: datetime) -> Record:
    """With a photograph of the damage."""
    return _received(thread, at, "letters", (Attachment("box.png", "image/png", damaged_box()),))


def mail_out(thread: Thread, at: datetime) -> Record:
    return _sent(thread, at, "replies")


def mail_offer(thread: Thread, at: datetime) -> Record:
    return _sent(thread, at, "notices", agent=thread.agent)


def mail_invoice(thread: Thread, at: datetime) -> Record:
    """An invoice that the system sends by itself, as a PDF."""
    name = f"invoice-{thread.facts['invoice']}.pdf"
    invoice = Attachment(name, "application/pdf", invoice_pdf(thread, at))
    return _sent(thread, at, "notices", (invoice,), automatic=True)


def _received(thread: Thread, at: datetime, kind: str, attachments: tuple[Attachment, ...] = ()) -> Record:
    rng, customer = thread.rng, thread.customer
    program = rng.choice(PROGRAMS)
    mail = _mail(
        thread,
        at,
        thread.say(kind),
        (customer.name, customer.mail),
        (COMPANY, MAILBOX),
        attachments=attachments,
        rich=rng.random() < 0.5,
        program=program,
    )
    wait = int((later(rng, at, rng.choice(("25m", "50m", "2h"))) - at).total_seconds())
    times = handled(rng, at, wait=wait, handle=rng.randrange(60, 900), wrap=0)
    replied = bool(mail.references)
    return _record(
        thread,
        MAIL_IN,
        mail,
        times,
        type="Inbound",
        sub_type="InboundCustomerReply" if replied else "InboundNew",
        agent=thread.agent,
    )


def _sent(
    thread: Thread,
    at: datetime,
    kind: str,
    attachments: tuple[Attachment, ...] = (),
    *,
    automatic: bool = False,
    agent: Agent | None = None,
) -> Record:
    rng, customer = thread.rng, thread.customer
    writer = None if automatic else agent or thread.agent
    sender = (f"{writer.first} {writer.last} ({COMPANY})" if writer else COMPANY, MAILBOX)
    mail = _mail(
        thread,
        at,
        thread.say(kind),
        sender,
        (customer.name, customer.mail),
        attachments=attachments,
        rich=True,
        program="Tern Desk 8.5",
    )
    times = handled(
        rng, at, wait=0, handle=rng.randrange(1, 5) if automatic else rng.randrange(120, 1500), wrap=0
    )
    sub_type = "OutboundNotification" if automatic else "OutboundReply" if mail.references else "OutboundNew"
    return _record(thread, MAIL_OUT, mail, times, type="Outbound", sub_type=sub_type, agent=writer)


def _mail(
    thread: Thread,
    at: datetime,
    text: str,
    sender: tuple[str, str],
    to: tuple[str, str],
    *,
    attachments: tuple[Attachment, ...],
    rich: bool,
    program: str,
) -> Mail:
    """The next mail of the thread: an answer quotes what it answers and refers to all before it."""
    before = thread.mails[-1] if thread.mails else None
    quoted = text + ("\n" + before.quoted() if before else "")
    html = ""
    if rich:
        html = (letterhead if sender[1] == MAILBOX else customers_html)(
            text, before, thread.customer.language
        )
    mail = Mail(
        message_id=message_id(thread.rng, at, sender[1].split("@")[1]),
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
    thread.mails.append(Sent(mail.message_id, sender[0], at, text, thread.customer.language))
    return mail


def mail_attributes(mail: Mail) -> dict[str, Any]:
    """From, To, Cc and the date of sending, as attributes of the record (docs/ucs-protocol.md §2.2)."""
    people = {"to": mail.to} | ({"cc": mail.cc} if mail.cc else {})
    return {
        "from": {"address": mail.sender[1], "personal": mail.sender[0]},
        "reply_to": {"address": mail.sender[1]},
        **{
            key: [{"address": address, "personal": name} for name, address in who]
            for key, who in people.items()
        },
        "sent_date": instant(mail.moment),
    }


def mail_udata(mail: Mail) -> dict[str, Any]:
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


def _record(thread: Thread, medium: Medium, mail: Mail, times: Any, **facts: Any) -> Record:
    return record(
        thread,
        medium,
        times,
        subject=mail.subject,
        answers=bool(mail.references),
        attributes=mail_attributes(mail),
        udata=attached(thread, "email", mail.moment, facts["agent"]) | mail_udata(mail),
        contents=contents(mail),
        **facts,
    )
