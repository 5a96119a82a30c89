"""The transport to the embedded server: a prepared request becomes a Django request, answered in-process.

No socket, no second process and no second request cycle: Django's handler is not entered again, since its
signals would close the database connections of the request that we are in.
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
    """Answers prepared requests from `contactserver`. Bodies that it streams are streamed on."""

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        answer = respond_to_request(_build_django_request(request))
        raw = HTTPResponse(
            body=_ResponseFile(answer),
            headers={name: str(value) for name, value in answer.items()},
            status=answer.status_code,
            reason=answer.reason_phrase,
            preload_content=False,
            request_method=request.method,
        )
        return self.build_response(request, raw)


def _build_django_request(request: requests.PreparedRequest) -> HttpRequest:
    """The same method, path, query and headers, as a WSGI server would hand them on."""
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
    """A Django response as the file that urllib3 reads its answer from; closing it stops the answer."""

    def __init__(self, answer: HttpResponseBase) -> None:
        self.closers: list[Callable[[], None]] = answer._resource_closers  # type: ignore[attr-defined]
        self.pieces: Iterator[bytes] = iter(answer)
        self.rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self.rest:
            piece = self._next()
            if piece is None:
                return 0
            self.rest = memoryview(piece)
        count = min(len(buffer), len(self.rest))
        buffer[:count], self.rest = self.rest[:count], self.rest[count:]
        return count

    def _next(self) -> bytes | None:
        try:
            return next(self.pieces, None)
        except (ObjectDoesNotExist, DatabaseError) as error:
            raise OSError("database of the embedded server failed during a response") from error

    def close(self) -> None:
        """Lets go of what the answer reads from. Not by `answer.close()`: that says that a request is
        finished, and it is the one that we are in whose connections would be closed."""
        while self.closers:
            self.closers.pop()()
        super().close()
