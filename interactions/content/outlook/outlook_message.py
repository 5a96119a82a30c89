"""What Outlook's two formats have in common: a message with its people, its body and its attachments."""

from dataclasses import dataclass, field
from typing import Union

from interactions.content.limits import get_content_limits
from interactions.content.outlook.mapi_properties import MapiProperties

MAX_RECIPIENTS = 500  # of one message


@dataclass(frozen=True)
class OutlookAttachment:
    """`data` is None where it holds no bytes of its own: it is a link, or a piece of a program's document.
    A message is one that was attached. `title` is a name from outside its properties."""

    properties: MapiProperties
    data: Union[bytes, "OutlookMessage", None] = field(repr=False)
    title: str = ""


@dataclass(frozen=True)
class OutlookMessage:
    """`subject` and `plain`, a body in the charset of the properties, come from outside them. `damaged` says
    that something of it could not be read, `more` that attachments were left out."""

    properties: MapiProperties
    recipients: tuple[MapiProperties, ...]
    attachments: tuple[OutlookAttachment, ...]
    subject: str = ""
    plain_body: bytes = field(default=b"", repr=False)
    damaged: bool = False
    has_more_attachments: bool = False


@dataclass
class ReadBudget:
    """How much may still be read, in a message and in the messages within it together. One attachment more
    than is listed, so that what lists them can say that there are more."""

    attachments: int = field(default_factory=lambda: get_content_limits().mail_parts + 1)
    properties: int = 100_000

    def acquire_attachment(self) -> bool:
        self.attachments -= 1
        return self.attachments >= 0

    def acquire_property(self) -> bool:
        self.properties -= 1
        return self.properties >= 0
