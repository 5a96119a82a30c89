"""Whether a 404 is the UCS's own, or that of another web server which a wrong UCS_URL leads to.

A UCS answers 404 both to an ID and to a path that it does not know, and says so in JSON
(docs/ucs-protocol.md §1.8); web servers and proxies send a page of HTML. No document shows the body of a
UCS's 404, so the doubt ends for a resource as soon as it has given a record or a list: then it is there,
whatever its 404 looks like.
"""

import re

# Those that every UCS has. One of 8.5 knows no services, and what a content that is absent looks like is not
# documented: a 404 there tells nothing of the address.
IDENTIFYING_ROUTES = {"/customers/{id}/interactions", "/interactions/{id}"}
HTML_PREFIX_BYTES = (
    1024  # bytes in which a page of HTML says that it is one, comments and an XML declaration before it
)
_html_tag_pattern = re.compile(rb"<(?:!doctype\s+)?html\b", re.IGNORECASE)


class UpstreamIdentity:
    """What one process knows of the server at one address. Threads may share it."""

    def __init__(self) -> None:
        self.met: set[str] = set()
        self.doubted: set[str] = set()

    def meet(self, route: str) -> None:
        """This resource gave what a UCS gives."""
        self.met.add(route)
        self.doubted.discard(route)

    def doubts(self, route: str, body: bytes) -> bool:
        """Whether a 404 with this body may come of a wrong address."""
        doubtful = route in IDENTIFYING_ROUTES - self.met and _is_html_page(body)
        if doubtful:
            self.doubted.add(route)
        return doubtful

    @property
    def in_doubt(self) -> bool:
        return bool(self.doubted)


def _is_html_page(body: bytes) -> bool:
    """Not what quotes one: JSON does not begin so."""
    return body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and bool(
        _html_tag_pattern.search(body[:HTML_PREFIX_BYTES])
    )
