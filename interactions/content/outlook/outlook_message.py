"""What Outlook's two formats have in common: a message with recipients, a body and attachments."""

from dataclasses import dataclass, field
from typing import Union

from interactions.content.limits import get_content_limits
from interactions.content.outlook.mapi_properties import MapiProperties

MAX_RECIPIENTS = 500  # of one message


@dataclass(frozen=True)
class OutlookAttachment:
    """An attachment. `data` is a file, an attached message, or None without data of its own: for a link, or
    an object of another program. `title` is a name that is not from its properties, or ""."""

    properties: MapiProperties
    data: Union[bytes, "OutlookMessage", None] = field(repr=False)
    title: str = ""


@dataclass(frozen=True)
class OutlookMessage:
    """A message. `subject` and `plain_body` (in the charset of the properties) are values that are not from
    its properties. `damaged` says that some of it could not be read, `has_more_attachments` that attachments
    beyond the limit were left out."""

    properties: MapiProperties
    recipients: tuple[MapiProperties, ...]
    attachments: tuple[OutlookAttachment, ...]
    subject: str = ""
    plain_body: bytes = field(default=b"", repr=False)
    damaged: bool = False
    has_more_attachments: bool = False


@dataclass
class ReadBudget:
    """How much may still be read, of a message and its attached messages together. It allows one attachment
    more than is listed, so that the list can say that there are more."""

    attachments: int = field(default_factory=lambda: get_content_limits().mail_parts + 1)
    properties: int = 100_000

    def acquire_attachment(self) -> bool:
        """Whether one more attachment may be read; counts it."""
        self.attachments -= 1
        return self.attachments >= 0

    def acquire_property(self) -> bool:
        """Whether one more property may be read; counts it."""
        self.properties -= 1
        return self.properties >= 0
