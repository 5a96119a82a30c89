import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.chat.session_parser import SessionParser
from interactions.content.tree.xml_parser import parse_xml


def parse_session(entries, attributes='startAt="2026-03-02T09:33:10Z"'):
    root, _ = parse_xml(f"<chatTranscript {attributes}>{entries}</chatTranscript>".encode(), None)
    return SessionParser().parse_session(root)


def build_join(user, kind, nick="", person="", inside=""):
    info = f'<userInfo personId="{person}" userNick="{nick}" userType="{kind}"/>'
    return f'<newParty userId="{user}" timeShift="0" visibility="ALL" eventId="1">{info}{inside}</newParty>'


def build_leave(user, asker="", reason="<reason>left</reason>"):
    return f'<partyLeft userId="{user}" timeShift="9" askerId="{asker or user}">{reason}</partyLeft>'


def build_message(user, text, at="5", **attributes):
    more = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f'<message userId="{user}" timeShift="{at}"{more}><msgText>{text}</msgText></message>'


BOT_USER_DATA = '<userData><item key="GCTI_Chat_PartyStyle">BOT</item></userData>'
BOT_EVENT_ATTRIBUTES = (
    '<eventAttributes><item key="GCTI_SYSTEM" type="kvlist"><item key="party-info" type="kvlist">'
    '<item key="style">BOT</item></item></item></eventAttributes>'
)


@pytest.mark.parametrize(
    ("kind", "inside", "role"),
    [
        ("CLIENT", "", "customer"),
        ("AGENT", "", "agent"),
        ("AGENT", BOT_USER_DATA, "bot"),
        ("AGENT", BOT_EVENT_ATTRIBUTES, "bot"),
        ("EXTERNAL", "", "system"),
        ("SUPERVISOR", "", "supervisor"),
        ("MARTIAN", "", "unknown"),
    ],
)
def test_a_party_has_the_role_of_its_user_type(kind, inside, role):
    assert parse_session(build_join("A", kind, inside=inside)).entries[0].party.role == role


def test_a_party_without_a_nick_is_labelled_by_its_role():
    session = parse_session(
        build_join("A", "AGENT", " ", "1002") + build_join("C", "CLIENT") + build_join("D", "CLIENT")
    )
    assert [entry.party.label for entry in session.entries] == ["Agent 1002", "Customer", "Customer (2)"]


def test_a_returning_party_is_recognised_only_by_safe_identifiers():
    returned = parse_session(
        build_join("A", "CLIENT", "Noa") + build_leave("A") + build_join("B", "CLIENT", "Noa")
    )
    assert returned.entries[0].party == returned.entries[2].party
    namesakes = parse_session(build_join("A", "CLIENT", "Noa") + build_join("B", "CLIENT", "Noa"))
    assert [entry.party.label for entry in namesakes.entries] == ["Noa", "Noa (2)"]
    agent = parse_session(build_join("A", "AGENT", "Sam", "7") + build_join("B", "AGENT", "Sam", "7"))
    assert agent.entries[0].party == agent.entries[1].party
    user_data = '<userData><item key="EmailAddress">noa@shop.example</item></userData>'
    blank = parse_session(
        build_join("A", "CLIENT", "Noa", inside=user_data)
        + build_leave("A")
        + build_join("B", "CLIENT", " ", inside=user_data)
    )
    assert (blank.entries[0].party, blank.entries[2].is_return) == (blank.entries[2].party, True)
    other_join = build_join("B", "CLIENT", "Noa", inside=user_data.replace("noa@", "noah@"))
    namesake = parse_session(
        build_join("A", "CLIENT", "Noa", inside=user_data) + build_leave("A") + other_join
    )
    assert namesake.entries[2].party.label == "Noa (2)"
    unnamed = parse_session(build_join("A", "CLIENT") + build_leave("A") + build_join("B", "CLIENT"))
    assert unnamed.entries[2].party.label == "Customer (2)"


def test_all_text_of_entries_is_kept():
    session = parse_session(
        build_join("A", "CLIENT")
        + '<message userId="A" timeShift="1"><msgText>one</msgText> stray </message>'
        + '<notice userId="A" timeShift="2"><msgText>two</msgText></notice>'
        + '<message userId="A" timeShift="3"><msgText/></message>'
        + '<fileUploaded userId="A" timeShift="4"><x>three</x></fileUploaded>'
    )
    assert [(e.kind, e.text) for e in session.entries[1:]] == [
        ("message", "one\nstray"),
        ("notice", "two"),
        ("message", ""),
        ("other", "three"),
    ]
    assert session.entries[4].tag == "fileUploaded"


def test_text_between_the_entries_is_kept():
    session = parse_session("first" + build_message("A", "x") + "second")
    assert [(e.kind, e.text) for e in session.entries] == [
        ("other", "first"),
        ("message", "x"),
        ("other", "second"),
    ]


def test_a_writer_who_never_joined_is_an_unknown_party():
    assert parse_session(build_message("ghost", "boo")).entries[0].party.label == "Unknown participant"


def test_entries_that_not_everybody_saw_are_internal():
    session = parse_session(
        build_message("A", "x", visibility="INT")
        + build_message("A", "x", visibility="ALL")
        + build_message("A", "x")
    )
    assert [entry.internal for entry in session.entries] == [True, False, False]


@pytest.mark.parametrize("bad", ["", "soon", "1.5", "9999999999999", "--1"])
def test_an_unreadable_time_is_none(bad):
    assert parse_session(build_message("A", "x", at=bad)).entries[0].seconds is None
    assert parse_session("", f'startAt="{bad}"').start is None


def test_a_start_is_utc_with_and_without_a_z():
    with_z, without = (parse_session("", f'startAt="2026-03-02T09:33:10{z}"').start for z in ("Z", ""))
    assert with_z == without


def test_a_removal_names_who_asked_for_it():
    session = parse_session(
        build_join("A", "AGENT", "Sam")
        + build_join("C", "CLIENT", "Noa")
        + build_leave("C", "A", '<reason code="4">x</reason>')
    )
    last = session.entries[-1]
    assert (last.party.label, last.asker and last.asker.label, last.code) == ("Noa", "Sam", "4")
    assert [party.label for party in session.present_parties] == ["Sam"]


def test_nested_user_data_has_paths_as_keys():
    user_data = (
        '<userData><item key="a" type="kvlist"><item key="b">1</item></item><item key="c">2</item></userData>'
    )
    assert parse_session(build_join("A", "CLIENT", inside=user_data)).entries[0].fields[1:] == (
        ("a/b", "1"),
        ("c", "2"),
    )


def test_all_attributes_of_a_party_are_kept():
    info = (
        '<userInfo personId="1002" userNick="Sam" userType="AGENT" protocolType="BASIC" timeZoneOffset="60"/>'
    )
    entry = parse_session(f'<newParty userId="A">{info}{BOT_EVENT_ATTRIBUTES}</newParty>').entries[0]
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
def test_an_unusual_message_type_is_the_tag(attributes, tag):
    session = parse_session(f'<message userId="A"><msgText {attributes}>x</msgText></message>')
    assert session.entries[0].tag == tag


def test_thousands_of_parties_with_one_name_get_their_own_labels():
    session = parse_session(build_join("A", "CLIENT", "Noa") * 9_000)
    assert len({entry.party.label for entry in session.entries}) == 9_000


ANY_ENTRIES = st.lists(
    st.sampled_from(
        [
            build_join("A", "CLIENT", "Noa"),
            build_join("B", "AGENT", "", "7"),
            build_leave("A"),
            build_leave("B", "A"),
            build_message("A", "hi"),
            build_message("B", "&amp;", at="-3"),
            build_message("", ""),
            "<notice/>",
            "<reason/>",
            "text",
        ]
    ),
    max_size=12,
)


@given(ANY_ENTRIES)
def test_entries_in_any_order_are_parsed(entries):
    session = parse_session("".join(entries))
    assert len(session.entries) >= sum(entry != "text" for entry in entries)
    assert "".join(entry.text for entry in session.entries).count("text") == entries.count("text")
