"""Contents that are odd on purpose: cut off, empty, wrongly named, or not what they say."""

from collections.abc import Iterator
from datetime import datetime

from contactserver.loaders.stored_records import StoredContent
from samplecentre.interaction import build_stored_content
from samplecentre.seeded_random import build_random
from samplecentre.transcripts import TranscriptWriter


def iter_odd_contents(moment: datetime) -> Iterator[tuple[str, str, StoredContent]]:
    """A subject that says what is odd, the kind of content, and the content, last changed at `moment`."""
    whole = _build_lonely_transcript(moment)
    for subject, xml in (
        ("Structured text without its type", whole),
        ("A transcript that was cut off", whole[: whole.index("</message>")]),
        ("A transcript with a bare ampersand", whole.replace("is anybody there", "Q & A")),
        ("HTML that calls itself a transcript", "<html><body><p>Hello <b>there</b><br></body></html>"),
    ):
        yield subject, "structured_text", build_stored_content("text/xml", xml, moment)
    yield "A content that is empty", "plain_text", build_stored_content("text/plain", b"", moment)
    latin = "café fermé\n".encode("latin-1")
    yield (
        "Bytes that are no UTF-8",
        "plain_text",
        build_stored_content("text/plain; charset=utf-8", latin, moment),
    )
    yield (
        "A picture that is none",
        "binary_content",
        build_stored_content("image/png", b"<svg onload=alert(1)>", moment),
    )


def _build_lonely_transcript(moment: datetime) -> str:
    """Somebody alone in a session."""
    pen = TranscriptWriter("00001aODD0000029", moment, build_random("odd"))
    iris = pen.join("Iris", "CLIENT")
    pen.wait(5).say(iris, "is anybody there")
    pen.wait(40).leave(iris)
    return pen.build_xml()
