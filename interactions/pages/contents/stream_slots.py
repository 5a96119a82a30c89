"""How many contents a process streams at once, so that slow readers can't take all of its threads.

A thread that sends to somebody who does not read waits for them: a paused recording can hold one for hours,
and forty of them would stop the pages too. So half of the threads stream at most, and who has taken nothing
for a minute makes way for who waits, for a thread or for memory. A browser that is cut off asks for the rest
when it plays on.
"""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from interactions.content.memory_budget import MemoryLease, get_active_lease, memory_budget
from interactions.pages.content_policies import BYTES_HEADERS
from interactions.pages.errors import RETRY_AFTER_SECONDS, FailureNotice, render_error_page
from interactions.ucs.untrusted_text import parse_whole_number

STREAM_CHUNK_BYTES = 256 * 1024  # bytes; what a reader has to take in STILL seconds to keep a contested place
MAX_BUFFERED_BYTES = 64 * 1024  # bytes that go into the system's own buffers, so that no thread waits
STALL_SECONDS = 60.0  # seconds
BUSY_TITLE = gettext_noop("Too many files are being loaded")
BUSY_DETAIL = gettext_noop("Try again in a few seconds.")


@dataclass(eq=False)
class StreamSlot:
    """One of the threads that may stream. `connection` is the reader's, to be cut when others wait; `lease`
    the memory that is read from; `moved` when the reader last took something."""

    connection: socket.socket | None = None
    lease: MemoryLease | None = None
    moved: float = field(default_factory=time.monotonic)


class StreamSlots:
    """The places of a process; `most` says how many there are."""

    def __init__(self, most: Callable[[], int]) -> None:
        self.most, self.taken, self.lock = most, set[StreamSlot](), Lock()

    def take(
        self, connection: socket.socket | None = None, lease: MemoryLease | None = None
    ) -> StreamSlot | None:
        """A place, if need be that of the reader who has stood still longest; None when there is none."""
        with self.lock:
            if len(self.taken) >= self.most() and not self._cut_off():
                return None
            place = StreamSlot(connection, lease)
            self.taken.add(place)
            return place

    def free(self, place: StreamSlot) -> None:
        with self.lock:
            self.taken.discard(place)

    def reclaim_memory(self) -> None:
        """For who waits for memory: ends the stillest of the readers whose streams hold some."""
        with self.lock:
            self._cut_off(lambda place: bool(place.lease and place.lease.size))

    def _cut_off(self, is_candidate: Callable[[StreamSlot], bool] = lambda place: True) -> bool:
        """Ends the stillest of the connections, whose thread then finds it closed and lets go of all else."""
        still = [
            place
            for place in self.taken
            if place.connection and time.monotonic() - place.moved > STALL_SECONDS and is_candidate(place)
        ]
        if not still:
            return False
        place = min(still, key=lambda place: place.moved)
        self.taken.discard(place)
        with suppress(OSError):  # the reader has gone meanwhile
            place.connection.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]
        return True


process_stream_slots = StreamSlots(lambda: max(1, settings.THREADS // 2))
memory_budget.reclaim = process_stream_slots.reclaim_memory


class SlotStream:
    """What is sent from a place, a piece at a time. Closing it gives the place back, and so does forgetting
    it: an answer that broke before it was sent is closed by nobody."""

    def __init__(self, pieces: Iterator[bytes], place: StreamSlot) -> None:
        self.pieces, self.place = pieces, place

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        self.place.moved = time.monotonic()
        return next(self.pieces)

    def close(self) -> None:
        process_stream_slots.free(self.place)

    __del__ = close


class StreamSlotMiddleware:
    """Gives each answer that streams a place, or says that there is none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if (
            not isinstance(response, StreamingHttpResponse)
            or request.method == "HEAD"
            or not _is_large_response(response)
        ):
            return response
        place = process_stream_slots.take(request.META.get("gunicorn.socket"), get_active_lease())
        if place is None:
            return _build_busy_response(request, response)
        response.streaming_content = SlotStream(_iter_without_database(iter(response)), place)
        return response


def _iter_without_database(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Closes the connection to the database first, which Django keeps at least until an answer is at its end:
    a slow reader may take hours."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:  # a test's, which is taken back with it
            connection.close()
    yield from pieces


def build_chunked_response(data: bytes, headers: dict[str, str]) -> HttpResponseBase:
    """An answer of bytes that are here: in pieces where they are many, so that it takes a place as well."""
    if len(data) <= MAX_BUFFERED_BYTES:
        return HttpResponse(data, headers=headers)
    pieces = (data[at : at + STREAM_CHUNK_BYTES] for at in range(0, len(data), STREAM_CHUNK_BYTES))
    return StreamingHttpResponse(pieces, headers={**headers, "Content-Length": str(len(data))})


def _is_large_response(response: StreamingHttpResponse) -> bool:
    """Whether its body may make a thread wait; one of unknown length may."""
    length = parse_whole_number(response.get("Content-Length", ""))
    return response.status_code in {200, 206} and (length is None or length > MAX_BUFFERED_BYTES)


def _build_busy_response(request: HttpRequest, response: Any) -> HttpResponse:
    """A page for a person; a line of text for a player or a frame, where a page of ours can't stand. It lets
    go of what the answer reads from when it is closed itself: closing that one would end the request."""
    title, detail = _(BUSY_TITLE), _(BUSY_DETAIL)
    if request.headers.get("Sec-Fetch-Dest") == "document":
        refusal = render_error_page(request, FailureNotice(503, title, detail, form=()))
    else:
        refusal = HttpResponse(
            f"{title}. {detail}\n",
            status=503,
            content_type="text/plain; charset=utf-8",
            headers=BYTES_HEADERS,
        )
    refusal["Retry-After"] = str(RETRY_AFTER_SECONDS)
    refusal._resource_closers += response._resource_closers  # type: ignore[attr-defined]
    return refusal
