"""The bytes of a content, and the frames around what is not safe inside a page.

The bytes pass through without being held. What a browser may show of them is a closed table, decided by the
declared type: the first bytes are not there when a reader asks for a range in the middle.
"""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from interactions.access.gate import get_gate
from interactions.content.content_view import ContentReader
from interactions.content.errors import UnviewableContent
from interactions.content.file_names import clean_file_name, get_file_extension
from interactions.content.html import html_view
from interactions.content.inline_types import find_inline_type, format_content_type
from interactions.content.limits import get_content_limits
from interactions.content.nested.container_registry import open_container
from interactions.content.source import open_source
from interactions.content.viewer import ContentUrls
from interactions.pages.content_policies import BYTES_HEADERS, FRAME_HEADERS
from interactions.pages.contents.content_sources import build_upstream_source, get_nested_content
from interactions.pages.contents.content_stream import StartedStream
from interactions.pages.errors import describe_error
from interactions.pages.paths import reverse_path
from interactions.ucs.errors import UCSError
from interactions.ucs.resources import Content, ContentKind

Response = TypeVar("Response", bound=HttpResponseBase)
FORWARDED_HEADERS = ("Content-Length", "Content-Range", "Accept-Ranges", "ETag", "Last-Modified")


@require_safe
def content_raw(
    request: HttpRequest, identifier: str, kind: ContentKind, inside: str = ""
) -> HttpResponseBase:
    """The bytes as the UCS has them, or as they lie in a content, by ranges too. `?download` saves them;
    `?as=` is the type that was found in them, heard only where none is given."""
    content, file_name = _load_content_with_name(request, identifier, kind, inside)
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
    def answer(request: HttpRequest, **where: object) -> HttpResponse:
        try:
            return view(request, **where)
        except UCSError as error:
            failure = describe_error(request, error)
            return _build_frame_response(
                html_view.render_message_document(f"{failure.title}. {failure.detail}"), failure.status
            )

    return answer


@require_safe
@show_errors_in_frame
def content_frame(request: HttpRequest, identifier: str, kind: ContentKind, inside: str = "") -> HttpResponse:
    """HTML, cleaned, as a document of its own, with the pictures that came within its mail."""
    there = get_nested_content(request, identifier, kind, inside) if inside else None
    asked = there.source if there else build_upstream_source(request, identifier, kind)
    try:
        with open_source(asked) as content:
            charset, (data, cut) = (
                content.charset,
                ContentReader(content).up_to(get_content_limits().html_bytes),
            )
    except UnviewableContent as unshowable:
        return _build_frame_response(html_view.render_message_document(unshowable.reason))
    if cut:
        return _build_frame_response(
            html_view.render_message_document("This HTML is too large to be laid out.")
        )
    if b"cid:" not in data.lower():
        return _render_document(data, charset, {})
    pictures = there.images() if there else _load_mail_images(request, identifier, kind)
    missing = "" if there or pictures else "Its pictures came within the mail, which can’t be had."
    return _render_document(data, charset, pictures, missing)


def build_content_addresses(
    identifier: str, kind: ContentKind, second: float | None = None, *, inside: str = ""
) -> ContentUrls:
    """Where the pages of one content are, or of what lies in it at the path `inside`; `second` is where a
    recording of it begins."""
    place = f"{reverse_path('interaction-content', identifier, kind)}" + (
        f"/parts/{inside}" if inside else ""
    )
    return ContentUrls(
        page=place,
        raw=f"{place}/raw",
        download=f"{place}/raw?download",
        frame=f"{place}/frame",
        typed=lambda media_type: f"{place}/raw?as={quote(media_type)}",
        inside=lambda path: build_content_addresses(
            identifier, kind, inside=f"{inside}/{path}" if inside else path
        ),
        everything=f"{place}/all",
        hex=f"{place}/hex",
        waveform=f"{place}/waveform",
        second=second,
    )


def _load_content_with_name(
    request: HttpRequest, identifier: str, kind: ContentKind, inside: str
) -> tuple[Content, str]:
    """With the reader's own headers, so that ranges and validators count; and its name."""
    if not inside:
        content = build_upstream_source(request, identifier, kind, request.method or "GET")(request.headers)
        return content, content.name or f"{identifier}-{kind}{_get_file_ending(content)}"
    try:
        there = get_nested_content(request, identifier, kind, inside)
        return there.source(request.headers), there.entry.file_name
    except UnviewableContent as unshowable:
        raise Http404(unshowable.reason) from unshowable


def _begin_stream(content: Content) -> StartedStream:
    """What lies in a content may turn out to be damaged only when it is read."""
    try:
        return StartedStream(content.body)
    except UnviewableContent as unshowable:
        content.body.close()
        raise Http404(unshowable.reason) from unshowable


def _load_mail_images(request: HttpRequest, identifier: str, kind: ContentKind) -> dict[str, str]:
    """What came within the mail beside its HTML; none where the mail itself can't be had."""
    if kind is not ContentKind.STRUCTURED_TEXT:
        return {}
    try:
        mail = get_gate(request).load_content_source(identifier, ContentKind.BINARY_CONTENT)
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
