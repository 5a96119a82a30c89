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

MAX_BUFFERED_BYTES = 64 * 1024  # that go into the system's own buffers, so that no thread waits
STALL_SECONDS = 60.0  # without a piece taken, after which a reader may lose a contested slot
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
    """The slots of a process; `max_slots` says how many there are. Thread-safe."""

    def __init__(self, max_slots: Callable[[], int]) -> None:
        self.max_slots, self.taken, self.lock = max_slots, set[StreamSlot](), Lock()

    def acquire(
        self, connection: socket.socket | None = None, lease: MemoryLease | None = None
    ) -> StreamSlot | None:
        """A slot, if need be that of the reader who has stood still longest; None when there is none."""
        with self.lock:
            if len(self.taken) >= self.max_slots() and not self._cut_off():
                return None
            slot = StreamSlot(connection, lease)
            self.taken.add(slot)
            return slot

    def release(self, slot: StreamSlot) -> None:
        with self.lock:
            self.taken.discard(slot)

    def reclaim_memory(self) -> None:
        """For who waits for memory: ends the stillest of the readers whose streams hold some."""
        with self.lock:
            self._cut_off(lambda slot: bool(slot.lease and slot.lease.size))

    def _cut_off(self, is_candidate: Callable[[StreamSlot], bool] = lambda slot: True) -> bool:
        """Ends the stillest of the connections, whose thread then finds it closed and lets go of all else."""
        still = [
            slot
            for slot in self.taken
            if slot.connection and time.monotonic() - slot.moved > STALL_SECONDS and is_candidate(slot)
        ]
        if not still:
            return False
        slot = min(still, key=lambda slot: slot.moved)
        self.taken.discard(slot)
        with suppress(OSError):  # the reader has gone meanwhile
            slot.connection.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]
        return True


process_stream_slots = StreamSlots(lambda: max(1, settings.THREADS // 2))
memory_budget.reclaim = process_stream_slots.reclaim_memory


class SlotStream:
    """The pieces of a response that has a slot. Closing it releases the slot, and so does forgetting it:
    nobody closes a response that broke before it was sent."""

    def __init__(self, pieces: Iterator[bytes], slot: StreamSlot) -> None:
        self.pieces, self.slot = pieces, slot

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        self.slot.moved = time.monotonic()
        return next(self.pieces)

    def close(self) -> None:
        process_stream_slots.release(self.slot)

    __del__ = close


class StreamSlotMiddleware:
    """Gives each response that streams a slot, or answers 503 when there is none."""

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
        slot = process_stream_slots.acquire(request.META.get("gunicorn.socket"), get_active_lease())
        if slot is None:
            return _build_busy_response(request, response)
        response.streaming_content = SlotStream(_iter_without_database(iter(response)), slot)
        return response


def _iter_without_database(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """All pieces, after the connections to the database have been closed: Django keeps them until a response
    has ended, and a slow reader may take hours."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:  # a test's, which is taken back with it
            connection.close()
    yield from pieces


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
