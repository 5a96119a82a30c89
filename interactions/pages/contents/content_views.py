"""The bytes of a content, and the frames around what is not safe inside a page.

The bytes pass through without being held. What a browser may show of them is a closed table, decided by the
declared type: the first bytes are not there when a reader asks for a range in the middle.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interactions.access.gate import Gate, get_gate
from interactions.content.content_ref import ContentRef
from interactions.content.content_view import ContentReader
from interactions.content.errors import UnviewableContent
from interactions.content.file_names import clean_file_name, get_file_extension
from interactions.content.html import html_view
from interactions.content.inline_types import find_inline_type, format_content_type
from interactions.content.limits import get_content_limits
from interactions.content.nested.container_registry import open_container
from interactions.content.source import open_source
from interactions.pages.content_policies import BYTES_HEADERS, FRAME_HEADERS
from interactions.pages.contents.content_sources import get_nested_content
from interactions.pages.contents.content_stream import StartedStream
from interactions.pages.errors import describe_error
from interactions.ucs.errors import UCSError
from interactions.ucs.resources import Content, ContentKind

Response = TypeVar("Response", bound=HttpResponseBase)
FORWARDED_HEADERS = ("Content-Length", "Content-Range", "Accept-Ranges", "ETag", "Last-Modified")


@require_safe
def content_raw(request: HttpRequest, ref: ContentRef) -> HttpResponseBase:
    """The bytes as the UCS has them, or as they lie in a content, by ranges too. `?download` saves them;
    `?as=` is the type that was found in them, heard only where none is given."""
    content, file_name = _load_content_with_name(request, ref)
    inline = find_inline_type(_get_declared_type(content), request.GET.get("as"))
    response = StreamingHttpResponse(_begin_stream(content), status=content.status, headers=BYTES_HEADERS)
    for name in FORWARDED_HEADERS:
        if name in content.headers:
            response[name] = content.headers[name]
    return _set_content_headers(request, response, inline=inline, charset=content.charset, name=file_name)


def show_errors_in_frame(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Says an error inside the frame: an error page of ours may not be framed, and a browser would show its
    own refusal instead."""

    @wraps(view)
    def answer(request: HttpRequest, **route_values: object) -> HttpResponse:
        try:
            return view(request, **route_values)
        except UCSError as error:
            failure = describe_error(request, error)
            return _build_frame_response(
                html_view.render_message_document(f"{failure.title}. {failure.detail}"), failure.status
            )

    return answer


@require_safe
@show_errors_in_frame
def content_frame(request: HttpRequest, ref: ContentRef) -> HttpResponse:
    """HTML, cleaned, as a document of its own, with the pictures that came within its mail."""
    gate = get_gate(request)
    nested = get_nested_content(gate, ref) if ref.path else None
    try:
        with open_source(nested.source if nested else gate.open_content(ref)) as content:
            charset, (data, cut) = (
                content.charset,
                ContentReader(content).read_up_to(get_content_limits().html_bytes),
            )
    except UnviewableContent as unshowable:
        return _build_frame_response(html_view.render_message_document(unshowable.reason))
    if cut:
        return _build_frame_response(html_view.render_message_document(_("This HTML is too large to show.")))
    if b"cid:" not in data.lower():
        return _render_document(data, charset, {})
    pictures = nested.images() if nested else _load_mail_images(gate, ref)
    missing = "" if nested or pictures else _("The images are part of the e-mail, which could not be loaded.")
    return _render_document(data, charset, pictures, missing)


def _load_content_with_name(request: HttpRequest, ref: ContentRef) -> tuple[Content, str]:
    """The content, opened with the reader's own headers so that ranges and validators count, and the name of
    its file."""
    gate = get_gate(request)
    if not ref.path:
        content = gate.open_content(ref, method=request.method or "GET")(request.headers)
        return content, content.name or f"{ref.interaction_id}-{ref.kind}{_get_file_ending(content)}"
    try:
        nested = get_nested_content(gate, ref)
        return nested.source(request.headers), nested.entry.file_name
    except UnviewableContent as unviewable:
        raise Http404(unviewable.reason) from unviewable


def _begin_stream(content: Content) -> StartedStream:
    """What lies in a content may turn out to be damaged only when it is read."""
    try:
        return StartedStream(content.body)
    except UnviewableContent as unshowable:
        content.body.close()
        raise Http404(unshowable.reason) from unshowable


def _load_mail_images(gate: Gate, ref: ContentRef) -> dict[str, str]:
    """The pictures that came within the mail beside its HTML; none where the mail itself can't be had."""
    if ref.kind is not ContentKind.STRUCTURED_TEXT:
        return {}
    try:
        mail = gate.load_content_source(replace(ref, kind=ContentKind.BINARY_CONTENT))
        return open_container(mail).images("")
    except (UCSError, UnviewableContent):
        return {}


def _render_document(
    data: bytes, charset: str | None, images: dict[str, str], missing: str = ""
) -> HttpResponse:
    try:
        return _build_frame_response(html_view.render_frame_document(data, charset, images, missing))
    except UnviewableContent as unshowable:
        return _build_frame_response(html_view.render_message_document(unshowable.reason))


def _build_frame_response(document: str, status: int = 200) -> HttpResponse:
    body = document.encode("utf-8", "replace")
    return HttpResponse(body, status=status, content_type="text/html; charset=utf-8", headers=FRAME_HEADERS)


def _get_declared_type(content: Content) -> str | None:
    """The plain text is text, unless the UCS says that it is something else."""
    vague = content.media_type is None
    return "text/plain" if vague and content.kind is ContentKind.PLAIN_TEXT else content.media_type


def _set_content_headers(
    request: HttpRequest, response: Response, *, inline: str | None, charset: str | None, name: str
) -> Response:
    """Says what it is: its own type only where a browser may show it, else bytes to be saved as `name`."""
    shown = None if "download" in request.GET else inline
    response["Content-Type"] = format_content_type(shown, charset)
    disposition = content_disposition_header(shown is None, clean_file_name(name) or "content.bin")
    response["Content-Disposition"] = disposition or "attachment"
    return response


def _get_file_ending(content: Content) -> str:
    return get_file_extension(_get_declared_type(content))
