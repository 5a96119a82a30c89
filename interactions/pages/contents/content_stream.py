"""A content on its way to the browser, begun before the answer is: what fails at its first bytes is still an
error page. What fails later breaks the connection, so that nobody takes a part for the whole."""

import errno
from collections.abc import Iterator

from interactions.content.errors import UnviewableContent
from interactions.ucs.errors import UCSError
from interactions.ucs.resources import ContentBody

FIRST_READ_BYTES = 16 * 1024  # bytes


class StartedStream:
    """The pieces of `body`, whose first bytes are read at once. Raises UCSError or Unshowable when they can't
    be had, and ConnectionResetError in the middle, which the server takes for an end without a line of its
    own: the exchange with the UCS has its line in the log already."""

    def __init__(self, body: ContentBody) -> None:
        self.body = body
        self.first = body.read(FIRST_READ_BYTES)

    def __iter__(self) -> Iterator[bytes]:
        try:
            if self.first:
                yield self.first
            yield from self.body
        except (UCSError, UnviewableContent) as error:
            raise ConnectionResetError(errno.ECONNRESET, "the content broke off") from error

    def close(self) -> None:
        self.body.close()
