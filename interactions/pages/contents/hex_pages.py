"""The bytes of any content, a page at a time: `/interactions/{id}/{kind}/hex?at=4096`. So are those of
what lies inside: `/interactions/{id}/binary_content/parts/2.1/hex`.

Each page is one small range, so that one of 2 GB costs as much as one of 2 kB. `at` is the offset of a byte,
in decimal or as 0x…: its page is shown and the byte marked. `go` is what a person typed, and leads to it;
`sha256` asks for the sum, which reads all of the content.
"""

import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interactions.access.gate import get_gate
from interactions.content.binary.content_slice import ContentSlice, read_content_slice
from interactions.content.binary.digest import MAX_AUTOMATIC_DIGEST_BYTES, ContentDigest, compute_digest
from interactions.content.binary.hex_rows import HEX_ROW_BYTES, build_hex_rows
from interactions.content.content_ref import ContentRef
from interactions.content.errors import UnviewableContent
from interactions.content.media_types import decide_media_type
from interactions.content.signatures import SIGNATURE_BYTES, has_only_text_bytes
from interactions.content.source import ContentSource
from interactions.pages.contents.content_sources import open_content_source
from interactions.pages.contents.content_urls import build_content_urls
from interactions.pages.contents.stream_slots import BUSY_DETAIL, BUSY_TITLE, process_stream_slots
from interactions.pages.errors import describe_error
from interactions.pages.page_zone import add_carried_zone
from interactions.ucs.byte_ranges import build_range_header
from interactions.ucs.errors import UCSError

PAGE_BYTES = 4096  # bytes
BYTE_OFFSET_PATTERN = re.compile(r"0[xX](?P<hex>[0-9a-fA-F]{1,14})|(?P<decimal>[0-9]{1,17})")


@dataclass(frozen=True)
class HexPageOffsets:
    """Offsets of the pages around this one; None where there is none, or `last` is not known."""

    first: int | None
    previous: int | None
    next: int | None
    last: int | None


@dataclass(frozen=True)
class HexPage:
    """What was read: the window, the type that the UCS gives, and what the first bytes look like."""

    window: ContentSlice
    declared: str | None
    guessed: str | None


@require_safe
def content_hex(request: HttpRequest, ref: ContentRef) -> HttpResponse:
    """One page. Beyond the end it is 404, with the way back."""
    typed, given = request.GET.get("go"), request.GET.get("at", "0")
    aim = parse_byte_offset(typed) if typed is not None else None
    if aim is not None:
        return HttpResponseRedirect(
            add_carried_zone(f"{request.path}?at={aim}#x{aim - aim % HEX_ROW_BYTES:x}")
        )
    at = parse_byte_offset(given)
    if at is None:
        at, typed = 0, given
    start, refusal = at - at % PAGE_BYTES, ""
    source = open_content_source(get_gate(request), ref)
    try:
        look = _load_hex_page(source, start)
    except UnviewableContent as unshowable:
        refusal, look = unshowable.reason, HexPage(ContentSlice(start, b"", None), None, None)
    seen = look.window
    context = {
        "identifier": ref.interaction_id,
        "kind": ref.kind,
        "at": at,
        "wrong": typed,
        "page_size": PAGE_BYTES,
        "refusal": refusal,
        "look": look,
        "rows": build_hex_rows(seen.data, start, marked=at if at != start else None),
        "steps": build_page_offsets(seen),
        "sum": _load_sha256(request, source, seen),
        "inside": ref.path,
        "addresses": build_content_urls(ref),
    }
    status = 404 if refusal or (not seen.data and start) else 200
    return render(request, "hex.html", context, status=status)


def parse_byte_offset(text: str) -> int | None:
    """A place as people write it, `4096`, `4,096`, `4 096` or `0x1000`; None when it is none."""
    found = BYTE_OFFSET_PATTERN.fullmatch(re.sub(r"[\s,_]", "", text[:100]))
    if found is None:
        return None
    return int(found["hex"], 16) if found["hex"] else int(found["decimal"])


def build_page_offsets(seen: ContentSlice) -> HexPageOffsets:
    """The pages around one."""
    start = seen.start
    last = (seen.size - 1) // PAGE_BYTES * PAGE_BYTES if seen.size else None
    before = start - PAGE_BYTES if last is None else min(start - PAGE_BYTES, last)
    return HexPageOffsets(
        first=0 if start else None,
        previous=before if start else None,
        next=start + PAGE_BYTES if seen.has_more and seen.data else None,
        last=last if last is not None and last > start else None,
    )


def _load_hex_page(asked: ContentSource, start: int) -> HexPage:
    """The page, and for the type the first bytes, a second small range where the page is another."""
    content = asked(build_range_header(start, PAGE_BYTES))
    seen = read_content_slice(content, start, PAGE_BYTES)
    head = seen.data
    if start:
        content = asked(build_range_header(0, SIGNATURE_BYTES))
        head = read_content_slice(content, 0, SIGNATURE_BYTES).data
    guessed = decide_media_type(content.kind, content.media_type, head, content.name).detected
    return HexPage(
        seen, content.media_type, guessed or ("text/plain" if head and has_only_text_bytes(head) else None)
    )


def _load_sha256(request: HttpRequest, asked: ContentSource, seen: ContentSlice) -> ContentDigest | None:
    """The SHA-256, when it was asked for or costs next to nothing; None when it is to be asked for.

    It holds a thread as long as the reading takes, so it needs a slot as a stream does. What breaks in it is
    said in its place and takes no page along.
    """
    if "sha256" not in request.GET and (seen.size is None or seen.size > MAX_AUTOMATIC_DIGEST_BYTES):
        return None
    slot = process_stream_slots.acquire()
    if slot is None:
        return ContentDigest(0, reason=f"{_(BUSY_TITLE)}. {_(BUSY_DETAIL)}")
    try:
        return compute_digest(asked({}).body)
    except UnviewableContent as unshowable:
        return ContentDigest(0, reason=unshowable.reason)
    except UCSError as error:
        failure = describe_error(request, error)
        return ContentDigest(0, reason=f"{failure.title}. {failure.detail}")
    finally:
        process_stream_slots.release(slot)
