"""Contents that are odd on purpose: cut off, empty, wrongly named, or not what they say."""

from collections.abc import Iterator
from datetime import UTC, datetime

from contactserver.loaders.records import StoredContent
from contactserver.loaders.sample.chance import chance
from contactserver.loaders.sample.interaction import content
from contactserver.loaders.sample.transcripts import Transcript

WHEN = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)


def odd_contents() -> Iterator[tuple[str, str, StoredContent]]:
    """A subject that says what is odd, the kind of content, and the content."""
    whole = _transcript()
    for subject, xml in (
        ("Structured text without its type", whole),
        ("A transcript that was cut off", whole[: whole.index("</message>")]),
        ("A transcript with a bare ampersand", whole.replace("is anybody there", "Q & A")),
        ("HTML that calls itself a transcript", "<html><body><p>Hello <b>there</b><br></body></html>"),
    ):
        yield subject, "structured_text", content("text/xml", xml, WHEN)
    yield "A content that is empty", "plain_text", content("text/plain", b"", WHEN)
    latin = "café fermé\n".encode("latin-1")
    yield "Bytes that are no UTF-8", "plain_text", content("text/plain; charset=utf-8", latin, WHEN)
    yield "A picture that is none", "binary_content", content("image/png", b"<svg onload=alert(1)>", WHEN)


def _transcript() -> str:
    """Somebody alone in a session."""
    pen = Transcript("00001aODD0000029", WHEN, chance("odd"))
    iris = pen.join("Iris", "CLIENT")
    pen.wait(5).say(iris, "is anybody there")
    pen.wait(40).leave(iris)
    return pen.xml()
