"""One content of an interaction, whole or in part, read from the database a piece at a time."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotModified, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from contactserver.errors import RequestRefusal
from contactserver.models import PIECE_BYTES, Content, Piece
from contactserver.ranges import ByteRange, UnsatisfiableRange, matches_if_range, parse_byte_range
from contactserver.views import check_identifier

# Contents are as hostile as whoever wrote them: nothing in one may run if a browser opens it here.
SANDBOX_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
}
VALIDATOR_HEADERS = ("ETag", "Last-Modified", "Cache-Control")


def interaction_content(request: HttpRequest, interaction_id: str, kind: str) -> HttpResponseBase:
    """`GET /interactions/{interaction_id}/plain_text`, `…/structured_text` and `…/binary_content`: 200, 206
    or 304. Raises RequestRefusal: 400 for what can't be an ID, 404, 412, or 416."""
    content = Content.objects.filter(interaction_id=check_identifier(interaction_id), kind=kind).first()
    if content is None:
        raise RequestRefusal(404, "Unknown interaction or content.")
    modified = int(content.modified.timestamp())
    headers = _build_content_headers(content, modified)
    conditional_response = get_conditional_response(request, headers["ETag"], modified)
    if conditional_response is None:
        return _build_content_response(content, _find_requested_range(request, content, headers), headers)
    if conditional_response.status_code == 412:
        raise RequestRefusal(412, "The content is not the one that was asked for.")
    return HttpResponseNotModified(headers={name: headers[name] for name in VALIDATOR_HEADERS})


def _build_content_headers(content: Content, modified: int) -> dict[str, str]:
    return {
        "Content-Type": content.media_type,
        "Accept-Ranges": "bytes",
        "ETag": f'"{content.digest}"',
        "Last-Modified": http_date(modified),
        "Cache-Control": "private, no-cache",
    } | SANDBOX_HEADERS


def _find_requested_range(
    request: HttpRequest, content: Content, headers: dict[str, str]
) -> ByteRange | None:
    """The part that is asked for, None for the whole. `HEAD` knows no ranges (RFC 9110 §14.2)."""
    is_current = matches_if_range(request.headers.get("If-Range"), headers["ETag"], headers["Last-Modified"])
    if request.method != "GET" or not is_current:
        return None
    try:
        return parse_byte_range(request.headers.get("Range"), content.size)
    except UnsatisfiableRange:
        raise RequestRefusal(
            416, "The range is outside of the content.", {"Content-Range": f"bytes */{content.size}"}
        ) from None


def _build_content_response(
    content: Content, part: ByteRange | None, headers: dict[str, str]
) -> StreamingHttpResponse:
    start, stop = (part.start, part.stop) if part else (0, content.size)
    headers = headers | {"Content-Length": str(stop - start)}
    if part:
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{content.size}"
    return StreamingHttpResponse(
        _iter_content_bytes(content.pk, start, stop), status=206 if part else 200, headers=headers
    )


def _iter_content_bytes(content_id: int, start: int, stop: int) -> Iterator[bytes]:
    """The bytes from `start` up to `stop`. Raises Piece.DoesNotExist when the content is replaced meanwhile;
    the connection then ends early, which the Content-Length gives away."""
    for number in range(start // PIECE_BYTES, -(-stop // PIECE_BYTES)):
        piece = Piece.objects.get(content_id=content_id, number=number)
        before = number * PIECE_BYTES
        yield bytes(piece.data)[max(start - before, 0) : stop - before]
