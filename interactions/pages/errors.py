"""Every error as a page: what happened, when and how often it was tried, what to do, the request's ID."""

import logging
from dataclasses import dataclass, replace
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string

from interactions.content.errors import MemoryBudgetExhausted, UnviewableContent
from interactions.pages import partial_update
from interactions.pages.error_hints import get_error_hint
from interactions.pages.formatting import format_clock_seconds, format_duration, format_page_offset
from interactions.ucs.errors import RequestAttempt, UCSError

logger = logging.getLogger("interactions.pages")
RETRY_AFTER_SECONDS = 10  # seconds


@dataclass(frozen=True)
class FailureNotice:
    """What _failure.html shows. `said` is the UCS's own reason; `exchange` the line that an administrator
    looks for in its log; `form` what Try again sends, or None when trying again can't help."""

    status: int
    title: str
    detail: str
    tried: str = ""
    said: str = ""
    exchange: str = ""
    reader: str = ""
    administrator: str = ""
    request_id: str = "-"
    form: tuple[tuple[str, str], ...] | None = None


def render_ucs_error(request: HttpRequest, error: UCSError) -> HttpResponse:
    """The page of an error on the way to the UCS."""
    return render_error_page(request, describe_error(request, error))


def describe_error(request: HttpRequest, error: UCSError) -> FailureNotice:
    """The error for a person: on a page of its own, or in the part of a page that it left empty. The log
    gets what happened, never to whom."""
    if error.status >= 500:
        logger.warning("%s: %s request %s", type(error).__name__, error, get_request_id(request))
    what = get_error_hint(error)
    return FailureNotice(
        status=error.status,
        title=error.title,
        detail=error.detail,
        tried=_format_attempts(error.attempt),
        said=error.upstream_message or "",
        exchange=_format_exchange(error),
        reader=what.reader,
        administrator=f"{what.administrator} The UCS is {settings.UCS_PLACE}." if what.administrator else "",
        request_id=get_request_id(request),
        form=_build_retry_form(request) if error.retryable else None,
    )


def render_error_page(request: HttpRequest, failure: FailureNotice) -> HttpResponse:
    """The page; or, where a part of one was asked for, a notice above what the reader already has."""
    within = bool(partial_update.get_target_element(request))
    failure = replace(failure, request_id=get_request_id(request))
    response = render(request, "error.html", {"failure": failure, "within": within}, status=failure.status)
    return partial_update.mark_partial_update(response, "notice") if within else response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler for 400. The query may be what can't be read, so that this page asks nothing of it."""
    request.GET = QueryDict()
    return render_error_page(
        request,
        FailureNotice(400, "This request can't be read", "It is too large, or not as a browser sends it."),
    )


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler for 403."""
    return render_error_page(
        request, FailureNotice(403, "You may not see this", "Your account has no right to this page.")
    )


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler for 404: an address that the viewer does not have, or what lies in a content and can't
    be opened. Unknown IDs are UCS errors."""
    if isinstance(exception.__cause__, MemoryBudgetExhausted):
        refusal = render_error_page(
            request, FailureNotice(503, "This can't be opened now", exception.__cause__.reason, form=())
        )
        refusal["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return refusal
    if isinstance(exception.__cause__, UnviewableContent) and exception.__cause__.reason:
        whole = "What it lies in can be downloaded as a whole."
        return render_error_page(
            request, FailureNotice(404, "This can't be opened", exception.__cause__.reason, reader=whole)
        )
    return render_error_page(
        request,
        FailureNotice(
            404,
            "There is no such page",
            "The viewer's addresses are the UCS's: /customers/…, /services/… and /interactions/….",
            reader="Check the address, or search for the ID.",
        ),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler for 500. It needs no database, no session and no manifest of static files."""
    context = {"request_id": get_request_id(request), "static_url": settings.STATIC_URL}
    return HttpResponse(render_to_string("broken.html", context), status=500)


def get_request_id(request: HttpRequest) -> str:
    """The ID that the middleware gave; `-` where it did not get to."""
    return str(getattr(request, "request_id", "-"))


def _format_attempts(attempt: RequestAttempt) -> str:
    """How often and when; nothing when the UCS was not asked."""
    if not attempt.count:
        return ""
    start, zone = format_clock_seconds(attempt.started_at), format_page_offset(attempt.started_at)
    end = format_clock_seconds(attempt.started_at + timedelta(seconds=attempt.seconds))
    took = format_duration(attempt.seconds) if attempt.seconds >= 0.1 else "under 0.1 s"
    if attempt.count == 1:
        return f"Asked once, at {start} {zone}, for {took}."
    when = f"at {start}" if start == end else f"between {start} and {end}"
    return f"Asked {attempt.count} times {when} {zone}, {took} in all."


def _format_exchange(error: UCSError) -> str:
    if not error.attempt.path:
        return ""
    answer = f"HTTP {error.upstream_status}" if error.upstream_status else type(error).__name__
    return f"{error.attempt.method} {error.attempt.path}  {answer}"


def _build_retry_form(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """The fields that the reader sent, so that Try again loses nothing; () for a plain page."""
    return tuple(
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    )
