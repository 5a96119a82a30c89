"""A mail as a UCS keeps it: the attributes of docs/ucs-protocol.md §2.1 and §2.2, the udata keys of
docs/ucs-protocol.md §4.2, and its text, its HTML and the raw message as the three contents
(docs/ucs-protocol.md §3.1)."""

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_tz
from typing import Any

from contactserver.loaders.addresses import MailAddress, parse_addresses
from contactserver.loaders.headers import MailHeaders, parse_utc_date
from contactserver.loaders.message import ParsedMail, parse_mail
from contactserver.loaders.store import InteractionRecord, StoredContent

BASE36_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
IDENTIFIER_PREFIX = "0M"  # how all IDs given here begin; a UCS's own begin otherwise
STATUS_DONE = 3
ENTITY_EMAIL_IN, ENTITY_EMAIL_OUT = 0, 1
HTML_MEDIA_TYPE = "text/html; charset=utf-8"
RECIPIENT_HEADERS = ("To", "Cc", "Bcc")
DELIVERY_HEADERS = ("Delivered-To", "X-Original-To", "Envelope-To")


@dataclass(frozen=True)
class ThreadPosition:
    """Where a mail stands among the others: the thread's ID, the parent's, whether it answers a mail."""

    thread_id: str
    parent_id: str | None
    is_reply: bool


def derive_identifier(kind: str, data: bytes) -> str:
    """Sixteen letters and digits in the form of a Genesys ID (docs/ucs-protocol.md §2.5), always the same for
    the same data."""
    number = int.from_bytes(hashlib.sha256(kind.encode() + b"\0" + data).digest())
    digits = ""
    for _ in range(13):
        number, digit = divmod(number, len(BASE36_DIGITS))
        digits += BASE36_DIGITS[digit]
    return f"{IDENTIFIER_PREFIX}{digits[:3]}a{digits[3:]}"


def build_mail_record(
    interaction_id: str, raw: bytes, position: ThreadPosition, own_addresses: Collection[str], source: str
) -> InteractionRecord:
    """The record of a mail. `own_addresses` are our addresses in lower case: mail from them is outbound.
    `source` is for the report."""
    mail = parse_mail(raw)
    sender, outbound = _find_sender(mail.headers, own_addresses)
    recipients = [address for name in RECIPIENT_HEADERS for address in parse_addresses(mail.headers, name)]
    correspondent = _find_correspondent(recipients, own_addresses) if outbound else sender
    document = {
        "interaction_id": interaction_id,
        "customer_id": derive_identifier("customer", correspondent.lower().encode())
        if correspondent
        else None,
        "status": STATUS_DONE,
        "entity_type": ENTITY_EMAIL_OUT if outbound else ENTITY_EMAIL_IN,
        "type": "Outbound" if outbound else "Inbound",
        "sub_type": _choose_sub_type(mail, outbound, position.is_reply),
        "media_type": "email",
        "parent_id": position.parent_id,
        "thread_id": position.thread_id,
        "subject": mail.headers.get_text("Subject"),
        "allow_children": True,
        "structured_text_mime": HTML_MEDIA_TYPE if mail.html is not None else None,
        **_build_dates(mail.headers),
        **_build_people(mail.headers),
        "udata": _build_email_server_udata(
            mail, recipients, _find_mailbox(mail.headers, sender, recipients, own_addresses, outbound)
        ),
    }
    return InteractionRecord(
        document={key: value for key, value in document.items() if value is not None},
        contents=_build_stored_contents(mail, raw, _find_start_time(mail.headers)),
        source=source,
    )


def _find_sender(headers: MailHeaders, own_addresses: Collection[str]) -> tuple[str, bool]:
    """The address that wrote, and whether it is one of ours."""
    written_by = [
        address.address for name in ("From", "Sender") for address in parse_addresses(headers, name)
    ]
    for address in written_by:
        if address.lower() in own_addresses:
            return address, True
    others = [
        address.address for name in ("Reply-To", "Return-Path") for address in parse_addresses(headers, name)
    ]
    candidates = [address for address in written_by + others if address]
    return next((address for address in candidates if "@" in address), next(iter(candidates), "")), False


def _find_correspondent(recipients: list[MailAddress], own_addresses: Collection[str]) -> str:
    addresses = [address.address for address in recipients if address.address]
    return next(
        (address for address in addresses if address.lower() not in own_addresses),
        addresses[0] if addresses else "",
    )


def _find_mailbox(
    headers: MailHeaders,
    sender: str,
    recipients: list[MailAddress],
    own_addresses: Collection[str],
    outbound: bool,
) -> str:
    """Our address that the mail went through."""
    if outbound:
        return sender
    delivered = [address for name in DELIVERY_HEADERS for address in parse_addresses(headers, name)]
    ours = [address.address for address in recipients + delivered if address.address.lower() in own_addresses]
    return next(iter(ours + [address.address for address in delivered]), "")


def _choose_sub_type(mail: ParsedMail, outbound: bool, is_reply: bool) -> str:
    """As far as the headers tell (docs/ucs-protocol.md §2.3)."""
    automatic = mail.headers.get_first("Auto-Submitted").lower().startswith("auto-replied")
    if outbound:
        return "OutboundAutoResponse" if automatic else "OutboundReply" if is_reply else "OutboundNew"
    if mail.report_type == "delivery-status":
        return "InboundNDR"
    return "InboundCustomerReply" if is_reply else "InboundNew"


def _find_start_time(headers: MailHeaders) -> datetime | None:
    """When the mail was sent, or else received."""
    return next(
        filter(None, map(parse_utc_date, headers.get_all("Date") + headers.get_all("Received"))), None
    )


def _build_dates(headers: MailHeaders) -> dict[str, Any]:
    """`timeshift` is the sender's zone in minutes (docs/ucs-protocol.md §2.4)."""
    sent = parse_utc_date(headers.get_first("Date"))
    return {
        "start_date": _format_utc_instant(_find_start_time(headers)),
        "sent_date": _format_utc_instant(sent),
        "timeshift": _parse_zone_minutes(headers.get_first("Date")) if sent else None,
    }


def _parse_zone_minutes(date: str) -> int | None:
    parts = parsedate_tz(re.sub(r"\([^()]*\)", " ", date)[:200])
    return parts[9] // 60 if parts and parts[9] is not None else None


def _format_utc_instant(value: datetime | None) -> str | None:
    return f"{value:%Y-%m-%dT%H:%M:%S}.000Z" if value else None


def _build_people(headers: MailHeaders) -> dict[str, Any]:
    """`from` and `reply_to` are one, `to` and `cc` lists (docs/ucs-protocol.md §2.2)."""
    people = {
        key: [_build_person(address) for address in parse_addresses(headers, name)]
        for key, name in PEOPLE_HEADERS.items()
    }
    single = {"from", "reply_to"}
    return {key: persons[0] if key in single else persons for key, persons in people.items() if persons}


PEOPLE_HEADERS = {"from": "From", "reply_to": "Reply-To", "to": "To", "cc": "Cc"}


def _build_person(address: MailAddress) -> dict[str, str]:
    return {"address": address.address} | ({"personal": address.personal} if address.personal else {})


def _build_email_server_udata(
    mail: ParsedMail, recipients: list[MailAddress], mailbox: str
) -> dict[str, Any]:
    """The keys that E-mail Server attaches (docs/ucs-protocol.md §4.2), then one for each header."""
    sender = next(iter(parse_addresses(mail.headers, "From")), MailAddress(""))
    return {
        "Subject": mail.headers.get_text("Subject"),
        "FromAddress": sender.address,
        "FromPersonal": sender.personal or "",
        "To": mail.headers.get_text("To"),
        "toAddresses": ",".join(address.address for address in recipients if address.address),
        "Mailbox": mailbox,
        "Origination_Source": "Email",
        "_ContainsAttachment": "true" if mail.attachments else "false",
        "_AttachmentFileNames": ", ".join(
            attachment.name for attachment in mail.attachments if attachment.name
        ),
        "_AttachmentsSize": str(sum(attachment.size for attachment in mail.attachments)),
        **{f"Header_{name}": value for name, value in mail.headers.get_texts().items()},
    }


def _build_stored_contents(
    mail: ParsedMail, raw: bytes, started: datetime | None
) -> dict[str, StoredContent]:
    contents = {"binary_content": StoredContent("message/rfc822", raw, started)}
    if mail.text is not None:
        contents["plain_text"] = StoredContent("text/plain; charset=utf-8", mail.text.encode(), started)
    if mail.html is not None:
        contents["structured_text"] = StoredContent(HTML_MEDIA_TYPE, mail.html.encode(), started)
    return contents
