"""The transport over sockets: requests' own, with responses that are read within a deadline.

http.client reads its response, status line, headers and body, through one file made from the socket. The
deadline is enforced in that file, so it holds for plain and TLS connections and costs no thread.
"""

import io
import socket
import time
from http.client import HTTPResponse
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from interactions.ucs.deadline import ResponseDeadline, get_current_deadline


class SocketTransport(HTTPAdapter):
    """Sends prepared requests over pooled connections, once each: `UCSExchange` decides what is tried again.

    `pool_size` must be at least the number of threads: connections above it are closed after use.
    """

    def __init__(self, pool_size: int) -> None:
        super().__init__(pool_connections=1, pool_maxsize=pool_size, max_retries=0)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _TimedPool, "https": _TimedSecurePool}


class _TimedFile(io.RawIOBase):
    """The bytes that a socket receives, each read within the deadline."""

    def __init__(self, connection: socket.socket, deadline: ResponseDeadline) -> None:
        self.connection, self.deadline = connection, deadline
        self.socket_file = connection.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self.connection.settimeout(self.deadline.get_timeout())
        started = time.monotonic()
        count = self.socket_file.readinto(buffer)
        self.deadline.record_read(time.monotonic() - started, count or 0)
        return count

    def close(self) -> None:
        self.socket_file.close()
        super().close()


class _TimedResponse(HTTPResponse):
    """http.client's response, which reads from a timed file instead of a plain one."""

    def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:
        super().__init__(sock, *args, **options)
        self.fp.close()
        self.fp = io.BufferedReader(_TimedFile(sock, get_current_deadline()))


class _TimedConnection(HTTPConnection):
    response_class = _TimedResponse


class _TimedSecureConnection(HTTPSConnection):
    response_class = _TimedResponse


class _TimedPool(HTTPConnectionPool):
    ConnectionCls = _TimedConnection


class _TimedSecurePool(HTTPSConnectionPool):
    ConnectionCls = _TimedSecureConnection
