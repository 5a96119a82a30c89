"""The SHA-256 of a content, read once from its beginning to its end and never held."""

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
    """Reads all of `body`, up to the limits, and closes it."""
    most, longest = get_content_limits().digest_bytes, get_content_limits().digest_seconds
    ends, size, sha256 = time.monotonic() + longest, 0, hashlib.sha256()
    try:
        while piece := body.read(DIGEST_CHUNK_BYTES):
            size += len(piece)
            sha256.update(piece)
            if size > most:
                return ContentDigest(
                    size, reason=_("The content has more than %(number)s bytes.") % {"number": f"{most:,}"}
                )
            if time.monotonic() > ends:
                return ContentDigest(
                    size,
                    reason=_("Stopped after %(seconds)s s: the UCS had sent only %(number)s bytes.")
                    % {"seconds": longest, "number": f"{size:,}"},
                )
        return ContentDigest(size, sha256.hexdigest())
    finally:
        body.close()
