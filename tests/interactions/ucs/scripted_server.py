"""A UCS over real sockets that answers each request as the test's script says."""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

CERTIFICATE_PATH = Path(__file__).with_name("certificate.pem")
ScriptStep = bytes | Callable[[socket.socket], None]


def build_reply(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """A whole answer. Header names by keyword, `_` for `-`; the length is right unless it is given."""
    named = {"Content-Type": "application/json", "Content-Length": str(len(body))}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in named.items() if value)]
    return "\r\n".join([*lines, "", ""]).encode() + body


def build_dripping_step(whole: bytes, at_once: int, every: float = 0.05) -> Callable[[socket.socket], None]:
    """Sends the first bytes at once and then one byte after the other, until the client has gone."""

    def drip(connection: socket.socket) -> None:
        connection.sendall(whole[:at_once])
        for byte in whole[at_once:]:
            time.sleep(every)
            connection.sendall(bytes([byte]))

    return drip


def close_connection(connection: socket.socket) -> None:
    """Closes without an answer."""
    connection.shutdown(socket.SHUT_RDWR)


def stay_silent(connection: socket.socket) -> None:
    """Waits until the client gives up."""
    connection.settimeout(5)
    connection.recv(1)


@dataclass
class ReceivedRequest:
    method: str
    target: str
    headers: dict[str, str]


@dataclass
class ScriptedServer:
    """The nth request gets the nth step of the script, those after the last the last one."""

    script: tuple[ScriptStep, ...]
    url: str = ""
    asked: list[ReceivedRequest] = field(default_factory=list)
    connections: int = 0

    def serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection, connection.makefile("rb") as lines:
            connection.settimeout(5)
            while head := _read_request(lines):
                self.asked.append(head)
                step = self.script[min(len(self.asked), len(self.script)) - 1]
                if isinstance(step, bytes):
                    connection.sendall(step)
                else:
                    step(connection)


def _read_request(lines: BinaryIO) -> ReceivedRequest | None:
    first = lines.readline().decode().split()
    if len(first) != 3:
        return None
    headers = {}
    while line := lines.readline().decode("latin-1").strip():
        name, _, value = line.partition(": ")
        headers[name] = value
    return ReceivedRequest(first[0], first[1], headers)


@contextlib.contextmanager
def run_scripted_server(*script: ScriptStep, tls: bool = False) -> Iterator[ScriptedServer]:
    """The server, for as long as the block."""
    listener = socket.create_server(("127.0.0.1", 0))
    scheme = "http"
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE_PATH)
        listener, scheme = context.wrap_socket(listener, server_side=True), "https"
    server = ScriptedServer(script, f"{scheme}://127.0.0.1:{listener.getsockname()[1]}")

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except ssl.SSLError:
                continue
            except OSError:
                return
            server.connections += 1
            threading.Thread(target=server.serve, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)
