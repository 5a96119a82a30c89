"""A mail's own pictures, which its HTML names by `cid:`, as data: addresses: a frame without the reader's
cookie could not load them (docs/content-study.md §3.5)."""

import base64

from interactions.content.limits import get_content_limits
from interactions.content.mail.mail_parser import ParsedMail
from interactions.content.media.image_view import is_drawable
from interactions.content.signatures import detect_binary_type


def build_inline_images(mail: ParsedMail, message_path: str = "") -> dict[str, str]:
    """data: addresses for the images that a mail's HTML names by `cid:`, real images only that a browser
    should decode, capped. `inside` is the path of the mail within the mail that the HTML belongs to."""
    images: dict[str, str] = {}
    left = get_content_limits().mail_images
    for part in mail.parts:
        if (
            not part.content_id
            or part.message_path != message_path
            or part.content_id in images
            or part.is_attached_message
        ):
            continue
        media_type = detect_binary_type(part.data[:64]) or ""
        if media_type.startswith("image/") and len(part.data) <= left and is_drawable(part.data):
            images[part.content_id] = (
                f"data:{media_type};base64,{base64.b64encode(part.data).decode('ascii')}"
            )
            left -= len(part.data)
    return images
