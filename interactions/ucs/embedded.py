"""The transport to the embedded server: a prepared request becomes a Django request, answered in-process.

No socket, no second process and no second request cycle: Django's handler is not entered again, since its
signals would close the database connections of the request that is being served.
"""

import io
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import requests
from django.core.exceptions import ObjectDoesNotExist
from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse

from contactserver.application import respond_to_request

EMBEDDED_HOST = "localhost"


def build_embedded_base_url(base_path: str) -> str:
    """The base URL under which the embedded server answers this transport."""
    path = base_path.strip("/")
    return f"http://{EMBEDDED_HOST}/{path}" if path else f"http://{EMBEDDED_HOST}"


class EmbeddedTransport(HTTPAdapter):
    """Answers prepared requests by `contactserver`. Bodies that it streams are streamed on."""

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        response = respond_to_request(_build_django_request(request))
        raw = HTTPResponse(
            body=_ResponseFile(response),
            headers={name: str(value) for name, value in response.items()},
            status=response.status_code,
            reason=response.reason_phrase,
            preload_content=False,
            request_method=request.method,
        )
        return self.build_response(request, raw)


def _build_django_request(request: requests.PreparedRequest) -> HttpRequest:
    """A Django request with the method, path, query and headers of a prepared one, as a WSGI server would
    build it."""
    url = urlsplit(request.url or "")
    headers = {
        f"HTTP_{name.upper().replace('-', '_')}": value if isinstance(value, str) else value.decode("latin-1")
        for name, value in request.headers.items()
    }
    return WSGIRequest(
        {
            "REQUEST_METHOD": request.method,
            "PATH_INFO": unquote_to_bytes(url.path).decode("latin-1"),
            "QUERY_STRING": url.query,
            "SERVER_NAME": EMBEDDED_HOST,
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": EMBEDDED_HOST,
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            **headers,
        }
    )


class _ResponseFile(io.RawIOBase):
    """A Django response as the file from which urllib3 reads its body; closing it stops the response."""

    def __init__(self, response: HttpResponseBase) -> None:
        self.closers: list[Callable[[], None]] = response._resource_closers  # type: ignore[attr-defined]
        self.pieces: Iterator[bytes] = iter(response)
        self.unread = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self.unread:
            piece = self._read_next_piece()
            if piece is None:
                return 0
            self.unread = memoryview(piece)
        count = min(len(buffer), len(self.unread))
        buffer[:count], self.unread = self.unread[:count], self.unread[count:]
        return count

    def _read_next_piece(self) -> bytes | None:
        try:
            return next(self.pieces, None)
        except (ObjectDoesNotExist, DatabaseError) as error:
            raise OSError("database of the embedded server failed during a response") from error

    def close(self) -> None:
        """Releases what the response reads from. Not by the response's own `close()`: that would send the
        signal that a request has finished, and close the connections of the request that is being served."""
        while self.closers:
            self.closers.pop()()
        super().close()
