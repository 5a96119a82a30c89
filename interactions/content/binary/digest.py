"""The SHA-256 of a content, computed while it is read once and never held."""

import hashlib
import time
from dataclasses import dataclass

from django.utils.translation import gettext as _

from interactions.content.limits import get_content_limits
from interactions.ucs.resources import ContentBody

DIGEST_CHUNK_BYTES = 256 * 1024  # bytes
MAX_AUTOMATIC_DIGEST_BYTES = 1_000_000  # bytes up to which nobody has to ask for it: a few milliseconds


@dataclass(frozen=True)
class ContentDigest:
    """`sha256` in hex, or the `reason` why there is none; `size` is how many bytes were read."""

    size: int
    sha256: str | None = None
    reason: str = ""


def compute_digest(body: ContentBody) -> ContentDigest:
    """The digest of all of `body`, within the limits `digest_bytes` and `digest_seconds`; or, beyond them,
    the reason why there is none. Closes the body. Raises a `UCSError` when the UCS breaks off."""
    max_bytes, max_seconds = get_content_limits().digest_bytes, get_content_limits().digest_seconds
    ends_at, size, sha256 = time.monotonic() + max_seconds, 0, hashlib.sha256()
    try:
        while piece := body.read(DIGEST_CHUNK_BYTES):
            size += len(piece)
            sha256.update(piece)
            if size > max_bytes:
                return ContentDigest(
                    size,
                    reason=_("The content has more than %(number)s bytes.") % {"number": f"{max_bytes:,}"},
                )
            if time.monotonic() > ends_at:
                return ContentDigest(
                    size,
                    reason=_("Stopped after %(seconds)s s: the UCS had sent only %(number)s bytes.")
                    % {"seconds": max_seconds, "number": f"{size:,}"},
                )
        return ContentDigest(size, sha256.hexdigest())
    finally:
        body.close()
