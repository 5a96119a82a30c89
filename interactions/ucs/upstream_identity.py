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
        self.confirmed_routes: set[str] = set()
        self.doubted_routes: set[str] = set()

    def confirm_route(self, route: str) -> None:
        """Notes that this resource gave what a UCS gives, which ends any doubt about it."""
        self.confirmed_routes.add(route)
        self.doubted_routes.discard(route)

    def suspect_wrong_address(self, route: str, body: bytes) -> bool:
        """Whether a 404 with this body may come of a wrong address; if so, the route is doubted from now
        on."""
        is_suspect = route in IDENTIFYING_ROUTES - self.confirmed_routes and _is_html_page(body)
        if is_suspect:
            self.doubted_routes.add(route)
        return is_suspect

    @property
    def is_in_doubt(self) -> bool:
        """Whether any resource answered like another web server and has not been confirmed since."""
        return bool(self.doubted_routes)


def _is_html_page(body: bytes) -> bool:
    """Whether the body is a page of HTML. A JSON body that merely mentions HTML is none: only a body that
    starts with `<` is."""
    return body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and bool(
        _html_tag_pattern.search(body[:HTML_PREFIX_BYTES])
    )
