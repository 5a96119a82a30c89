"""Every error as a page: what happened, when and how often it was tried, what to do, the request's ID."""

import logging
from dataclasses import dataclass, replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interactions.content.errors import MemoryBudgetExhausted, UnviewableContent
from interactions.pages import partial_update
from interactions.pages.error_hints import get_error_hint
from interactions.pages.formatting import format_clock, format_page_offset, format_response_time
from interactions.ucs.errors import RequestAttempt, UCSError, UCSTimeout

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
        title=_(error.title),
        detail=error.detail,
        tried=_format_attempts(error.attempt, timed_out=isinstance(error, UCSTimeout)),
        said=error.upstream_message or "",
        exchange=_format_exchange(error),
        reader=what.reader,
        administrator=_format_for_administrator(what.administrator) if what.administrator else "",
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
        FailureNotice(400, _("Bad request"), _("The request is too large or not valid.")),
    )


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler for 403."""
    return render_error_page(
        request, FailureNotice(403, _("No access"), _("You don’t have access to this page."))
    )


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler for 404: an address that the viewer does not have, or what lies in a content and can't
    be opened. Unknown IDs are UCS errors."""
    if isinstance(exception.__cause__, MemoryBudgetExhausted):
        refusal = render_error_page(
            request,
            FailureNotice(503, _("This can’t be opened right now"), exception.__cause__.reason, form=()),
        )
        refusal["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return refusal
    if isinstance(exception.__cause__, UnviewableContent) and exception.__cause__.reason:
        whole = _("Download the file that contains it instead.")
        return render_error_page(
            request, FailureNotice(404, _("This can’t be opened"), exception.__cause__.reason, reader=whole)
        )
    return render_error_page(
        request,
        FailureNotice(
            404,
            _("Page not found"),
            _("Addresses start with /customers/, /services/ or /interactions/, as in the UCS."),
            reader=_("Check the address, or search for the ID."),
        ),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler for 500. It needs no database, no session and no manifest of static files."""
    context = {"request_id": get_request_id(request), "static_url": settings.STATIC_URL}
    return HttpResponse(render_to_string("broken.html", context), status=500)


def get_request_id(request: HttpRequest) -> str:
    """The ID that the middleware gave; `-` where it did not get to."""
    return str(getattr(request, "request_id", "-"))


def _format_attempts(attempt: RequestAttempt, *, timed_out: bool) -> str:
    """`1 attempt at 22:24 UTC, 10 s in total.`; "" when the UCS was not asked."""
    if not attempt.count:
        return ""
    words = ngettext(
        "%(num)s attempt at %(time)s, %(duration)s in total.",
        "%(num)s attempts at %(time)s, %(duration)s in total.",
        attempt.count,
    )
    if timed_out:
        words = ngettext(
            "%(num)s attempt at %(time)s, timed out after %(duration)s.",
            "%(num)s attempts at %(time)s, timed out after %(duration)s in total.",
            attempt.count,
        )
    return words % {
        "num": attempt.count,
        "time": f"{format_clock(attempt.started_at)} {format_page_offset(attempt.started_at)}",
        "duration": format_response_time(attempt.seconds),
    }


def _format_for_administrator(advice: str) -> str:
    return _("%(advice)s UCS address: %(address)s.") % {"advice": advice, "address": settings.UCS_PLACE}


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
