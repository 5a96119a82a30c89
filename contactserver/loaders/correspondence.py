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

from contactserver.loaders.addresses import Address, addresses
from contactserver.loaders.headers import Headers, moment
from contactserver.loaders.message import Mail, parse
from contactserver.loaders.store import Record, StoredContent

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CREATOR = "0M"  # how all IDs given here begin; a UCS's own begin otherwise
DONE = 3
EMAIL_IN, EMAIL_OUT = 0, 1
HTML = "text/html; charset=utf-8"
RECIPIENTS = ("To", "Cc", "Bcc")
DELIVERED = ("Delivered-To", "X-Original-To", "Envelope-To")


@dataclass(frozen=True)
class Place:
    """Where a mail stands among the others: the thread's ID, the parent's, whether it answers a mail."""

    thread_id: str
    parent_id: str | None
    is_reply: bool


def identifier(kind: str, data: bytes) -> str:
    """Sixteen letters and digits in the form of a Genesys ID (docs/ucs-protocol.md §2.5), always the same for
    the same data."""
    number = int.from_bytes(hashlib.sha256(kind.encode() + b"\0" + data).digest())
    digits = ""
    for _ in range(13):
        number, digit = divmod(number, len(DIGITS))
        digits += DIGITS[digit]
    return f"{CREATOR}{digits[:3]}a{digits[3:]}"


def record(interaction_id: str, raw: bytes, place: Place, own: Collection[str], source: str) -> Record:
    """The record of a mail. `own` are our addresses in lower case: mail from them is outbound. `source` is
    for the report."""
    mail = parse(raw)
    sender, outbound = _sender(mail.headers, own)
    recipients = [address for name in RECIPIENTS for address in addresses(mail.headers, name)]
    correspondent = _first_other(recipients, own) if outbound else sender
    document = {
        "interaction_id": interaction_id,
        "customer_id": identifier("customer", correspondent.lower().encode()) if correspondent else None,
        "status": DONE,
        "entity_type": EMAIL_OUT if outbound else EMAIL_IN,
        "type": "Outbound" if outbound else "Inbound",
        "sub_type": _sub_type(mail, outbound, place.is_reply),
        "media_type": "email",
        "parent_id": place.parent_id,
        "thread_id": place.thread_id,
        "subject": mail.headers.text("Subject"),
        "allow_children": True,
        "structured_text_mime": HTML if mail.html is not None else None,
        **_dates(mail.headers),
        **_people(mail.headers),
        "udata": _udata(mail, recipients, _mailbox(mail.headers, sender, recipients, own, outbound)),
    }
    return Record(
        document={key: value for key, value in document.items() if value is not None},
        contents=_contents(mail, raw, _started(mail.headers)),
        source=source,
    )


def _sender(headers: Headers, own: Collection[str]) -> tuple[str, bool]:
    """The address that wrote, and whether it is one of ours."""
    written_by = [address.address for name in ("From", "Sender") for address in addresses(headers, name)]
    for address in written_by:
        if address.lower() in own:
            return address, True
    others = [address.address for name in ("Reply-To", "Return-Path") for address in addresses(headers, name)]
    candidates = [address for address in written_by + others if address]
    return next((address for address in candidates if "@" in address), next(iter(candidates), "")), False


def _first_other(recipients: list[Address], own: Collection[str]) -> str:
    found = [address.address for address in recipients if address.address]
    return next((address for address in found if address.lower() not in own), found[0] if found else "")


def _mailbox(
    headers: Headers, sender: str, recipients: list[Address], own: Collection[str], outbound: bool
) -> str:
    """Our address that the mail went through."""
    if outbound:
        return sender
    delivered = [address for name in DELIVERED for address in addresses(headers, name)]
    ours = [address.address for address in recipients + delivered if address.address.lower() in own]
    return next(iter(ours + [address.address for address in delivered]), "")


def _sub_type(mail: Mail, outbound: bool, is_reply: bool) -> str:
    """As far as the headers tell (docs/ucs-protocol.md §2.3)."""
    automatic = mail.headers.first("Auto-Submitted").lower().startswith("auto-replied")
    if outbound:
        return "OutboundAutoResponse" if automatic else "OutboundReply" if is_reply else "OutboundNew"
    if mail.report_type == "delivery-status":
        return "InboundNDR"
    return "InboundCustomerReply" if is_reply else "InboundNew"


def _started(headers: Headers) -> datetime | None:
    """When the mail was sent, or else received."""
    return next(filter(None, map(moment, headers.every("Date") + headers.every("Received"))), None)


def _dates(headers: Headers) -> dict[str, Any]:
    """`timeshift` is the sender's zone in minutes (docs/ucs-protocol.md §2.4)."""
    sent = moment(headers.first("Date"))
    return {
        "start_date": _instant(_started(headers)),
        "sent_date": _instant(sent),
        "timeshift": _zone(headers.first("Date")) if sent else None,
    }


def _zone(date: str) -> int | None:
    parts = parsedate_tz(re.sub(r"\([^()]*\)", " ", date)[:200])
    return parts[9] // 60 if parts and parts[9] is not None else None


def _instant(value: datetime | None) -> str | None:
    return f"{value:%Y-%m-%dT%H:%M:%S}.000Z" if value else None


def _people(headers: Headers) -> dict[str, Any]:
    """`from` and `reply_to` are one, `to` and `cc` lists (docs/ucs-protocol.md §2.2)."""
    found = {key: [_person(address) for address in addresses(headers, name)] for key, name in PEOPLE.items()}
    single = {"from", "reply_to"}
    return {key: some[0] if key in single else some for key, some in found.items() if some}


PEOPLE = {"from": "From", "reply_to": "Reply-To", "to": "To", "cc": "Cc"}


def _person(address: Address) -> dict[str, str]:
    return {"address": address.address} | ({"personal": address.personal} if address.personal else {})


def _udata(mail: Mail, recipients: list[Address], mailbox: str) -> dict[str, Any]:
    """The keys that E-mail Server attaches (docs/ucs-protocol.md §4.2), then one for each header."""
    sender = next(iter(addresses(mail.headers, "From")), Address(""))
    return {
        "Subject": mail.headers.text("Subject"),
        "FromAddress": sender.address,
        "FromPersonal": sender.personal or "",
        "To": mail.headers.text("To"),
        "toAddresses": ",".join(address.address for address in recipients if address.address),
        "Mailbox": mailbox,
        "Origination_Source": "Email",
        "_ContainsAttachment": "true" if mail.attachments else "false",
        "_AttachmentFileNames": ", ".join(found.name for found in mail.attachments if found.name),
        "_AttachmentsSize": str(sum(found.size for found in mail.attachments)),
        **{f"Header_{name}": value for name, value in mail.headers.texts().items()},
    }


def _contents(mail: Mail, raw: bytes, started: datetime | None) -> dict[str, StoredContent]:
    contents = {"binary_content": StoredContent("message/rfc822", raw, started)}
    if mail.text is not None:
        contents["plain_text"] = StoredContent("text/plain; charset=utf-8", mail.text.encode(), started)
    if mail.html is not None:
        contents["structured_text"] = StoredContent(HTML, mail.html.encode(), started)
    return contents
