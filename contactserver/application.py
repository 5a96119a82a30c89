"""A request in, an answer out, without middleware: the one entry for both ways to run the server, inside
another process and on a port of its own."""

import logging
import traceback

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, get_resolver

from contactserver.authentication import authenticate_request
from contactserver.configuration import get_server_configuration
from contactserver.errors import RequestRefusal

logger = logging.getLogger(__name__)
ALLOWED_METHODS = ("GET", "HEAD")


class ContactServerApplication(WSGIHandler):
    """The server as a WSGI application."""

    def load_middleware(self, is_async: bool = False) -> None:
        self._middleware_chain = respond_to_request


def respond_to_request(request: HttpRequest) -> HttpResponseBase:
    """The answer to a request for a path below the configured base path. Never raises: an error is an answer
    in JSON. A content comes as a StreamingHttpResponse; between its pieces it holds nothing open.

    In-process nobody may call the response's `close()`: it tells Django that a request is over, which then
    closes the database connection of the request around this one."""
    try:
        response = _dispatch_request(request)
    except RequestRefusal as refusal:
        response = refusal.build_response()
    except Exception as error:  # noqa: BLE001
        # The server's edge. An exception's message may hold data, so only its type and place are logged.
        where = "".join(traceback.format_tb(error.__traceback__))
        logger.error("%s while answering\n%s", type(error).__name__, where)
        response = RequestRefusal(500, "Server error; see the log.").build_response()
    if response.status_code == 304:
        return response
    if isinstance(response, HttpResponse):
        response.headers["Content-Length"] = str(len(response.content))
    return _build_bodiless_response(response) if request.method == "HEAD" else response


def _dispatch_request(request: HttpRequest) -> HttpResponseBase:
    settings = get_server_configuration()
    authenticate_request(request, settings)
    try:
        match = get_resolver("contactserver.urls").resolve(
            _strip_base_path(settings.base_path, request.path_info)
        )
    except Resolver404:
        raise RequestRefusal(404, "Unknown resource.") from None
    request.resolver_match = match
    if request.method not in ALLOWED_METHODS:
        raise RequestRefusal(405, "This resource is read-only.", {"Allow": ", ".join(ALLOWED_METHODS)})
    response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    return response


def _strip_base_path(base_path: str, path: str) -> str:
    """The path without the base path in front. Raises Resolver404 for a path that is not below it."""
    if not path.startswith(f"{base_path}/"):
        raise Resolver404({"path": path})
    return path[len(base_path) :]


def _build_bodiless_response(response: HttpResponseBase) -> HttpResponse:
    """The answer to a HEAD request: status and headers as for GET, Content-Length too, and no body. The body
    of `response` was not begun, so there is nothing to close."""
    return HttpResponse(status=response.status_code, headers=response.headers)
