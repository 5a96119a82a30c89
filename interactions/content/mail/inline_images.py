"""The pictures of a mail that its HTML names by `cid:`, as data: URLs. The frame has no session cookie, so it
could not load them from the viewer (docs/content-study.md §3.5)."""

import base64

from interactions.content.limits import get_content_limits
from interactions.content.mail.mail_parser import ParsedMail
from interactions.content.media.image_view import is_drawable
from interactions.content.signatures import detect_binary_type


def build_inline_images(mail: ParsedMail, message_path: str = "") -> dict[str, str]:
    """data: URLs by Content-ID, for the images that the HTML of one message may show.

    Only parts that are images by their bytes, of a size that a browser should decode, and together at most
    `ContentLimits.mail_images` bytes. `message_path` is the path of the attached message, "" for the mail.
    """
    images: dict[str, str] = {}
    bytes_left = get_content_limits().mail_images
    for part in mail.parts:
        if (
            not part.content_id
            or part.message_path != message_path
            or part.content_id in images
            or part.is_attached_message
        ):
            continue
        media_type = detect_binary_type(part.data[:64]) or ""
        if media_type.startswith("image/") and len(part.data) <= bytes_left and is_drawable(part.data):
            images[part.content_id] = (
                f"data:{media_type};base64,{base64.b64encode(part.data).decode('ascii')}"
            )
            bytes_left -= len(part.data)
    return images
