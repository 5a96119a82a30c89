import hashlib

from interactions.content.limits import Limits
from interactions.content.octets import digest as module
from interactions.content.octets.digest import Digest, digest
from tests.interactions.content.conftest import Bytes


def test_a_digest_in_pieces(monkeypatch) -> None:
    monkeypatch.setattr(module, "PIECE", 7)
    body = Bytes(b"x" * 1000)
    assert digest(body) == Digest(1000, hashlib.sha256(b"x" * 1000).hexdigest())
    assert body.closed


def test_of_nothing() -> None:
    assert digest(Bytes(b"")).sha256 == hashlib.sha256().hexdigest()


def test_more_than_the_limit(settings) -> None:
    settings.CONTENT_LIMITS = Limits(digest_bytes=999_999)
    body = Bytes(bytes(2_000_000))
    made = digest(body)
    assert made.sha256 is None
    assert "999,999" in made.reason
    assert (made.size < 1_300_000, body.closed) == (True, True)


def test_longer_than_the_limit(settings) -> None:
    settings.CONTENT_LIMITS = Limits(digest_seconds=0)
    made = digest(Bytes(bytes(2_000_000)))
    assert made.sha256 is None
    assert made.reason == "Stopped after 0 s: the UCS had sent only 65,536 bytes."
