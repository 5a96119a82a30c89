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
    parse_upstream_message,
)
from interactions.ucs.retry_policy import (
    RETRY_PAUSES_SECONDS,
    find_retry_pause_after_failure,
    find_retry_pause_after_response,
)
from interactions.ucs.upstream_identity import UpstreamIdentity

from .configuration import ClientConfiguration

logger = logging.getLogger("interactions.ucs")

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
        """The response of the last attempt, by retry_policy.py. Raises a `UCSError` when no attempt brought a
        response."""
        for planned_pause in (*RETRY_PAUSES_SECONDS, None):
            try:
                response = self._send_once(headers)
            except (OSError, HTTPError) as error:
                pause = find_retry_pause_after_failure(
                    error, planned_pause, self.deadline.get_remaining_seconds()
                )
                if pause is None:
                    raise self.build_error(*classify_sending_failure(error)) from error
            else:
                remaining_seconds = self.deadline.get_remaining_seconds()
                pause = find_retry_pause_after_response(response, planned_pause, remaining_seconds)
                if pause is None:
                    return response
                response.close()
            time.sleep(pause)
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
        error_class, detail = classify_status(response.status_code, content=content)
        body = b""
        if response.status_code >= 400:
            with suppress(OSError, HTTPError):
                body = response.raw.read(MAX_ERROR_BODY_BYTES, decode_content=True)
        response.close()
        if response.status_code == 404 and self.upstream_identity.suspect_wrong_address(
            self.request.route, body
        ):
            error_class, detail = WRONG_ADDRESS_FAILURE
        return self.build_error(error_class, detail, upstream_message=parse_upstream_message(body))

    def build_error(self, error_class: type[UCSError], detail: str, **facts: Any) -> UCSError:
        """An error of this exchange, with what was tried; written to the log as this exchange's line."""
        self.log_outcome(error_class.__name__)
        attempt = RequestAttempt(
            self.request.method, self.request.path, self.attempts, self.started_at, round(self.seconds, 3)
        )
        return error_class(detail, attempt=attempt, upstream_status=self.status, **facts)

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
