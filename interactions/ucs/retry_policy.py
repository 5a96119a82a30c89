"""When a request to the UCS is sent again, and how long after.

All requests are GET or HEAD, so sending one twice does no harm. A time-out while reading is not tried again:
the server has the request and is slow.
"""

import requests
from urllib3.exceptions import HTTPError

from interactions.ucs.failures import is_transient_failure
from interactions.ucs.untrusted_text import parse_whole_number

RETRY_PAUSES_SECONDS = (0.1, 0.4)  # before the second and the third attempt
MAX_RETRY_AFTER_SECONDS = 2.0  # of a Retry-After; a server that asks for more is not asked again
RETRYABLE_STATUSES = {502, 503, 504}


def find_retry_pause_after_failure(
    error: OSError | HTTPError, planned_pause: float | None, remaining_seconds: float
) -> float | None:
    """Seconds to wait before the next attempt; `None` when this failure is final. `planned_pause` is `None`
    after the last attempt."""
    if planned_pause is None or remaining_seconds <= planned_pause:
        return None
    is_retryable = isinstance(error, requests.ConnectionError) and is_transient_failure(error)
    return planned_pause if is_retryable else None


def find_retry_pause_after_response(
    response: requests.Response, planned_pause: float | None, remaining_seconds: float
) -> float | None:
    """Seconds to wait before the next attempt; `None` when this response is final. `planned_pause` is `None`
    after the last attempt."""
    if response.status_code not in RETRYABLE_STATUSES or planned_pause is None:
        return None
    # However many digits it has: a server that asks for ages is not asked again.
    retry_after = parse_whole_number(response.headers.get("Retry-After", ""), max_digits=1000)
    pause = planned_pause if retry_after is None else max(planned_pause, retry_after)
    return pause if pause <= MAX_RETRY_AFTER_SECONDS and pause < remaining_seconds else None
