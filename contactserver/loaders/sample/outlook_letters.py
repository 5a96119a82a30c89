"""Letters that went through Outlook: one packed into a winmail.dat, one saved as a .msg. Their words stand in
`texts/outlook.toml`."""

import tomllib
from datetime import datetime, timedelta
from functools import cache

from contactserver.loaders.sample.cast import COMPANY, MAILBOX, TEXTS
from contactserver.loaders.sample.outlook import File, Message, msg, winmail
from contactserver.loaders.sample.pictures import damaged_box

Person = tuple[str, str]


@cache
def _words() -> dict[str, str]:
    with (TEXTS / "outlook.toml").open("rb") as file:
        return tomllib.load(file)


def packed(subject: str, text: str, *, sender: Person, to: Person, at: datetime, claim: bytes) -> bytes:
    """A letter once more, with its formatting and with what is attached to it."""
    files = (
        File("Claim 71-2290, signed.pdf", "application/pdf", claim),
        File("Schaden – Foto.png", "image/png", damaged_box()),
    )
    return winmail(Message(subject, sender, (to,), at, text, _words()["packed_html"], files))


def saved(sender: Person, at: datetime, invoice: bytes) -> bytes:
    """A letter with a picture in its text and another letter attached."""
    words, driver = _words(), ("Sam Dorey", "sam.dorey@example.net")
    list_of_tuesday = Message(
        "The list of Tuesday", driver, (sender,), at - timedelta(hours=5), words["saved_inside"]
    )
    files = (
        File("box.png", "image/png", damaged_box(), cid="box@nowak.example"),
        File("Invoice 2026-0412.pdf", "application/pdf", invoice),
        File("The list of Tuesday", "", list_of_tuesday),
    )
    care = (COMPANY, MAILBOX)
    return msg(
        Message("Opened before it came", sender, (care,), at, words["saved"], words["saved_html"], files)
    )
