"""Contents that hold others ask the UCS once, within bounds."""

from dataclasses import replace

import pytest

from interactions.access.cache.cache_key import CacheKey, CacheScope
from interactions.access.cache.content_cache import content_cache, load_content_source
from interactions.content.limits import ContentLimits
from interactions.content.nested.in_memory import build_in_memory_source
from interactions.ucs.resources import ContentKind

KIND = ContentKind.BINARY_CONTENT
SCOPE = CacheScope("http://ucs", "", "", "", "everything")


def make_key(identifier, kind=KIND, scope=SCOPE):
    return CacheKey(scope, kind, identifier)


class Upstream:
    """A content that counts how often it is asked for."""

    def __init__(self, data):
        self.source, self.asked = build_in_memory_source(data, "message/rfc822"), []

    def __call__(self, headers):
        self.asked.append(dict(headers))
        return self.source(headers)


def test_it_is_asked_for_once():
    upstream = Upstream(b"0123456789")
    for wanted in ({}, {"Range": "bytes=2-3"}, {}):
        content = load_content_source(make_key("A1"), upstream)(wanted)
        assert (content.media_type, content.kind) == ("message/rfc822", KIND)
    assert upstream.asked == [{}]
    assert load_content_source(make_key("A1"), upstream)({"Range": "bytes=2-3"}).body.read(9) == b"23"


def test_another_is_another():
    load_content_source(make_key("A1"), Upstream(b"one"))
    assert load_content_source(make_key("A2"), Upstream(b"two"))({}).body.read(9) == b"two"
    assert (
        load_content_source(make_key("A1", ContentKind.PLAIN_TEXT), Upstream(b"three"))({}).body.read(9)
        == b"three"
    )


@pytest.mark.parametrize(
    "other",
    [
        replace(SCOPE, base_url="http://another"),
        replace(SCOPE, tenant="another"),
        replace(SCOPE, group="another"),
        replace(SCOPE, username="another"),
        replace(SCOPE, rights="another"),
    ],
)
def test_other_rights_and_other_sources_see_none_of_it(other):
    load_content_source(make_key("A1"), Upstream(b"one"))
    source = load_content_source(make_key("A1", scope=other), Upstream(b"two"))
    assert source({}).body.read(9) == b"two"


def test_what_is_too_large_is_asked_for_each_time(settings):
    settings.CONTENT_LIMITS = ContentLimits(held_bytes=9)
    upstream = Upstream(b"0123456789")
    for _ in range(2):
        content = load_content_source(make_key("A1"), upstream)({"Range": "bytes=2-3"})
        assert content.body.read(9) == b"23"
    assert upstream.asked == [{}, {"Range": "bytes=2-3"}, {"Range": "bytes=2-3"}]


def test_all_together_have_a_limit(settings):
    settings.CONTENT_LIMITS = ContentLimits(kept_bytes=5000)
    for number in range(20):
        load_content_source(make_key(f"A{number}"), Upstream(b"x" * 2000))
    assert len(content_cache.get_keys()) == 2


def test_an_error_keeps_nothing():
    def fail(headers):
        raise TimeoutError

    with pytest.raises(TimeoutError):
        load_content_source(make_key("A1"), fail)
    assert not content_cache.get_keys()
