"""The server on a port of its own: gunicorn with threads, configured in code."""

import json
import re
from contextlib import suppress
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.http.errors import ParseException
from gunicorn.workers.gthread import ThreadWorker

from contactserver.application import ContactServerApplication
from contactserver.errors import EXCEPTION_CLASS_NAME

ADDRESS_PATTERN = re.compile(r"(?:(?P<host>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):)?(?P<port>\d{1,5})")
LOOPBACK_HOST = "127.0.0.1"


def parse_address(text: str) -> tuple[str, int]:
    """Host and port of `8080`, `0.0.0.0:8080` or `[::1]:8080`; this machine only when no host is given.
    Raises ValueError."""
    match = ADDRESS_PATTERN.fullmatch(text)
    if match is None or not 0 < int(match["port"]) < 65536:
        raise ValueError("expected a port or host:port, like 8080 or 127.0.0.1:8080")
    return (match["host"] or LOOPBACK_HOST).strip("[]"), int(match["port"])


class ContactServerWorker(ThreadWorker):  # type: ignore[misc]
    """Answers what is no HTTP in JSON too, and logs no address and no path."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        theirs = isinstance(exc, ParseException)
        status, message = (
            ("400 Bad Request", "Invalid request.")
            if theirs
            else (
                "500 Internal Server Error",
                "Server error.",
            )
        )
        self.log.error("%s before an answer", type(exc).__name__)
        body = json.dumps({"message": message, "exception": EXCEPTION_CLASS_NAME}).encode()
        head = f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: application/json\r\n"
        with suppress(OSError):  # who is gone needs no answer
            client.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)


class ContactServer(BaseApplication):  # type: ignore[misc]
    """Serves at `host`:`port` until it is stopped. One process: what it waits for is the database."""

    def __init__(self, host: str, port: int, threads: int = 16) -> None:
        self.options = {
            "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
            "worker_class": ContactServerWorker,
            "threads": threads,
            "timeout": 60,
            "graceful_timeout": 10,
            "loglevel": "warning",
            "control_socket_disable": True,
            "proc_name": "contactserver",
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> ContactServerApplication:
        return ContactServerApplication()
