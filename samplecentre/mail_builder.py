"""E-mails: what is written in a thread, as a raw message with its text and HTML parts and its attachments.

Built with the standard library; boundaries, dates and Message-IDs are ours, so that the bytes never differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP
from email.utils import format_datetime
from random import Random

from contactserver.loaders.stored_records import StoredContent
from samplecentre.interaction import build_stored_content
from samplecentre.seeded_random import build_random

# Only ASCII leaves us, long lines are folded by the one rule of this policy.
MAIL_POLICY = SMTP.clone(cte_type="7bit")


@dataclass(frozen=True)
class SampleAttachment:
    """`cid` makes it an inline picture of the HTML body, by that Content-ID."""

    name: str
    media_type: str
    data: bytes
    cid: str = ""


@dataclass(frozen=True)
class SampleMail:
    """A message to be. `moment` is when it was sent (aware); `charset` that of its text part."""

    message_id: str
    sender: tuple[str, str]  # name, address
    to: tuple[tuple[str, str], ...]
    subject: str
    moment: datetime
    text: str
    html: str = ""
    cc: tuple[tuple[str, str], ...] = ()
    references: tuple[str, ...] = ()
    attachments: tuple[SampleAttachment, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    charset: str = "utf-8"


def build_message_id(rng: Random, moment: datetime, domain: str) -> str:
    return f"<{moment:%Y%m%d%H%M%S}.{rng.getrandbits(40):010X}@{domain}>"


def build_message(mail: SampleMail) -> EmailMessage:
    """The message: text, then HTML as its alternative, pictures related to it, then what is attached."""
    message = EmailMessage(policy=MAIL_POLICY)
    _write_headers(message, mail)
    message.set_content(mail.text, charset=mail.charset, cte=_choose_transfer_encoding(mail))
    if mail.html:
        message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    for attachment in mail.attachments:
        _add_attachment(message, attachment)
    set_boundaries(message, mail.message_id)
    return message


def build_mail_contents(mail: SampleMail, message: EmailMessage | None = None) -> dict[str, StoredContent]:
    """A mail's three contents: text, HTML when there is one, and the whole message as it came."""
    parts = {
        "plain_text": build_stored_content("text/plain; charset=utf-8", mail.text, mail.moment),
        "binary_content": build_stored_content(
            "message/rfc822", (message or build_message(mail)).as_bytes(), mail.moment
        ),
    }
    if mail.html:
        parts["structured_text"] = build_stored_content("text/html; charset=utf-8", mail.html, mail.moment)
    return parts


def set_boundaries(message: EmailMessage, seed: str) -> None:
    """Gives every multipart a boundary of its own that is always the same."""
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        if part.get_content_maintype() == "multipart":
            part.set_boundary(f"----=_Part_{number}_{build_random(seed).getrandbits(64):016X}")


def _write_headers(message: EmailMessage, mail: SampleMail) -> None:
    arrived = mail.moment + timedelta(seconds=3)
    relay = (
        f"from mx.{mail.sender[1].split('@')[1]} by mail.tern.example with ESMTPS; {format_datetime(arrived)}"
    )
    message["Received"] = relay
    message["Message-ID"] = mail.message_id
    message["Date"] = format_datetime(mail.moment)
    message["From"] = _build_addresses((mail.sender,))
    message["To"] = _build_addresses(mail.to)
    if mail.cc:
        message["Cc"] = _build_addresses(mail.cc)
    message["Subject"] = mail.subject
    if mail.references:
        message["In-Reply-To"] = mail.references[-1]
        message["References"] = " ".join(mail.references)
    for name, value in mail.headers.items():
        message[name] = value


def _build_addresses(people: tuple[tuple[str, str], ...]) -> tuple[Address, ...]:
    return tuple(Address(name, addr_spec=address) for name, address in people)


def _choose_transfer_encoding(mail: SampleMail) -> str:
    if mail.charset == "iso-2022-jp":
        return "7bit"
    if mail.text.isascii() and max(map(len, mail.text.splitlines() or [""])) < 900:
        return "7bit"
    return (
        "base64"
        if mail.charset in ("shift_jis", "utf-8") and not _is_mostly_latin(mail.text)
        else "quoted-printable"
    )


def _is_mostly_latin(text: str) -> bool:
    return sum(ord(character) < 0x250 for character in text) * 2 > len(text)


def _add_attachment(message: EmailMessage, attachment: SampleAttachment) -> None:
    maintype, subtype = attachment.media_type.split("/")
    if attachment.cid:
        html = next(part for part in message.walk() if part.get_content_type() == "text/html")
        assert isinstance(html, MIMEPart)  # noqa: S101  # for the type checker: walk() promises less
        html.add_related(
            attachment.data,
            maintype,
            subtype,
            cid=f"<{attachment.cid}>",
            filename=attachment.name,
            disposition="inline",
        )
    else:
        message.add_attachment(attachment.data, maintype, subtype, filename=attachment.name)
