"""Where the server listens: what an address is, and what is none."""

import pytest

from contactserver.server import parse_address


@pytest.mark.parametrize(
    ("text", "address"),
    [("8080", ("127.0.0.1", 8080)), ("0.0.0.0:80", ("0.0.0.0", 80)), ("[::1]:8080", ("::1", 8080))],
)
def test_addresses(text, address):
    assert parse_address(text) == address


@pytest.mark.parametrize("text", ["", "0", "65536", "abc", "localhost:", "::1:80", "http://localhost:80"])
def test_what_is_no_address(text):
    with pytest.raises(ValueError, match="expected a port"):
        parse_address(text)
