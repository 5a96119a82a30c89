"""Which failures and responses are worth another attempt, and after how long."""

import pytest
import requests
from urllib3.exceptions import NewConnectionError, ReadTimeoutError

from interactions.ucs.retry_policy import find_retry_pause_after_failure, find_retry_pause_after_response


def build_response(status, **headers):
    response = requests.Response()
    response.status_code = status
    response.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    return response


REFUSED = requests.ConnectionError(NewConnectionError(None, "refused"))
SLOW = requests.ReadTimeout(ReadTimeoutError(None, "/", "slow"))


@pytest.mark.parametrize(
    ("error", "planned", "remaining", "pause"),
    [
        (REFUSED, 0.1, 10.0, 0.1),
        (REFUSED, None, 10.0, None),  # the last attempt
        (REFUSED, 0.4, 0.4, None),  # no time is left for another one
        (SLOW, 0.1, 10.0, None),  # the server has the request
    ],
)
def test_a_refused_connection_is_tried_again_and_a_slow_answer_is_not(error, planned, remaining, pause):
    assert find_retry_pause_after_failure(error, planned, remaining) == pause


@pytest.mark.parametrize(
    ("response", "planned", "remaining", "pause"),
    [
        (build_response(503), 0.1, 10.0, 0.1),
        (build_response(502, Retry_After="2"), 0.1, 10.0, 2),
        (build_response(504, Retry_After="3"), 0.1, 10.0, None),  # more than we wait
        (build_response(503, Retry_After="9" * 40), 0.1, 10.0, None),
        (build_response(503, Retry_After="soon"), 0.4, 10.0, 0.4),
        (build_response(503, Retry_After="1"), 0.1, 0.9, None),
        (build_response(503), None, 10.0, None),
        (build_response(500), 0.1, 10.0, None),
        (build_response(429), 0.1, 10.0, None),
    ],
)
def test_a_gateway_that_is_not_ready_is_asked_again(response, planned, remaining, pause):
    assert find_retry_pause_after_response(response, planned, remaining) == pause
