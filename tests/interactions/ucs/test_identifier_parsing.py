import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.ucs.errors import UCSMalformedID
from interactions.ucs.identifier_parsing import (
    FoundIdentifier,
    are_identifiers,
    check_identifier,
    is_identifier,
    parse_identifiers,
)
from interactions.ucs.resources import ContentKind

CHAT, CUSTOMER, OTHER = "00001a57JGQ00BW8", "00001a57JGQ00BVU", "02DQ682X41WCE039"


@pytest.mark.parametrize("text", [CHAT, "1", "a-b_c", "x" * 64])
def test_an_id(text):
    assert check_identifier(text) == text


@pytest.mark.parametrize(
    "text",
    ["", ".", "..", "../customers/X", "%2e%2e", "a/b", "a?b", "a#b", "a b", "-a", "_a", "a\n", "é", "１",
     "x" * 65, "a\x00", "a%2Fb", "a;b"],
)  # fmt: skip
def test_what_can_be_no_id(text):
    assert not is_identifier(text)
    assert not are_identifiers([CHAT, text])
    with pytest.raises(UCSMalformedID) as error:
        check_identifier(text)
    assert len(text) < 3 or text not in str(error.value)


LIKE_IDS = [CHAT, "1", "x" * 64, "a-b_c", "", "-a", "a\nb", "a\n", "é", "x" * 65]


@given(st.lists(st.sampled_from(LIKE_IDS), max_size=4))
def test_many_are_ids_when_each_of_them_is(texts):
    assert are_identifiers(texts) == all(is_identifier(text) for text in texts)


@pytest.mark.parametrize("text", [CHAT, f"  {CHAT}\n", f'"{CHAT}"', f"<{CHAT}>", f"[{CHAT}],", f"“{CHAT}”."])
def test_a_bare_id_whatever_stands_around_it(text):
    assert parse_identifiers(text) == (FoundIdentifier(CHAT, None),)


@pytest.mark.parametrize(
    ("text", "clue"),
    [
        ("http://ucshost:8080/genesys/1/cs/customers/X/interactions", FoundIdentifier("X", "customer")),
        (f"http://ucshost:8080/interactions/{CHAT}", FoundIdentifier(CHAT, "interaction")),
        (f"/interactions/{CHAT}/plain_text", FoundIdentifier(CHAT, "interaction", ContentKind.PLAIN_TEXT)),
        (
            f"interactions/{CHAT}/binary content",
            FoundIdentifier(CHAT, "interaction", ContentKind.BINARY_CONTENT),
        ),
        (f"https://viewer.example/interactions/{CHAT}/structured_text/raw#m5",
         FoundIdentifier(CHAT, "interaction", ContentKind.STRUCTURED_TEXT)),
        (
            "https://viewer.example/customers/X?media=voice&from=2026-01-01#top",
            FoundIdentifier("X", "customer"),
        ),
        ("https%3A%2F%2Fviewer.example%2Fservices%2F77", FoundIdentifier("77", "service")),
        (f'GET "http://{OTHER}:8080/services/77/interactions" 200', FoundIdentifier("77", "service")),
        (f"'ContactId' [str] = \"{CUSTOMER}\"", FoundIdentifier(CUSTOMER, "customer")),
        (f"customer_id={CUSTOMER}", FoundIdentifier(CUSTOMER, "customer")),
        (f'AttributeInteractionId [string] = "{OTHER}"', FoundIdentifier(OTHER, "interaction")),
        (f'{{"interaction_id" : "{CHAT}", "customer_id" : null}}', FoundIdentifier(CHAT, "interaction")),
        ("ServiceId: 4711 started", FoundIdentifier("4711", "service")),
        (f"routed {OTHER} to Place_1002", FoundIdentifier(OTHER, None)),
    ],
)  # fmt: skip
def test_what_a_person_pastes(text, clue):
    assert parse_identifiers(text) == (clue,)


def test_a_log_line_gives_each_id_once_in_order_with_what_it_tells_of_them():
    line = (
        f"2026-03-02T09:33:10.000 Int 04543 {CHAT} queued; ConnID=006502A1B2C3D4E5 ThreadId={OTHER} "
        f"ContactCenterId: 101, CustomerId: {CUSTOMER}, InteractionId: {CHAT}"
    )
    assert parse_identifiers(line) == (
        FoundIdentifier(CHAT, "interaction"),
        FoundIdentifier(CUSTOMER, "customer"),
    )


@pytest.mark.parametrize(
    "text", ["", "   ", "lost parcel", "../x", "%", "%ff%fe", "\x00", "customer_id=", "¿"]
)
def test_nothing_is_found_where_nothing_is(text):
    assert parse_identifiers(text) == ()


@pytest.mark.parametrize("unit", ["a", "a_", "a ", 'aId=" ', "https://", "interactions/", "0A", "%25", "=>"])
def test_long_texts_cost_little(unit):
    began = time.perf_counter()
    parse_identifiers(unit * 1_000_000)
    assert time.perf_counter() - began < 1


@given(
    st.text(
        st.sampled_from("https://a.example/interactions/0000aB&?=_%2F,\"' ") | st.characters(), max_size=99
    )
)
def test_of_any_text_only_ids_come_out(text):
    assert all(is_identifier(clue.identifier) for clue in parse_identifiers(text))
