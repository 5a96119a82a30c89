import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.chat.session_parser import ChatSession, SessionParser
from interactions.content.tree.xml_parser import parse_xml


def session(entries: str, attributes: str = 'startAt="2026-03-02T09:33:10Z"') -> ChatSession:
    root, _ = parse_xml(f"<chatTranscript {attributes}>{entries}</chatTranscript>".encode(), None)
    return SessionParser().read(root)


def joined(user: str, kind: str, nick: str = "", person: str = "", inside: str = "") -> str:
    info = f'<userInfo personId="{person}" userNick="{nick}" userType="{kind}"/>'
    return f'<newParty userId="{user}" timeShift="0" visibility="ALL" eventId="1">{info}{inside}</newParty>'


def left(user: str, asker: str = "", reason: str = "<reason>left</reason>") -> str:
    return f'<partyLeft userId="{user}" timeShift="9" askerId="{asker or user}">{reason}</partyLeft>'


def wrote(user: str, text: str, at: str = "5", **attributes: str) -> str:
    more = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f'<message userId="{user}" timeShift="{at}"{more}><msgText>{text}</msgText></message>'


BOT_DATA = '<userData><item key="GCTI_Chat_PartyStyle">BOT</item></userData>'
BOT_STYLE = (
    '<eventAttributes><item key="GCTI_SYSTEM" type="kvlist"><item key="party-info" type="kvlist">'
    '<item key="style">BOT</item></item></item></eventAttributes>'
)


@pytest.mark.parametrize(
    ("kind", "inside", "role"),
    [
        ("CLIENT", "", "customer"),
        ("AGENT", "", "agent"),
        ("AGENT", BOT_DATA, "bot"),
        ("AGENT", BOT_STYLE, "bot"),
        ("EXTERNAL", "", "system"),
        ("SUPERVISOR", "", "supervisor"),
        ("MARTIAN", "", "unknown"),
    ],
)
def test_roles(kind, inside, role) -> None:
    assert session(joined("A", kind, inside=inside)).entries[0].party.role == role


def test_a_party_without_a_nick_is_called_by_its_role() -> None:
    made = session(joined("A", "AGENT", " ", "1002") + joined("C", "CLIENT") + joined("D", "CLIENT"))
    assert [entry.party.label for entry in made.entries] == ["Agent 1002", "Customer", "Customer (2)"]


def test_who_comes_back_is_the_same_person_only_where_that_is_safe() -> None:
    again = session(joined("A", "CLIENT", "Noa") + left("A") + joined("B", "CLIENT", "Noa"))
    assert again.entries[0].party == again.entries[2].party
    both = session(joined("A", "CLIENT", "Noa") + joined("B", "CLIENT", "Noa"))
    assert [entry.party.label for entry in both.entries] == ["Noa", "Noa (2)"]
    agent = session(joined("A", "AGENT", "Sam", "7") + joined("B", "AGENT", "Sam", "7"))
    assert agent.entries[0].party == agent.entries[1].party
    known = '<userData><item key="EmailAddress">noa@shop.example</item></userData>'
    blank = session(
        joined("A", "CLIENT", "Noa", inside=known) + left("A") + joined("B", "CLIENT", " ", inside=known)
    )
    assert (blank.entries[0].party, blank.entries[2].again) == (blank.entries[2].party, True)
    other = joined("B", "CLIENT", "Noa", inside=known.replace("noa@", "noah@"))
    namesake = session(joined("A", "CLIENT", "Noa", inside=known) + left("A") + other)
    assert namesake.entries[2].party.label == "Noa (2)"
    unnamed = session(joined("A", "CLIENT") + left("A") + joined("B", "CLIENT"))
    assert unnamed.entries[2].party.label == "Customer (2)"


def test_everything_that_was_written_is_kept() -> None:
    made = session(
        joined("A", "CLIENT")
        + '<message userId="A" timeShift="1"><msgText>one</msgText> stray </message>'
        + '<notice userId="A" timeShift="2"><msgText>two</msgText></notice>'
        + '<message userId="A" timeShift="3"><msgText/></message>'
        + '<fileUploaded userId="A" timeShift="4"><x>three</x></fileUploaded>'
    )
    assert [(e.what, e.text) for e in made.entries[1:]] == [
        ("message", "one\nstray"),
        ("notice", "two"),
        ("message", ""),
        ("other", "three"),
    ]
    assert made.entries[4].tag == "fileUploaded"


def test_text_between_the_entries_is_kept_too() -> None:
    made = session("first" + wrote("A", "x") + "second")
    assert [(e.what, e.text) for e in made.entries] == [
        ("other", "first"),
        ("message", "x"),
        ("other", "second"),
    ]


def test_a_writer_who_never_joined_has_a_name_too() -> None:
    assert session(wrote("ghost", "boo")).entries[0].party.label == "Unknown participant"


def test_what_not_everybody_saw_is_internal() -> None:
    made = session(wrote("A", "x", visibility="INT") + wrote("A", "x", visibility="ALL") + wrote("A", "x"))
    assert [entry.internal for entry in made.entries] == [True, False, False]


@pytest.mark.parametrize("bad", ["", "soon", "1.5", "9999999999999", "--1"])
def test_a_time_that_can_not_be_read_is_none(bad) -> None:
    assert session(wrote("A", "x", at=bad)).entries[0].seconds is None
    assert session("", f'startAt="{bad}"').start is None


def test_a_start_is_utc_with_and_without_its_z() -> None:
    with_z, without = (session("", f'startAt="2026-03-02T09:33:10{z}"').start for z in ("Z", ""))
    assert with_z == without


def test_who_removed_whom() -> None:
    made = session(
        joined("A", "AGENT", "Sam")
        + joined("C", "CLIENT", "Noa")
        + left("C", "A", '<reason code="4">x</reason>')
    )
    last = made.entries[-1]
    assert (last.party.label, last.asker and last.asker.label, last.code) == ("Noa", "Sam", "4")
    assert [party.label for party in made.present] == ["Sam"]


def test_data_that_came_along_nests_by_path() -> None:
    inside = (
        '<userData><item key="a" type="kvlist"><item key="b">1</item></item><item key="c">2</item></userData>'
    )
    assert session(joined("A", "CLIENT", inside=inside)).entries[0].fields[1:] == (("a/b", "1"), ("c", "2"))


def test_what_the_session_knows_of_somebody_is_kept() -> None:
    info = (
        '<userInfo personId="1002" userNick="Sam" userType="AGENT" protocolType="BASIC" timeZoneOffset="60"/>'
    )
    entry = session(f'<newParty userId="A">{info}{BOT_STYLE}</newParty>').entries[0]
    assert entry.fields == (
        ("personId", "1002"),
        ("userType", "AGENT"),
        ("protocolType", "BASIC"),
        ("timeZoneOffset", "60"),
        ("GCTI_SYSTEM/party-info/style", "BOT"),
    )


@pytest.mark.parametrize(
    ("attributes", "tag"),
    [
        ('treatAs="NORMAL" msgType="text"', ""),
        ('treatAs="NORMAL"', ""),
        ('treatAs="COMMAND" msgType="text"', "COMMAND"),
        ('msgType="text/markdown"', "text/markdown"),
    ],
)
def test_an_unusual_message_says_so(attributes, tag) -> None:
    made = session(f'<message userId="A"><msgText {attributes}>x</msgText></message>')
    assert made.entries[0].tag == tag


def test_ten_thousand_parties_of_one_name_take_no_time() -> None:
    made = session(joined("A", "CLIENT", "Noa") * 9_000)
    assert len({entry.party.label for entry in made.entries}) == 9_000


ENTRIES = st.lists(
    st.sampled_from(
        [
            joined("A", "CLIENT", "Noa"),
            joined("B", "AGENT", "", "7"),
            left("A"),
            left("B", "A"),
            wrote("A", "hi"),
            wrote("B", "&amp;", at="-3"),
            wrote("", ""),
            "<notice/>",
            "<reason/>",
            "text",
        ]
    ),
    max_size=12,
)


@given(ENTRIES)
def test_any_order_of_entries_is_read(entries) -> None:
    made = session("".join(entries))
    assert len(made.entries) >= sum(entry != "text" for entry in entries)
    assert "".join(entry.text for entry in made.entries).count("text") == entries.count("text")
