"""What stands around every page: a request's ID, no copies in caches, and UCS errors as honest pages."""

import re
import secrets
import uuid
from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from isal.igzip import IGzipFile

from interactions.pages import errors
from interactions.ucs.errors import UCSError

GetResponse = Callable[[HttpRequest], HttpResponseBase]
MIN_COMPRESSED_BYTES = 200  # bytes; shorter ones do not get shorter
COMPRESSION_LEVEL = 2  # of 3, which makes pages a thirtieth smaller and takes up to four times as long
MAX_PADDING_BYTES = 100  # bytes
REQUEST_ID_PATTERN = re.compile(r"[A-Za-z0-9._-]{8,64}")


class RequestIDMiddleware:
    """Gives each request an ID, or keeps the sane one that a proxy gave, and answers with it, so that a
    person's error page, our log and the proxy's log can be laid side by side."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if REQUEST_ID_PATTERN.fullmatch(given) else uuid.uuid4().hex[:16]
        request.request_id = request_id  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response


class LenientSessionMiddleware(SessionMiddleware):
    """Django's sessions, but that who signed out in one tab while another was waiting for its page gets the
    page: it was theirs when they asked. Django answers that the request can't be read."""

    def process_response(self, request: HttpRequest, response: Any) -> Any:  # its stubs know no streams
        try:
            return super().process_response(request, response)
        except SessionInterrupted:
            return response


class PrivateMiddleware:
    """Keeps pages about people out of shared and local caches and out of search engines. Static files
    never come here; a view that sets Cache-Control itself is left alone."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers.setdefault("X-Robots-Tag", "noindex")
        return response


class PageCompressionMiddleware:
    """Compresses pages, a seventh of their size. Never what streams: a range counts the bytes as they are.

    By Intel's ISA-L, which takes a fifth to a fifteenth of zlib's time for a tenth more bytes; with zlib it
    is a tenth of a page. As Django does it, each answer is padded by a random length against BREACH (an
    empty file name in the head of the gzip file); session cookies do not come along with other sites'
    requests, and CSRF tokens are masked anew in each page.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        page = response.get("Content-Type", "").startswith("text/html")
        if page and isinstance(response, HttpResponse) and len(response.content) >= MIN_COMPRESSED_BYTES:
            patch_vary_headers(response, ["Accept-Encoding"])
            if re.search(r"\bgzip\b", request.headers.get("Accept-Encoding", "")):
                response.content = _compress_page(response.content)
                response.headers["Content-Length"] = str(len(response.content))
                response.headers["Content-Encoding"] = "gzip"
        return response


def _compress_page(page: bytes) -> bytes:
    name = "a" * secrets.randbelow(MAX_PADDING_BYTES)
    packed = BytesIO()
    with IGzipFile(name, "wb", compresslevel=COMPRESSION_LEVEL, fileobj=packed, mtime=0) as file:
        file.write(page)
    return packed.getvalue()


class UCSErrorMiddleware:
    """Turns a UCSError that a view let through into its page, so that views hold no `try`."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        return errors.render_ucs_error(request, exception) if isinstance(exception, UCSError) else None
