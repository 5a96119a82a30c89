"""What can go wrong between us and a Universal Contact Server (UCS).

    UCSError
    ├── UCSMalformedID    400  the ID can't be one; the UCS was not asked
    ├── UCSNotFound       404  the UCS knows no such record or content, or takes no such ID (it answered 400)
    ├── UCSRefused        502  the UCS refused us: credentials (401) or rights (403)
    ├── UCSUnavailable    503  no connection, or the UCS answered 5xx or 429
    ├── UCSTimeout        504  no connection, no byte or no end within the time that was given
    └── UCSBadResponse    502  not JSON, wrong shape, truncated, a redirect, an unexpected status
        ├── UCSTooLarge   502  more bytes than UCS_MAX_BYTES
        └── UCSWrongAddress 502  a web page with 404: see upstream_identity.py

Each class knows the HTTP status that we answer with, the title a person reads and whether trying
again can help. The facts of the one case stand in the instance. A message never holds a body that
the UCS sent, a credential or an ID: `str(error)` may be logged; `path` may not, it is for the
person who asked.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import ClassVar

from django.utils.translation import gettext_noop


@dataclass(frozen=True)
class RequestAttempt:
    """One exchange with the UCS, as the person who waits for it may want to know it.

    `method` and `path` name the request relative to the base URL (`/interactions/…`), `count` says
    how often it was sent, `started_at` (aware, UTC) and `seconds` how long it took in all.
    """

    method: str = "GET"
    path: str = ""
    count: int = 0
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    seconds: float = 0.0


class UCSError(Exception):
    """Base of all. `title` is in English, to be translated when shown; `detail` is one sentence for a person;
    `attempt` says what was tried.

    `upstream_message` is the reason that the UCS gave in the body of its error, in plain text and cut to
    300 characters: for the person who asked, and not in `str(error)`, since it may repeat their ID.
    """

    status: ClassVar[int] = 502
    title: ClassVar[str] = gettext_noop("The UCS could not be read")
    retryable: ClassVar[bool] = False

    def __init__(
        self,
        detail: str,
        *,
        attempt: RequestAttempt | None = None,
        upstream_status: int | None = None,
        upstream_message: str | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.attempt = attempt or RequestAttempt()
        self.upstream_status = upstream_status
        self.upstream_message = upstream_message


class UCSMalformedID(UCSError):
    status = 400
    title = gettext_noop("Not a valid ID")


class UCSNotFound(UCSError):
    status = 404
    title = gettext_noop("Not found in the UCS")


class UCSRefused(UCSError):
    status = 502
    title = gettext_noop("UCS Viewer could not sign in to the UCS")


class UCSUnavailable(UCSError):
    status = 503
    title = gettext_noop("The UCS can’t be reached")
    retryable = True


class UCSTimeout(UCSError):
    status = 504
    title = gettext_noop("The UCS did not answer in time")
    retryable = True


class UCSBadResponse(UCSError):
    status = 502
    title = gettext_noop("Unexpected response from the UCS")
    retryable = True


class UCSTooLarge(UCSBadResponse):
    title = gettext_noop("The response from the UCS is too large")
    retryable = False


class UCSWrongAddress(UCSBadResponse):
    title = gettext_noop("The address of the UCS may be wrong")
