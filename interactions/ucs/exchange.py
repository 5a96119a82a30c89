"""One request to the UCS: its attempts, its time, the status and headers of its response, and its line in the
log."""

import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import requests
from urllib3.exceptions import HTTPError

from interactions.ucs.deadline import ResponseDeadline, apply_deadline
from interactions.ucs.errors import RequestAttempt, UCSError
from interactions.ucs.failures import (
    WRONG_ADDRESS_FAILURE,
    classify_reading_failure,
    classify_sending_failure,
    classify_status,
    is_transient_failure,
    parse_upstream_message,
)
from interactions.ucs.untrusted_text import parse_whole_number
from interactions.ucs.upstream_identity import UpstreamIdentity

from .configuration import ClientConfiguration

logger = logging.getLogger("interactions.ucs")

RETRY_PAUSES_SECONDS = (0.1, 0.4)  # seconds before the second and the third try
MAX_RETRY_AFTER_SECONDS = 2.0  # of a Retry-After; who asks for more is not asked again
RETRYABLE_STATUSES = {502, 503, 504}
MAX_ERROR_BODY_BYTES = 65536  # bytes read of an error's body


@dataclass(frozen=True)
class UCSRequest:
    """A request by its parts: `route` is the path with `{id}` for the ID, which no log line may hold."""

    route: str
    identifier: str
    method: str = "GET"

    @property
    def path(self) -> str:
        return self.route.replace("{id}", quote(self.identifier, safe=""))


class UCSExchange:
    """Sends one request within its deadline and gives the response, its headers read and its body to come."""

    def __init__(
        self,
        session: requests.Session,
        configuration: ClientConfiguration,
        request: UCSRequest,
        upstream_identity: UpstreamIdentity,
    ) -> None:
        self.session, self.configuration, self.request = session, configuration, request
        self.upstream_identity = upstream_identity
        self.deadline = ResponseDeadline(configuration.total_timeout, configuration.read_timeout)
        self.started_at, self.started_monotonic = datetime.now(UTC), time.monotonic()
        self.stopped_monotonic: float | None = None
        self.attempts = 0
        self.status: int | None = None

    @property
    def seconds(self) -> float:
        """What the exchange has taken so far, or in all once the clock is stopped."""
        return (self.stopped_monotonic or time.monotonic()) - self.started_monotonic

    def stop_clock(self) -> None:
        """Ends the measured time: the whole response is here, and what follows is the viewer's own time."""
        self.stopped_monotonic = time.monotonic()

    def send(self, headers: Mapping[str, str] | None = None) -> requests.Response:
        """The response of the last attempt: a failed connection and 502, 503 and 504 are tried again.

        All requests are GET or HEAD, so sending one twice does no harm. A time-out while reading is not tried
        again: the server has the request and is slow. Raises a `UCSError` when no attempt brought a response.
        """
        for pause in (*RETRY_PAUSES_SECONDS, None):
            try:
                response = self._send_once(headers)
            except (OSError, HTTPError) as error:
                pause_seconds = self._find_pause_after_failure(error, pause)
                if pause_seconds is None:
                    raise self.build_error(*classify_sending_failure(error)) from error
            else:
                pause_seconds = self._find_pause_after_response(response, pause)
                if pause_seconds is None:
                    return response
                response.close()
            time.sleep(pause_seconds)
        raise AssertionError("unreachable")

    @contextmanager
    def translate_read_errors(self) -> Iterator[None]:
        """A block around each read of the body. Raises a `UCSError` for what the HTTP library raises in
        it."""
        try:
            yield
        except (OSError, HTTPError) as error:
            raise self.build_error(*classify_reading_failure(error)) from error

    def build_status_error(self, response: requests.Response, *, content: bool = False) -> UCSError:
        """The error that an unexpected status stands for, with the reason that the body gives. Closes the
        response."""
        kind, detail = classify_status(response.status_code, content=content)
        body = b""
        if response.status_code >= 400:
            with suppress(OSError, HTTPError):
                body = response.raw.read(MAX_ERROR_BODY_BYTES, decode_content=True)
        response.close()
        if response.status_code == 404 and self.upstream_identity.suspect_wrong_address(
            self.request.route, body
        ):
            kind, detail = WRONG_ADDRESS_FAILURE
        return self.build_error(kind, detail, upstream_message=parse_upstream_message(body))

    def build_error(self, kind: type[UCSError], detail: str, **facts: Any) -> UCSError:
        """An error of this exchange, with what was tried; written to the log as this exchange's line."""
        self.log_outcome(kind.__name__)
        attempt = RequestAttempt(
            self.request.method, self.request.path, self.attempts, self.started_at, round(self.seconds, 3)
        )
        return kind(detail, attempt=attempt, upstream_status=self.status, **facts)

    def log_outcome(self, outcome: str, size: int | None = None) -> None:
        """Writes the one line of this exchange: the route and never the ID."""
        logger.info(
            "%s %s %s: %s, %d ms, %s bytes, tries %d",
            self.request.method,
            self.request.route,
            self.status or "-",
            outcome,
            self.seconds * 1000,
            "-" if size is None else size,
            self.attempts,
        )

    def _send_once(self, headers: Mapping[str, str] | None) -> requests.Response:
        self.attempts += 1
        url = f"{self.configuration.base_url}{self.request.path}"
        request = requests.Request(self.request.method, url, headers=dict(headers or {}))
        prepared = self.session.prepare_request(request)
        timeouts = (
            self.deadline.get_timeout(self.configuration.connect_timeout),
            self.deadline.get_timeout(),
        )
        with apply_deadline(self.deadline):
            response = self.session.send(prepared, stream=True, timeout=timeouts, allow_redirects=False)
        self.status = response.status_code
        return response

    def _find_pause_after_failure(self, error: OSError | HTTPError, pause: float | None) -> float | None:
        """Seconds to wait before the next attempt, None when this failure is final."""
        if pause is None or self.deadline.get_remaining_seconds() <= pause:
            return None
        return pause if isinstance(error, requests.ConnectionError) and is_transient_failure(error) else None

    def _find_pause_after_response(self, response: requests.Response, pause: float | None) -> float | None:
        """Seconds to wait before the next attempt, None when this response is final."""
        if response.status_code not in RETRYABLE_STATUSES or pause is None:
            return None
        # However many digits it has: a server that asks for ages is not asked again.
        retry_after = parse_whole_number(response.headers.get("Retry-After", ""), max_digits=1000)
        pause_seconds = pause if retry_after is None else max(pause, retry_after)
        return (
            pause_seconds
            if pause_seconds <= MAX_RETRY_AFTER_SECONDS
            and pause_seconds < self.deadline.get_remaining_seconds()
            else None
        )
