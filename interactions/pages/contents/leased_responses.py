"""Memory for large contents, leased for each request until its response has been sent."""

from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from interactions.content.memory_budget import MemoryLease, memory_budget


class LeasedBody:
    """The pieces of a response body, each made under the lease of its request. Closing it releases the
    lease."""

    def __init__(self, pieces: Iterator[bytes], lease: MemoryLease) -> None:
        self.pieces, self.lease = pieces, lease

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        with self.lease.activate():
            return next(self.pieces)

    def close(self) -> None:
        self.lease.release()


class MemoryBudgetMiddleware:
    """Gives each request a lease, and holds it until the server closes the response: after its last byte,
    when the reader has gone, or when sending it failed.

    What streams holds all that its request leased, since it is read from there. A page has been made by now
    and holds no more than its own bytes.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        lease = MemoryLease(memory_budget)
        try:
            with lease.activate():
                response = self.get_response(request)
        except BaseException:
            lease.release()
            raise
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = LeasedBody(iter(response), lease)
        elif isinstance(response, HttpResponse):
            lease.shrink(len(response.content))
            response._resource_closers.append(lease.release)  # type: ignore[attr-defined]
        return response
