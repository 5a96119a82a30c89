"""Keeps people out of the log: the paths of our pages hold customer IDs, so a record that Django makes of
a request names the route instead (`/customers/<identifier>`), and the request's ID to find it by.

Exceptions that nobody foresaw are logged with where they happened and of what kind they are. What they say
is left out, since they quote what they failed at (`KeyError: 'a customer's name'`), unless it is of a kind
that speaks of code and servers only.
"""

import logging
import re
import traceback
from collections.abc import Iterator
from types import TracebackType

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from jinja2 import TemplateError

from interactions.ucs.errors import UCSError

IDENTIFIER_PATH_PATTERN = re.compile(r"/(customers|services|interactions)/[^/\s?]+")
QUOTED_TEXT_PATTERN = re.compile(r"(?P<quote>['\"]).*(?P=quote)", re.DOTALL)
IMPERSONAL_ERRORS = (
    AttributeError,
    ImportError,
    ImproperlyConfigured,
    NameError,
    OperationalError,
    TemplateError,
    TypeError,
    UCSError,
)
ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class PersonalDataFilter(logging.Filter):
    """Takes the path out of the records that Django logs with a `request`, and IDs out of any message; out
    of gunicorn's, what it quotes of a request that it can't read."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if record.name == "django.security.DisallowedHost":  # scanners ask so all day: a line is enough
            record.msg, record.exc_info = "400: the request's host is not in ALLOWED_HOSTS", None
        elif request is not None and hasattr(request, "path"):
            match = getattr(request, "resolver_match", None)
            route = f"/{match.route}" if match else "no such page"
            identifier = getattr(request, "request_id", "-")
            record.msg = (
                f"{getattr(record, 'status_code', '-')} {request.method} {route} request {identifier}"
            )
        else:
            message = IDENTIFIER_PATH_PATTERN.sub(r"/\1/…", record.getMessage())
            record.msg = (
                QUOTED_TEXT_PATTERN.sub("…", message) if record.name.startswith("gunicorn") else message
            )
        record.args = ()
        return True


class RedactedFormatter(logging.Formatter):
    """A line a record; tracebacks below it say where and what kind, and never about whom."""

    def formatException(self, ei: ExceptionInfo) -> str:
        return "\n".join(_iter_error_lines(ei[1])) if ei[1] else ""


def _iter_error_lines(error: BaseException) -> Iterator[str]:
    """The cause first, as Python prints it."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _iter_error_lines(before)
        yield "which led to:"
    yield "".join(traceback.format_tb(error.__traceback__)).rstrip()
    said = f": {error}" if isinstance(error, IMPERSONAL_ERRORS) else ""
    yield f"{type(error).__module__}.{type(error).__qualname__}{said}"
