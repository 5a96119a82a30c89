import hashlib

from interactions.content.binary import digest as module
from interactions.content.binary.digest import ContentDigest, compute_digest
from interactions.content.limits import ContentLimits
from tests.interactions.content.conftest import Bytes


def test_a_digest_is_computed_piece_by_piece(monkeypatch):
    monkeypatch.setattr(module, "DIGEST_CHUNK_BYTES", 7)
    body = Bytes(b"x" * 1000)
    assert compute_digest(body) == ContentDigest(1000, hashlib.sha256(b"x" * 1000).hexdigest())
    assert body.closed


def test_an_empty_body_has_a_digest():
    assert compute_digest(Bytes(b"")).sha256 == hashlib.sha256().hexdigest()


def test_a_body_over_the_size_limit_has_no_digest(settings):
    settings.CONTENT_LIMITS = ContentLimits(digest_bytes=999_999)
    body = Bytes(bytes(2_000_000))
    made = compute_digest(body)
    assert made.sha256 is None
    assert "999,999" in made.reason
    assert (made.size < 1_300_000, body.closed) == (True, True)


def test_a_body_over_the_time_limit_has_no_digest(settings):
    settings.CONTENT_LIMITS = ContentLimits(digest_seconds=0)
    made = compute_digest(Bytes(bytes(2_000_000)))
    assert made.sha256 is None
    assert made.reason == "Stopped after 0 s: the UCS had sent only 65,536 bytes."
