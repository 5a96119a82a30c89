"""A request's lease is held until its response is closed, whoever closes it, and never longer."""

import gc
from threading import Thread

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from interactions.content.memory_budget import UNCOUNTED_BYTES, get_active_lease, memory_budget
from interactions.pages.contents.leased_responses import MemoryBudgetMiddleware

pytestmark = pytest.mark.django_db  # which closing a response looks after
LARGE = 3 * UNCOUNTED_BYTES


def answer(view):
    return MemoryBudgetMiddleware(lambda request: view())(RequestFactory().get("/"))


def stream(pieces=None):
    get_active_lease().acquire(LARGE)
    return StreamingHttpResponse(pieces or iter([b"a", b"b"]))


def page(size):
    get_active_lease().acquire(LARGE)
    return HttpResponse(b"x" * size)


@pytest.fixture(autouse=True)
def _nothing_is_held_before_and_after():
    gc.collect()  # responses of other tests that nobody closed
    assert memory_budget.held_bytes == 0
    yield
    assert memory_budget.held_bytes == 0


def test_a_stream_holds_it_until_it_is_closed():
    response = answer(stream)
    assert memory_budget.held_bytes == LARGE
    assert b"".join(response) == b"ab"
    assert memory_budget.held_bytes == LARGE
    response.close()
    assert memory_budget.held_bytes == 0
    response.close()


def test_a_reader_who_leaves_releases_it():
    """The server closes what it could not send to its end."""
    response = answer(stream)
    assert next(iter(response)) == b"a"
    response.close()


def test_another_thread_may_send_it():
    response = answer(stream)

    def send():
        assert b"".join(response) == b"ab"
        response.close()

    thread = Thread(target=send)
    thread.start()
    thread.join(5)


def test_what_is_acquired_while_it_is_sent_is_released_with_it():
    """A zip file of all parts opens one after the other."""

    def make_pieces():
        for number in (1, 2):
            get_active_lease().acquire((number + 1) * LARGE)
            yield b"x"

    response = answer(lambda: stream(make_pieces()))
    for number, _ in enumerate(response, 1):
        assert memory_budget.held_bytes == (number + 1) * LARGE
        assert get_active_lease().size == 0  # what the thread does for others is not part of it
    response.close()


def test_an_error_while_it_is_sent_releases_it():
    def make_pieces():
        yield b"a"
        raise ConnectionResetError

    response = answer(lambda: stream(make_pieces()))
    with pytest.raises(ConnectionResetError):
        list(response)
    assert memory_budget.held_bytes == LARGE
    response.close()


def test_a_page_holds_its_own_bytes_until_it_is_closed():
    large = answer(lambda: page(UNCOUNTED_BYTES + 1))
    assert memory_budget.held_bytes == UNCOUNTED_BYTES + 1
    large.close()
    assert memory_budget.held_bytes == 0
    small = answer(lambda: page(1000))
    assert memory_budget.held_bytes == 0
    small.close()


@pytest.mark.parametrize("error", [ValueError, SystemExit])
def test_a_view_that_raises_leaves_nothing(error):
    def fail():
        get_active_lease().acquire(LARGE)
        raise error

    with pytest.raises(error):
        answer(fail)
    assert memory_budget.held_bytes == 0


def test_a_response_that_nobody_closes_leaves_nothing():
    """One that a middleware further out lost, by an error of its own."""
    response = answer(stream)
    assert memory_budget.held_bytes == LARGE
    del response
    gc.collect()
    assert memory_budget.held_bytes == 0


def test_the_next_request_of_the_thread_has_a_lease_of_its_own():
    first, second = answer(stream), answer(stream)
    assert memory_budget.held_bytes == 2 * LARGE
    first.close()
    assert memory_budget.held_bytes == LARGE
    second.close()
