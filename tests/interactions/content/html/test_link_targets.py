"""Where links lead, and which words name another site."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.html.link_targets import find_misleading_address, parse_link_target

PARSED_ADDRESSES = [
    ("https://shop.example/a?b#c", "https://shop.example/a?b#c", "shop.example"),
    ("HTTPS:Shop.EXAMPLE", "https://shop.example/", "shop.example"),
    (" \x01https:\\\\shop.example\\x", "https://shop.example/x", "shop.example"),
    ("https://sh\top.exa\nmple/", "https://shop.example/", "shop.example"),
    ("https://bank.example@evil.example/", "https://evil.example/", "evil.example"),
    ("https://bank.example:x@y@evil.example:443/", "https://evil.example/", "evil.example"),
    ("https://bank.example\\@evil.example/", "https://bank.example/@evil.example/", "bank.example"),
    ("http://shop.example:8080?x", "http://shop.example:8080/?x", "shop.example:8080"),
    ("https://%65vil.example", "https://evil.example/", "evil.example"),
    ("https://bänk.example", "https://xn--bnk-qla.example/", "xn--bnk-qla.example (bänk.example)"),
    ("https://faß.example", "https://xn--fa-hia.example/", "xn--fa-hia.example (faß.example)"),
    ("https://ｅｖｉｌ。example", "https://evil.example/", "evil.example"),
    ("https://xn--80ak6aa92e.com", "https://xn--80ak6aa92e.com/", "xn--80ak6aa92e.com (аррӏе.com)"),
    ("https://xn--evil\u202e.example", None, None),
    ("http://2130706433/", "http://127.0.0.1/", "127.0.0.1"),
    ("http://0x7f.1/", "http://127.0.0.1/", "127.0.0.1"),
    ("http://017700000001/", "http://127.0.0.1/", "127.0.0.1"),
    ("http://１２７.0.0.1/", "http://127.0.0.1/", "127.0.0.1"),
    ("http://[0:0::1]:80/", "http://[::1]/", "[::1]"),
    ("http://256.1.1.1/", None, None),
    ("https://a b.example/", None, None),
    ("https://a..b/", None, None),
    ("https:///", None, None),
    ("//evil.example/", None, None),
    ("/sign-out", None, None),
    ("javascript:alert(1)//https://bank.example", None, None),
    ("mailto:%22a%22@evil.example?cc=b", "mailto:%22a%22@evil.example?cc=b", 'mailto:"a"@evil.example'),
    ("TEL:+49 30 1", "tel:+49 30 1", "tel:+49 30 1"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "address", "shown"), PARSED_ADDRESSES)
def test_an_address_is_parsed_as_browsers_parse_it(written, address, shown):
    goal = parse_link_target(written)
    assert (goal and goal.address, goal and goal.label) == (address, shown)
    assert not goal or parse_link_target(goal.address) == goal


def test_a_long_host_is_shortened_to_its_end():
    goal = parse_link_target(f"https://{'bank.example.' * 9}evil.example/")
    assert goal and goal.label.startswith("…") and goal.label.endswith("evil.example")
    assert len(goal.label) < 70


@given(st.text(max_size=80), st.text(alphabet="/\\@:.[]%#?ａ。ä-_0x1 \t\u202e", max_size=40))
def test_any_address_is_parsed_or_refused(text, odd):
    for written in (text, f"https://{odd}", f"https://{odd}{text}", f"mailto:{text}"):
        goal = parse_link_target(written)
        if goal and goal.address.startswith("http"):
            assert re.match(r"https?://(?:[a-z0-9._-]+|\[[0-9a-f:]+\])(?::\d+)?[/\\]", goal.address)
            assert parse_link_target(goal.address) == goal
        assert not goal or not re.search("[\x00-\x1f\u202a-\u202e]", goal.label + goal.title)


BANK_URL, EVIL_URL = "https://www.bank.example/a", "https://evil.example/bank.example"
LINK_WORDS = [
    ("https://bank.example/login", EVIL_URL, True),
    ("HTTP:\\\\Bank.Example", EVIL_URL, True),
    ("see www.bank.example, now", EVIL_URL, True),
    ("bank.example", EVIL_URL, True),
    ("Bank.com", EVIL_URL, True),
    ("b\u00ada\u200bnk.com", EVIL_URL, True),
    ("bank．com", EVIL_URL, True),
    ("support@bank.com", EVIL_URL, True),
    ("https://bank.example@evil.example", EVIL_URL, True),
    ("https://bank.example:443]", EVIL_URL, True),
    ("bank.example.evil.com", "https://bank.example", True),
    ("apple.com", "https://xn--80ak6aa92e.com", True),
    ("info@bank.com", "mailto:info@evil.example", True),
    ("bank.com", "tel:+1900", True),
    ("https://bank.example/login", BANK_URL, False),
    ("www.bank.example:443.", BANK_URL, False),
    ("http://login.bank.example", "https://bank.example", False),
    ("BANK.EXAMPLE", BANK_URL, False),
    ("b\u00adank.example", BANK_URL, False),
    ("bänk.example", "https://xn--bnk-qla.example", False),
    ("127.0.0.1", "http://2130706433", False),
    ("info@bank.example", "mailto:info@bank.example", False),
    ("john.doe@bank.example", BANK_URL, False),
    ("Track your parcel", EVIL_URL, False),
    ("Read it today.It is new", EVIL_URL, False),
    ("Node.js, index.html and report.pdf", EVIL_URL, False),
    ("version 1.2.3 at 10.30", EVIL_URL, False),
    ("https://…", EVIL_URL, False),
]  # fmt: skip


@pytest.mark.parametrize(("words", "address", "deny"), LINK_WORDS)
def test_words_that_name_another_site_are_found(words, address, deny):
    goal = parse_link_target(address)
    assert goal
    assert (find_misleading_address(words, goal) is not None) == deny


def test_the_position_follows_the_address_and_splits_no_entity():
    goal = parse_link_target(EVIL_URL)
    assert goal
    words = "to https://bank.example/a?b=1&amp;c=2 and on"
    assert find_misleading_address(words, goal) == words.index(" and")
    for length in range(70, 90):
        at = find_misleading_address(f"bank.com/{'x' * length}&amp;&lt;", goal)
        assert at and f"bank.com/{'x' * length}&amp;&lt;"[:at].count("&") in {0, 1}
        assert not re.search("&[a-z]*$", f"bank.com/{'x' * length}&amp;&lt;"[:at])


@pytest.mark.parametrize(
    "piece", ["a.", "www.", "https://", "a", "a-", "\u200b", "\u200b" * 60 + ".", "a.co@"]
)
def test_any_words_are_searched_in_bounded_time(piece):
    goal = parse_link_target(EVIL_URL)
    assert goal
    before = time.process_time()
    find_misleading_address(piece * 100_000, goal)
    assert time.process_time() - before < 0.3
