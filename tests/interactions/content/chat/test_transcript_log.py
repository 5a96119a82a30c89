from datetime import UTC, datetime

import pytest

from interactions.content.chat.transcript_log import (
    EventLine,
    MessageLine,
    build_transcript_log,
)
from tests.interactions.content.chat.test_session_parser import (
    BOT_USER_DATA,
    build_join,
    build_leave,
    build_message,
    parse_session,
)


def build_log(*entries, attributes='startAt="2026-03-02T09:33:10Z"'):
    return build_transcript_log(parse_session("".join(entries), attributes))


def find_messages(of):
    return [line for line in of.lines if isinstance(line, MessageLine)]


def find_events(of):
    return [line for line in of.lines if isinstance(line, EventLine)]


def collect_jumps(of):
    return {jump.label: (jump.anchor, jump.seconds) for jump in of.jumps}


def build_notice(user, text, at="5", kind="USER_CUSTOM"):
    body = f'<noticeText noticeType="{kind}">{text}</noticeText>'
    return f'<notice userId="{user}" timeShift="{at}">{body}</notice>'


def build_join_at(user, at, **parts):
    return build_join(user, **parts).replace('timeShift="0"', f'timeShift="{at}"')


CHAT_ENTRIES = (
    build_join_at("C", 0, kind="CLIENT"),
    build_join_at("A", 5, kind="AGENT", person="1002"),
    build_message("A", "Hello", at="6"),
    build_message("C", "hi", at="11"),
    build_message("C", "still there?", at="14"),
    build_message("A", "Yes", at="23"),
    build_message("A", "One moment", at="36"),
    build_message("C", "ok", at="42"),
    build_message("A", "Bye", at="47"),
    build_leave("C"),
    build_leave("A", reason='<reason code="2">x</reason>'),
)


def test_a_party_is_named_once_per_turn_and_replies_are_timed():
    lines = find_messages(build_log(*CHAT_ENTRIES))
    assert [line.anchor for line in lines] == ["m1", "m2", "m3", "m4", "m5", "m6", "m7"]
    assert [line.starts_turn for line in lines] == [True, True, False, True, False, True, True]
    assert [line.delay for line in lines] == [None, 5, None, 9, None, 6, 5]
    assert lines[0].at == datetime(2026, 3, 2, 9, 33, 16, tzinfo=UTC)


def test_first_and_median_reply_are_those_of_the_agent():
    whole = build_log(*CHAT_ENTRIES)
    assert (collect_jumps(whole)["First response"], whole.median_reply, whole.message_count) == (
        ("m1", 1),
        7,
        7,
    )
    assert whole.present_names == ()


def test_messages_of_a_bot_are_no_replies():
    chat = build_log(
        build_join_at("B", 0, kind="AGENT", inside=BOT_USER_DATA),
        build_join_at("C", 0, kind="CLIENT"),
        build_message("C", "hi", at="1"),
        build_message("B", "I am a bot", at="1"),
    )
    assert "First response" not in collect_jumps(chat)
    assert chat.median_reply is None
    assert chat.present_names == ("Customer",)


def test_lines_have_seconds_without_a_start():
    line = find_messages(build_log(build_message("A", "x"), attributes=""))[0]
    assert (line.at, line.seconds) == (None, 5)


def test_a_time_before_the_last_gives_no_delay():
    assert [
        line.delay
        for line in find_messages(build_log(build_message("A", "x", at="9"), build_message("B", "y", at="3")))
    ] == [
        None,
        None,
    ]


@pytest.mark.parametrize("order", [1, -1])
def test_a_message_and_the_notice_that_repeats_it_are_one_line(order):
    pair = [
        build_message("B", "Hello you"),
        build_notice("B", "&lt;p&gt;Hello &lt;b&gt;you&lt;/b&gt;&lt;/p&gt;"),
    ][::order]
    lines = find_messages(
        build_log(build_join("B", "AGENT", inside=BOT_USER_DATA), *pair, build_message("B", "More"))
    )
    assert [(line.anchor, line.html_version) for line in lines] == [("m1", "Hello you"), ("m2", "")]


def test_an_html_notice_is_shown_as_text_with_its_addresses():
    html = "&lt;a href=&quot;https://shop.example/&quot;&gt;Our shop&lt;/a&gt;&lt;script&gt;x&lt;/script&gt;"
    line = find_messages(build_log(build_message("B", "Hello"), build_notice("B", html)))[1]
    assert line.anchor == "n1"
    assert "Our shop (<a href=" in line.html
    assert "script" not in line.html


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Are you there?", "IDLE_CONTROL_ALERT", "Inactivity warning:"),
        ("", "IDLE_CONTROL_CLOSE", "Ended due to inactivity"),
        ("InteractionId=00001aTEST000001", "USER_CUSTOM", "Unknown participant: technical data"),
        ("0", "USER_CUSTOM", "Unknown participant: technical data"),
        ("", "TYPING_STARTED", "Unknown participant: typing started"),
        ('{"a": 1}', "USER_CUSTOM", "Unknown participant: technical data"),
    ],
)
def test_alerts_and_data_for_programs_are_events(text, kind, words):
    assert find_events(build_log(build_notice("S", text, kind=kind)))[0].text == words


def test_a_pushed_link_can_be_followed():
    line = find_messages(build_log(build_notice("A", "https://shop.example/a")))[0]
    assert line.tags == ("link sent",)
    assert 'href="https://shop.example/a"' in line.html


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("<reason>left</reason>", "Noa left"),
        ('<reason code="1">x</reason>', "Noa left; the session ends when no agent is in it"),
        ('<reason code="3">x</reason>', "Noa lost the connection"),
        ('<reason code="4">removed by other party</reason>', "Noa was removed"),
        ('<reason code="77">bored</reason>', "Noa left (bored)"),
        ('<reason code="77"/>', "Noa left (reason 77)"),
        ("", "Noa left"),
    ],
)
def test_a_leave_says_its_reason(reason, words):
    chat = build_log(build_join("C", "CLIENT", "Noa"), build_leave("C", reason=reason))
    assert [line.text for line in find_events(chat)] == ["Noa started the session", words]


def test_a_right_to_left_name_is_isolated():
    assert (
        find_events(build_log(build_join("C", "CLIENT", "نور")))[0].text
        == "\u2068نور\u2069 started the session"
    )


def test_a_removal_is_worded_with_both_parties():
    chat = build_log(
        build_join("A", "AGENT", "Sam"),
        build_join("C", "CLIENT", "Noa"),
        build_leave("C", "A", '<reason code="4"/>'),
    )
    assert find_events(chat)[-1].text == "Noa was removed by Sam"
    assert chat.present_names == ("Sam",)
    forced = build_log(
        build_join("A", "AGENT", "Sam"),
        build_leave("C", "A", '<reason code="2">left, close forcedly</reason>'),
    )
    assert find_events(forced)[-1].text == "Unknown participant was removed by Sam, which ended the session"


def test_a_return_is_worded_as_one():
    chat = build_log(build_join("C", "CLIENT", "Noa"), build_leave("C"), build_join("D", "CLIENT", "Noa"))
    assert [line.text for line in find_events(chat)] == [
        "Noa started the session",
        "Noa left",
        "Noa rejoined",
    ]


def test_a_message_has_its_type_as_tag_and_its_data_as_fields():
    body = (
        '<msgText treatAs="COMMAND">stop</msgText><eventAttributes><item key="a">b</item></eventAttributes>'
    )
    line = find_messages(build_log(f'<message userId="A" timeShift="1">{body}</message>'))[0]
    assert (line.html, line.tags, line.fields) == ("stop", ("command",), (("a", "b"),))


def test_two_messages_repeated_after_each_other_are_two_lines():
    lines = ("One", "Two")
    html = [build_notice("B", f"&lt;p&gt;{line}&lt;/p&gt;") for line in lines]
    chat = build_log(
        build_join("B", "AGENT", inside=BOT_USER_DATA), *(build_message("B", line) for line in lines), *html
    )
    assert [(line.html, line.html_version) for line in find_messages(chat)] == [
        ("One", "One"),
        ("Two", "Two"),
    ]


def test_long_silences_have_lines_and_anchors():
    chat = build_log(
        build_message("A", "x", at="1"),
        build_notice("S", "", "70", "IDLE_CONTROL_ALERT"),
        build_message("B", "y", at="181"),
    )
    assert [line.kind for line in chat.lines] == ["said", "silence", "happened", "said"]
    assert collect_jumps(chat)["Longest gap"] == ("s1", 180)
    assert len({line.anchor for line in chat.lines}) == 4


def test_a_short_silence_links_to_the_line_that_ended_it():
    assert collect_jumps(build_log(build_message("A", "x", at="1"), build_message("B", "y", at="31")))[
        "Longest gap"
    ] == ("m2", 30)
    assert not collect_jumps(build_log(build_message("A", "x", at="1"), build_message("B", "y", at="5")))


def test_jumps_lead_through_the_session():
    chat = build_log(
        build_join_at("C", 0, kind="CLIENT"),
        build_join_at("B", 1, kind="AGENT", inside=BOT_USER_DATA),
        build_message("C", "hi", at="2"),
        build_join_at("A", 20, kind="AGENT", nick="Sam", person="1"),
        build_message("A", "to a colleague", at="21", visibility="INT"),
        build_message("A", "Hello", at="26"),
        build_join_at("D", 30, kind="AGENT", nick="Kim", person="2"),
        build_leave("A").replace('timeShift="9"', 'timeShift="33"'),
        build_join_at("E", 34, kind="SUPERVISOR", nick="Jo", person="3"),
        build_leave("E").replace('timeShift="9"', 'timeShift="35"'),
        build_leave("D").replace('timeShift="9"', 'timeShift="36"'),
    )
    assert [(jump.label, jump.anchor, jump.seconds) for jump in chat.jumps] == [
        ("First customer message", "m1", None),
        ("Longest gap", "m2", 19),
        ("Bot to Sam", "e3", None),
        ("First response", "m3", 6),
        ("Transfer to Kim", "e4", None),
        ("Jo joined", "e6", None),
        ("End", "e8", None),
    ]


def test_at_most_five_transfers_are_named():
    agents = [
        build_join_at(f"A{n}", n, kind="AGENT", person=str(n)) + build_leave(f"A{n}").replace('"9"', f'"{n}"')
        for n in range(4_000)
    ]
    assert len([jump for jump in build_log(*agents).jumps if "Transfer" in jump.label]) == 5
