"""Letters that went through Outlook: one packed into a winmail.dat, one saved as a .msg. Their words stand in
`texts/outlook.toml`."""

import tomllib
from datetime import datetime, timedelta
from functools import cache

from samplecentre.outlook import OutlookAttachment, OutlookMessage, build_msg, build_winmail
from samplecentre.people import COMPANY_NAME, MAILBOX_ADDRESS, TEXTS_FOLDER
from samplecentre.pictures import draw_damaged_box

NameAndAddress = tuple[str, str]


@cache
def _load_outlook_texts() -> dict[str, str]:
    with (TEXTS_FOLDER / "outlook.toml").open("rb") as file:
        return tomllib.load(file)


def build_packed_mail(
    subject: str, text: str, *, sender: NameAndAddress, to: NameAndAddress, at: datetime, claim: bytes
) -> bytes:
    """A letter once more, with its formatting and with what is attached to it."""
    files = (
        OutlookAttachment("Claim 71-2290, signed.pdf", "application/pdf", claim),
        OutlookAttachment("Schaden – Foto.png", "image/png", draw_damaged_box()),
    )
    return build_winmail(
        OutlookMessage(subject, sender, (to,), at, text, _load_outlook_texts()["packed_html"], files)
    )


def build_saved_mail(sender: NameAndAddress, at: datetime, invoice: bytes) -> bytes:
    """A letter with a picture in its text and another letter attached."""
    words, driver = _load_outlook_texts(), ("Sam Dorey", "sam.dorey@example.net")
    list_of_tuesday = OutlookMessage(
        "The list of Tuesday", driver, (sender,), at - timedelta(hours=5), words["saved_inside"]
    )
    files = (
        OutlookAttachment("box.png", "image/png", draw_damaged_box(), cid="box@nowak.example"),
        OutlookAttachment("Invoice 2026-0412.pdf", "application/pdf", invoice),
        OutlookAttachment("The list of Tuesday", "", list_of_tuesday),
    )
    care = (COMPANY_NAME, MAILBOX_ADDRESS)
    return build_msg(
        OutlookMessage(
            "Opened before it came", sender, (care,), at, words["saved"], words["saved_html"], files
        )
    )
