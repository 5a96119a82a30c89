"""Addresses as real programs write them."""

import time

import pytest

from contactserver.loaders.addresses import MailAddress, parse_addresses
from contactserver.loaders.headers import parse_headers

JANE = "jane@example.com"


def parsed(value):
    found = parse_addresses(parse_headers(b"To: " + value + b"\n\n"), "to")
    return [(address.address, address.personal) for address in found]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"jane@example.com", [(JANE, None)]),
        (b"Jane Doe <jane@example.com>", [(JANE, "Jane Doe")]),
        (b'"Doe, Jane" <jane@example.com>', [(JANE, "Doe, Jane")]),
        (b"Doe, Jane <jane@example.com>", [(JANE, "Doe, Jane")]),
        (b'"Jane \\"JD\\" Doe" <jane@example.com>', [(JANE, 'Jane "JD" Doe')]),
        (b"jane@example.com (Jane Doe)", [(JANE, "Jane Doe")]),
        (b"<jane@example.com>; joe@example.com", [(JANE, None), ("joe@example.com", None)]),
        (b"Team: jane@example.com, Joe <joe@example.com>;", [(JANE, None), ("joe@example.com", "Joe")]),
        (b"undisclosed-recipients:;", []),
        (b"=?utf-8?q?M=C3=BCller=2C_Jane?= <jane@example.com>", [(JANE, "Müller, Jane")]),
        (b'"=?utf-8?q?M=C3=BCller?=" <jane@example.com>', [(JANE, "Müller")]),
        (b"=?utf-8?q?Jane_=3Cjane=40example=2Ecom=3E?=", [(JANE, "Jane")]),
        ("Müller <jane@example.com>".encode("latin-1"), [(JANE, "Müller")]),
        ("jané@exämple.com".encode(), [("jané@exämple.com", None)]),
        (b"<@relay.example:jane@example.com>", [(JANE, None)]),
        (b"<mailto:jane@example.com>", [(JANE, None)]),
        (b"< jane @example.com >", [(JANE, None)]),
        (b'"jane doe"@example.com', [('"janedoe"@example.com', None)]),
        (b"Jane <jane@example.com", [(JANE, "Jane")]),
        (b"Customer care", [("", "Customer care")]),
        (b"Doe, jane@example.com", [("Doe", None), (JANE, None)]),
        (b"postmaster", [("postmaster", None)]),
        (b"<>", []),
        (b", ,", []),
        (b"", []),
    ],
)
def test_addresses(value, expected):
    assert parsed(value) == expected


def test_all_headers_of_a_name_count():
    headers = parse_headers(b"To: jane@example.com\nTO: joe@example.com\n\n")
    assert parse_addresses(headers, "To") == (MailAddress(JANE), MailAddress("joe@example.com"))


@pytest.mark.parametrize("text", [b"(", b'"', b"<", b"a@", b"@", b"=?a?q?", b"\\", b"[", b"a ", b"a,", b":"])
def test_time_grows_with_the_length_and_no_faster(text):
    started = time.process_time()
    parsed(b'a"' + text * 60_000)
    assert time.process_time() - started < 15
