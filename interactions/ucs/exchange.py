"""One question to the UCS: its tries, its time, its answer's head, and the line about it in the log."""

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
    """Sends one question within its time and gives the answer, its head read and its body to come."""

    def __init__(
        self,
        session: requests.Session,
        configuration: ClientConfiguration,
        question: UCSRequest,
        acquaintance: UpstreamIdentity,
    ) -> None:
        self.session, self.configuration, self.question = session, configuration, question
        self.acquaintance = acquaintance
        self.deadline = ResponseDeadline(configuration.total_timeout, configuration.read_timeout)
        self.started_at, self.began = datetime.now(UTC), time.monotonic()
        self.ended: float | None = None
        self.count = 0
        self.status: int | None = None

    @property
    def seconds(self) -> float:
        """What it took so far, or in all once it is over."""
        return (self.ended or time.monotonic()) - self.began

    def stop(self) -> None:
        """The whole answer is here: what follows is our own time."""
        self.ended = time.monotonic()

    def send(self, headers: Mapping[str, str] | None = None) -> requests.Response:
        """The answer of the last try: a failed connection and 502, 503 and 504 are tried again.

        All questions are GET or HEAD, so asking twice does no harm. A time-out while reading is not tried
        again: the server has the question and is slow.
        """
        for pause in (*RETRY_PAUSES_SECONDS, None):
            try:
                response = self._try(headers)
            except (OSError, HTTPError) as error:
                wait = self._wait_after_failure(error, pause)
                if wait is None:
                    raise self.error(*classify_sending_failure(error)) from error
            else:
                wait = self._wait_after_answer(response, pause)
                if wait is None:
                    return response
                response.close()
            time.sleep(wait)
        raise AssertionError("unreachable")

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Around each read of the body: what breaks there becomes an error of ours."""
        try:
            yield
        except (OSError, HTTPError) as error:
            raise self.error(*classify_reading_failure(error)) from error

    def unwelcome(self, response: requests.Response, *, content: bool = False) -> UCSError:
        """The error that the answer's status stands for, with the reason that its body gives."""
        kind, detail = classify_status(response.status_code, content=content)
        body = b""
        if response.status_code >= 400:
            with suppress(OSError, HTTPError):
                body = response.raw.read(MAX_ERROR_BODY_BYTES, decode_content=True)
        response.close()
        if response.status_code == 404 and self.acquaintance.doubts(self.question.route, body):
            kind, detail = WRONG_ADDRESS_FAILURE
        return self.error(kind, detail, upstream_message=parse_upstream_message(body))

    def error(self, kind: type[UCSError], detail: str, **facts: Any) -> UCSError:
        """An error with what was tried, logged as this exchange's line."""
        self.log(kind.__name__)
        attempt = RequestAttempt(
            self.question.method, self.question.path, self.count, self.started_at, round(self.seconds, 3)
        )
        return kind(detail, attempt=attempt, upstream_status=self.status, **facts)

    def log(self, outcome: str, size: int | None = None) -> None:
        """One line an exchange: the route and never the ID."""
        logger.info(
            "%s %s %s: %s, %d ms, %s bytes, tries %d",
            self.question.method,
            self.question.route,
            self.status or "-",
            outcome,
            self.seconds * 1000,
            "-" if size is None else size,
            self.count,
        )

    def _try(self, headers: Mapping[str, str] | None) -> requests.Response:
        self.count += 1
        url = f"{self.configuration.base_url}{self.question.path}"
        request = requests.Request(self.question.method, url, headers=dict(headers or {}))
        prepared = self.session.prepare_request(request)
        timeouts = (self.deadline.patience(self.configuration.connect_timeout), self.deadline.patience())
        with apply_deadline(self.deadline):
            response = self.session.send(prepared, stream=True, timeout=timeouts, allow_redirects=False)
        self.status = response.status_code
        return response

    def _wait_after_failure(self, error: OSError | HTTPError, pause: float | None) -> float | None:
        """Seconds to wait before the next try, None when this failure counts."""
        if pause is None or self.deadline.left() <= pause:
            return None
        return pause if isinstance(error, requests.ConnectionError) and is_transient_failure(error) else None

    def _wait_after_answer(self, response: requests.Response, pause: float | None) -> float | None:
        """Seconds to wait before the next try, None when this answer counts."""
        if response.status_code not in RETRYABLE_STATUSES or pause is None:
            return None
        wish = response.headers.get("Retry-After", "")
        wait = max(pause, float(wish)) if wish.isascii() and wish.isdecimal() else pause
        return wait if wait <= MAX_RETRY_AFTER_SECONDS and wait < self.deadline.left() else None
