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
from interactions.content.errors import Unshowable
from interactions.content.file_names import cleaned, ending
from interactions.content.html import html_view
from interactions.content.inline_types import content_type, inline_type
from interactions.content.inside.holders import holder
from interactions.content.limits import limits
from interactions.content.show import Reading
from interactions.content.source import opened
from interactions.content.viewer import Addresses
from interactions.pages.contents.sources import content_source, found
from interactions.pages.contents.streaming import Begun
from interactions.pages.errors import describe
from interactions.pages.paths import path_of
from interactions.pages.policies import BYTES, FRAME
from interactions.ucs.errors import UCSError
from interactions.ucs.resources import Content, ContentKind

Response = TypeVar("Response", bound=HttpResponseBase)
PASSED_ON = ("Content-Length", "Content-Range", "Accept-Ranges", "ETag", "Last-Modified")


@require_safe
def raw(request: HttpRequest, identifier: str, kind: ContentKind, inside: str = "") -> HttpResponseBase:
    """The bytes as the UCS has them, or as they lie in a content, by ranges too. `?download` saves them;
    `?as=` is the type that was found in them, heard only where none is given."""
    content, file_name = _asked(request, identifier, kind, inside)
    inline = inline_type(_declared(content), request.GET.get("as"))
    response = StreamingHttpResponse(_begun(content), status=content.status, headers=BYTES)
    for name in PASSED_ON:
        if name in content.headers:
            response[name] = content.headers[name]
    return _named(request, response, inline=inline, charset=content.charset, name=file_name)


def framed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Says an error inside the frame: an error page of ours may not be framed, and a browser would show its
    own refusal instead."""

    @wraps(view)
    def answer(request: HttpRequest, **where: object) -> HttpResponse:
        try:
            return view(request, **where)
        except UCSError as error:
            failure = describe(request, error)
            return _frame(html_view.message(f"{failure.title}. {failure.detail}"), failure.status)

    return answer


@require_safe
@framed
def frame(request: HttpRequest, identifier: str, kind: ContentKind, inside: str = "") -> HttpResponse:
    """HTML, cleaned, as a document of its own, with the pictures that came within its mail."""
    there = found(request, identifier, kind, inside) if inside else None
    asked = there.source if there else content_source(request, identifier, kind)
    try:
        with opened(asked) as content:
            charset, (data, cut) = content.charset, Reading(content).up_to(limits().html_bytes)
    except Unshowable as unshowable:
        return _frame(html_view.message(unshowable.reason))
    if cut:
        return _frame(html_view.message("This HTML is too large to be laid out."))
    if b"cid:" not in data.lower():
        return _document(data, charset, {})
    pictures = there.images() if there else _pictures(request, identifier, kind)
    missing = "" if there or pictures else "Its pictures came within the mail, which can’t be had."
    return _document(data, charset, pictures, missing)


def addresses(
    identifier: str, kind: ContentKind, second: float | None = None, *, inside: str = ""
) -> Addresses:
    """Where the pages of one content are, or of what lies in it at the path `inside`; `second` is where a
    recording of it begins."""
    place = f"{path_of('interaction-content', identifier, kind)}" + (f"/parts/{inside}" if inside else "")
    return Addresses(
        page=place,
        raw=f"{place}/raw",
        download=f"{place}/raw?download",
        frame=f"{place}/frame",
        typed=lambda media_type: f"{place}/raw?as={quote(media_type)}",
        inside=lambda path: addresses(identifier, kind, inside=f"{inside}/{path}" if inside else path),
        everything=f"{place}/all",
        hex=f"{place}/hex",
        waveform=f"{place}/waveform",
        second=second,
    )


def _asked(request: HttpRequest, identifier: str, kind: ContentKind, inside: str) -> tuple[Content, str]:
    """With the reader's own headers, so that ranges and validators count; and its name."""
    if not inside:
        content = content_source(request, identifier, kind, request.method or "GET")(request.headers)
        return content, content.name or f"{identifier}-{kind}{_ending(content)}"
    try:
        there = found(request, identifier, kind, inside)
        return there.source(request.headers), there.entry.file_name
    except Unshowable as unshowable:
        raise Http404(unshowable.reason) from unshowable


def _begun(content: Content) -> Begun:
    """What lies in a content may turn out to be damaged only when it is read."""
    try:
        return Begun(content.body)
    except Unshowable as unshowable:
        content.body.close()
        raise Http404(unshowable.reason) from unshowable


def _pictures(request: HttpRequest, identifier: str, kind: ContentKind) -> dict[str, str]:
    """What came within the mail beside its HTML; none where the mail itself can't be had."""
    if kind is not ContentKind.STRUCTURED_TEXT:
        return {}
    try:
        mail = get_gate(request).load_content_source(identifier, ContentKind.BINARY_CONTENT)
        return holder(mail).images("")
    except (UCSError, Unshowable):
        return {}


def _document(data: bytes, charset: str | None, images: dict[str, str], missing: str = "") -> HttpResponse:
    try:
        return _frame(html_view.document(data, charset, images, missing))
    except Unshowable as unshowable:
        return _frame(html_view.message(unshowable.reason))


def _frame(document: str, status: int = 200) -> HttpResponse:
    body = document.encode("utf-8", "replace")
    return HttpResponse(body, status=status, content_type="text/html; charset=utf-8", headers=FRAME)


def _declared(content: Content) -> str | None:
    """The plain text is text, unless the UCS says that it is something else."""
    vague = content.media_type is None
    return "text/plain" if vague and content.kind is ContentKind.PLAIN_TEXT else content.media_type


def _named(
    request: HttpRequest, response: Response, *, inline: str | None, charset: str | None, name: str
) -> Response:
    """Says what it is: its own type only where a browser may show it, else bytes to be saved as `name`."""
    shown = None if "download" in request.GET else inline
    response["Content-Type"] = content_type(shown, charset)
    disposition = content_disposition_header(shown is None, cleaned(name) or "content.bin")
    response["Content-Disposition"] = disposition or "attachment"
    return response


def _ending(content: Content) -> str:
    return ending(_declared(content))
