"""Contents that hold others ask the UCS once, within bounds."""

import pytest

from interactions.access.kept_contents import copies, holding
from interactions.content.limits import ContentLimits
from interactions.content.nested.in_memory import build_in_memory_source
from interactions.ucs.resources import ContentKind

KIND = ContentKind.BINARY_CONTENT


class Upstream:
    """A content that counts how often it is asked for."""

    def __init__(self, data: bytes) -> None:
        self.source, self.asked = build_in_memory_source(data, "message/rfc822"), []

    def __call__(self, headers):
        self.asked.append(dict(headers))
        return self.source(headers)


def test_it_is_asked_for_once() -> None:
    upstream = Upstream(b"0123456789")
    for wanted in ({}, {"Range": "bytes=2-3"}, {}):
        content = holding("A1", KIND, upstream)(wanted)
        assert (content.media_type, content.kind) == ("message/rfc822", KIND)
    assert upstream.asked == [{}]
    assert holding("A1", KIND, upstream)({"Range": "bytes=2-3"}).body.read(9) == b"23"


def test_another_is_another() -> None:
    holding("A1", KIND, Upstream(b"one"))
    assert holding("A2", KIND, Upstream(b"two"))({}).body.read(9) == b"two"
    assert holding("A1", ContentKind.PLAIN_TEXT, Upstream(b"three"))({}).body.read(9) == b"three"


def test_what_is_too_large_is_asked_for_each_time(settings) -> None:
    settings.CONTENT_LIMITS = ContentLimits(held_bytes=9)
    upstream = Upstream(b"0123456789")
    for _ in range(2):
        content = holding("A1", KIND, upstream)({"Range": "bytes=2-3"})
        assert content.body.read(9) == b"23"
    assert upstream.asked == [{}, {"Range": "bytes=2-3"}, {"Range": "bytes=2-3"}]


def test_all_together_have_a_limit(settings) -> None:
    settings.CONTENT_LIMITS = ContentLimits(kept_bytes=5000)
    for number in range(20):
        holding(f"A{number}", KIND, Upstream(b"x" * 2000))
    assert len(copies.entries) == 2


def test_an_error_keeps_nothing() -> None:
    def fail(headers):
        raise TimeoutError

    with pytest.raises(TimeoutError):
        holding("A1", KIND, fail)
    assert not copies.entries
