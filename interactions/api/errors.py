"""Every error of the API in one shape: {"error": {"status", "title", "detail", "request_id"}}."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, NotFound
from rest_framework.exceptions import PermissionDenied as Forbidden
from rest_framework.response import Response

from interactions.ucs.errors import UCSError

logger = logging.getLogger("interactions.api")


def handle_api_exception(exception: Exception, context: dict[str, Any]) -> Response:
    """What Django REST framework answers when a view raises (settings: EXCEPTION_HANDLER).

    An unforeseen exception is a fault of the viewer: it goes to the log with its traceback, and out as a
    plain 500.
    """
    request_id = str(getattr(context["request"], "request_id", "-"))
    if isinstance(exception, Http404):
        exception = NotFound()
    elif isinstance(exception, PermissionDenied):
        exception = Forbidden()
    if isinstance(exception, UCSError):
        if exception.status >= 500:
            logger.warning("%s: %s request %s", type(exception).__name__, exception, request_id)
        return _build_error_response(exception.status, _(exception.title), exception.detail, request_id)
    if isinstance(exception, APIException):
        answer = _build_error_response(
            exception.status_code, exception.default_detail, str(exception.detail), request_id
        )
        if challenge := getattr(exception, "auth_header", None):
            answer["WWW-Authenticate"] = challenge
        return answer
    logger.error("Unexpected error, request %s", request_id, exc_info=exception)
    return _build_error_response(
        500, _("Something went wrong"), _("See the log of UCS Viewer for details."), request_id
    )


def _build_error_response(status: int, title: object, detail: str, request_id: str) -> Response:
    error = {"status": status, "title": str(title), "detail": detail, "request_id": request_id}
    return Response({"error": error}, status=status)
