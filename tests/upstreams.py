"""Universal Contact Servers that misbehave, as real sockets: pages are tested against them over HTTP."""

import json
import re
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def serve_answer(answer: bytes | Callable[[], bytes] | None) -> Iterator[str]:
    """A server that sends `answer`, or what this gives just then, to whoever connects, or accepts and stays
    silent when it is None. Gives its base URL."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        stop = threading.Event()
        thread = threading.Thread(target=_answer_connections, args=(listener, answer, stop), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            stop.set()
            thread.join(5)


def _answer_connections(
    listener: socket.socket, answer: bytes | Callable[[], bytes] | None, stop: threading.Event
) -> None:
    listener.settimeout(0.05)
    open_connections = []
    while not stop.is_set():
        try:
            connection, _ = listener.accept()
        except TimeoutError:
            continue
        if answer is None:
            open_connections.append(connection)
            continue
        with connection, suppress(OSError):  # whoever asked may have left by now
            connection.settimeout(2)
            connection.recv(65536)
            connection.sendall(answer() if callable(answer) else answer)
            connection.shutdown(socket.SHUT_WR)
    for connection in open_connections:
        connection.close()


def find_closed_port() -> int:
    """A port of this machine on which nothing listens."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def build_http_response(
    body: bytes, *, status: str = "200 OK", content_type: str = "application/json"
) -> bytes:
    """A whole HTTP answer that closes its connection."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"Connection: close\r\n\r\n" + body


class ContentServer(ThreadingHTTPServer):
    """A UCS of mails: each has one binary content, `contents[interaction_id]` as its type and its bytes, or
    `ENDLESS_WAV` for one that never ends and whose length nobody says. Knows ranges, and nothing of
    customers."""

    daemon_threads = True

    def __init__(self, contents: Mapping[str, tuple[str, bytes]]) -> None:
        super().__init__(("127.0.0.1", 0), _ContentRequestHandler)
        self.contents, self.url = contents, f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever asked has left."""


ENDLESS_WAV = (
    b"RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0\1\0\1\0\x40\x1f\0\0\x80\x3e\0\0\2\0\x10\0data\xff\xff\xff\xff"
)


class _ContentRequestHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ContentServer

    def do_GET(self) -> None:
        _, owner, identifier, *kind = self.path.split("/")
        if owner != "interactions" or identifier not in self.server.contents:
            self._give("application/json", b"[]")
        elif kind:
            self._give(*self.server.contents[identifier], self.headers["Range"])
        else:
            self._give("application/json", json.dumps(_build_mail_record(identifier)).encode())

    do_HEAD = do_GET

    def _give(self, media_type: str, data: bytes, asked: str | None = None) -> None:
        if data is ENDLESS_WAV:
            self._go_on(media_type)
            return
        first, last = re.fullmatch(r"bytes=(\d+)-(\d*)", asked).groups() if asked else ("0", "")
        start, stop = int(first), min(int(last or len(data)) + 1, len(data))
        if start >= len(data) and asked:
            self._begin(416, media_type, 0, {"Content-Range": f"bytes */{len(data)}"})
            return
        told = {"Content-Range": f"bytes {start}-{stop - 1}/{len(data)}"} if asked else {}
        self._begin(206 if asked else 200, media_type, stop - start, told)
        if self.command != "HEAD":
            self.wfile.write(memoryview(data)[start:stop])

    def _begin(self, status: int, media_type: str, length: int | None, told: Mapping[str, str]) -> None:
        self.send_response(status)
        length_told = {} if length is None else {"Content-Length": str(length)}
        for name, value in ({"Content-Type": media_type} | length_told | dict(told)).items():
            self.send_header(name, value)
        self.end_headers()

    def _go_on(self, media_type: str) -> None:
        self.close_connection = True
        self._begin(200, media_type, None, {})
        while self.command != "HEAD":
            self.wfile.write(ENDLESS_WAV + bytes(65536))

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing: a test says itself what went wrong."""


def _build_mail_record(identifier: str) -> dict[str, object]:
    return {
        "interaction_id": identifier,
        "media_type": "email",
        "entity_type": 1,
        "subject": "Parcel 4471",
        "start_date": "2026-03-02T09:33:10.000Z",
        "udata": {"OrderNumber": "4471"},
        "binary_content": f"/interactions/{identifier}/binary_content",
    }


@contextmanager
def serve_contents(contents: Mapping[str, tuple[str, bytes]]) -> Iterator[str]:
    """The `ContentServer`, for as long as the block; gives its URL."""
    with ContentServer(contents) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield server.url
        finally:
            server.shutdown()
