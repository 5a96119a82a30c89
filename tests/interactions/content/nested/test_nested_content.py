"""The way to what lies in a content."""

import pytest

from interactions.content.errors import UnviewableContent
from interactions.content.limits import ContentLimits
from interactions.content.nested.container_registry import open_container
from interactions.content.nested.in_memory import build_in_memory_source
from interactions.content.nested.nested_content import find_nested_content
from tests.interactions.content.mail.test_mail import build_mail, build_part

INNER = b"From: noa@example.com\r\nSubject: Inside\r\nContent-Type: text/plain\r\n\r\nhello"
OUTER = build_mail(
    build_part("text/plain", b"see below"), build_part("application/octet-stream", INNER, "Content-ID: <x>")
)


def there(path, data=OUTER):
    return find_nested_content(build_in_memory_source(data, "message/rfc822"), path)


def test_a_part():
    found = there("1")
    assert found.source({}).body.read(99).strip() == b"see below"
    assert [path for path, _ in found.entries_on_path] == ["1"]


def test_a_part_of_a_mail_that_is_a_part():
    found = there("2/1")
    assert found.source({}).body.read(99).strip() == b"hello"
    assert [(path, entry.path) for path, entry in found.entries_on_path] == [("2", "2"), ("2/1", "1")]


@pytest.mark.parametrize("path", ["9", "2/9", "1.1"])
def test_nothing_is_there(path):
    assert there(path) is None


def test_what_holds_nothing():
    with pytest.raises(UnviewableContent, match="does not contain other files"):
        there("1/1")
    with pytest.raises(UnviewableContent, match="does not contain other files"):
        open_container(build_in_memory_source(b"hello", "text/plain"))


def test_only_so_deep(settings):
    settings.CONTENT_LIMITS = ContentLimits(inside_depth=1)
    assert there("2")
    with pytest.raises(UnviewableContent, match="too deeply"):
        there("2/1")


def test_what_is_too_large_is_not_opened(settings):
    settings.CONTENT_LIMITS = ContentLimits(mail_bytes=100)
    with pytest.raises(UnviewableContent, match="larger than"):
        there("1")


def test_what_is_shown_as_a_mail_on_request_opens_as_one():
    """It is called an image and begins like a mail, so it is a file until somebody asks for the mail."""
    source = b"Received: by x\r\n" + build_mail(build_part("text/plain", b"see below"))
    found = find_nested_content(build_in_memory_source(source, "image/png"), "1")
    assert found.source({}).body.read(99).strip() == b"see below"


def test_a_name_is_as_its_sender_wrote_it():
    attached = build_part(
        "image/png", b"x", "Content-Disposition: attachment; filename*=utf-8''a%E2%80%AEgnp.exe"
    )
    found = there("1", build_mail(attached))
    assert found.source({}).name == "a\u202egnp.exe"
    assert found.entry.file_name == "agnp.exe"
