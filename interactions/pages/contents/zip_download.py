"""All that lies in a content as one zip file, made while it is sent and never held as a whole."""

import errno
from collections.abc import Iterator
from contextlib import closing
from io import RawIOBase
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interactions.access.gate import get_gate
from interactions.content.content_ref import ContentRef
from interactions.content.errors import UnviewableContent
from interactions.content.nested.container import ContainerEntry, ContentContainer
from interactions.content.nested.container_registry import open_container
from interactions.content.source import CHUNK_BYTES
from interactions.pages.content_policies import BYTES_HEADERS
from interactions.pages.contents.content_sources import load_reusable_source
from interactions.ucs.errors import UCSError
from interactions.ucs.resources import ContentBody

UNREAD_LIST_FILE_NAME = "not-read.txt"


class ZipSink(RawIOBase):
    """Takes what a `ZipFile` writes, to be sent on."""

    def __init__(self) -> None:
        self.written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: "bytes | memoryview") -> int:  # type: ignore[override]
        self.written += data
        return len(data)

    def taken(self) -> bytes:
        data = bytes(self.written)
        self.written.clear()
        return data


@require_safe
def content_zip(request: HttpRequest, ref: ContentRef) -> HttpResponseBase:
    """Each file under its own name; what could not be read is named in a file of its own. Raises `Http404`
    when nothing can be taken out of the content."""
    try:
        held = open_container(load_reusable_source(get_gate(request), ref))
    except UnviewableContent as unshowable:
        raise Http404(unshowable.reason) from unshowable
    name = "-".join(filter(None, (ref.interaction_id, ref.kind, ref.path.replace("/", "-")))) + ".zip"
    response = StreamingHttpResponse(
        iter_zip_pieces(held), content_type="application/zip", headers=BYTES_HEADERS
    )
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def iter_zip_pieces(held: ContentContainer) -> Iterator[bytes]:
    """The pieces of the zip file. Raises ConnectionResetError, which the server takes for an end without a
    line of its own, when the UCS breaks off or a file turns out to be damaged after some of it was sent: a
    part must not pass for the whole."""
    sink, refused, taken = ZipSink(), [], {UNREAD_LIST_FILE_NAME}
    with ZipFile(sink, "w", ZIP_STORED) as archive:
        for entry in held.entries:
            name = find_unused_name(entry, taken)
            try:
                begun = _begin_member(held, entry)
            except UnviewableContent as unshowable:
                refused.append(f"{name}: {unshowable.reason}")
            except UCSError as error:
                raise _build_reset_error() from error
            else:
                yield from _iter_member_pieces(archive, sink, entry, name, begun)
        if refused:
            archive.writestr(UNREAD_LIST_FILE_NAME, "\n".join(refused) + "\n")
    yield sink.taken()


def find_unused_name(entry: ContainerEntry, taken: set[str]) -> str:
    """The entry's file name, with a number where another has it already."""
    stem, dot, ending = entry.file_name.rpartition(".")
    name, n = entry.file_name, 1
    while name.lower() in taken:
        n += 1
        name = f"{stem} ({n}).{ending}" if dot else f"{entry.file_name} ({n})"
    taken.add(name.lower())
    return name


def _begin_member(held: ContentContainer, entry: ContainerEntry) -> tuple[ContentBody, bytes]:
    """A file with its first bytes: most of what can't be read is found out by them."""
    found = held.source(entry.path)
    if found is None:
        raise UnviewableContent(_("This file is missing."))
    body = found({}).body
    try:
        return body, body.read(CHUNK_BYTES)
    except BaseException:
        body.close()
        raise


def _iter_member_pieces(
    archive: ZipFile, sink: ZipSink, entry: ContainerEntry, name: str, begun: tuple[ContentBody, bytes]
) -> Iterator[bytes]:
    body, piece = begun
    with (
        closing(body),
        archive.open(_build_zip_info(entry, name), "w", force_zip64=entry.size is None) as member,
    ):
        while piece:
            member.write(piece)
            yield sink.taken()
            try:
                piece = body.read(CHUNK_BYTES)
            except (UCSError, UnviewableContent) as error:
                raise _build_reset_error() from error


def _build_reset_error() -> ConnectionResetError:
    return ConnectionResetError(errno.ECONNRESET, "the content broke off")


def _build_zip_info(entry: ContainerEntry, name: str) -> ZipInfo:
    """With its size where it is known: without, the file takes an extension that old programs don't read."""
    info = ZipInfo(name)
    info.file_size = entry.size or 0
    return info
