from datetime import UTC, datetime

import pytest

from interactions.content.chat.transcript_log import (
    EventLine,
    MessageLine,
    TranscriptLog,
    build_transcript_log,
)
from tests.interactions.content.chat.test_session_parser import BOT_DATA, joined, left, session, wrote


def made(*entries: str, attributes: str = 'startAt="2026-03-02T09:33:10Z"') -> TranscriptLog:
    return build_transcript_log(session("".join(entries), attributes))


def said(of: TranscriptLog) -> list[MessageLine]:
    return [line for line in of.lines if isinstance(line, MessageLine)]


def happened(of: TranscriptLog) -> list[EventLine]:
    return [line for line in of.lines if isinstance(line, EventLine)]


def jumps(of: TranscriptLog) -> dict[str, tuple[str, int | None]]:
    return {jump.words: (jump.anchor, jump.seconds) for jump in of.jumps}


def notice(user: str, text: str, at: str = "5", kind: str = "USER_CUSTOM") -> str:
    inside = f'<noticeText noticeType="{kind}">{text}</noticeText>'
    return f'<notice userId="{user}" timeShift="{at}">{inside}</notice>'


def arrived(user: str, at: int, **parts: str) -> str:
    return joined(user, **parts).replace('timeShift="0"', f'timeShift="{at}"')


CHAT = (
    arrived("C", 0, kind="CLIENT"),
    arrived("A", 5, kind="AGENT", person="1002"),
    wrote("A", "Hello", at="6"),
    wrote("C", "hi", at="11"),
    wrote("C", "still there?", at="14"),
    wrote("A", "Yes", at="23"),
    wrote("A", "One moment", at="36"),
    wrote("C", "ok", at="42"),
    wrote("A", "Bye", at="47"),
    left("C"),
    left("A", reason='<reason code="2">x</reason>'),
)


def test_a_party_is_named_once_per_turn_and_replies_are_timed() -> None:
    lines = said(made(*CHAT))
    assert [line.anchor for line in lines] == ["m1", "m2", "m3", "m4", "m5", "m6", "m7"]
    assert [line.turn for line in lines] == [True, True, False, True, False, True, True]
    assert [line.delay for line in lines] == [None, 5, None, 9, None, 6, 5]
    assert lines[0].at == datetime(2026, 3, 2, 9, 33, 16, tzinfo=UTC)


def test_first_and_median_reply_are_the_agent_s() -> None:
    whole = made(*CHAT)
    assert (jumps(whole)["First response"], whole.median_reply, whole.messages) == (("m1", 1), 7, 7)
    assert whole.present == ()


def test_a_bot_answers_for_nobody() -> None:
    chat = made(
        arrived("B", 0, kind="AGENT", inside=BOT_DATA),
        arrived("C", 0, kind="CLIENT"),
        wrote("C", "hi", at="1"),
        wrote("B", "I am a bot", at="1"),
    )
    assert "First response" not in jumps(chat)
    assert chat.median_reply is None
    assert chat.present == ("Customer",)


def test_without_a_start_the_seconds_remain() -> None:
    line = said(made(wrote("A", "x"), attributes=""))[0]
    assert (line.at, line.seconds) == (None, 5)


def test_a_clock_that_runs_back_gives_no_delay() -> None:
    assert [line.delay for line in said(made(wrote("A", "x", at="9"), wrote("B", "y", at="3")))] == [
        None,
        None,
    ]


@pytest.mark.parametrize("order", [1, -1])
def test_a_bot_s_line_and_the_same_as_html_are_one(order) -> None:
    pair = [wrote("B", "Hello you"), notice("B", "&lt;p&gt;Hello &lt;b&gt;you&lt;/b&gt;&lt;/p&gt;")][::order]
    lines = said(made(joined("B", "AGENT", inside=BOT_DATA), *pair, wrote("B", "More")))
    assert [(line.anchor, line.again) for line in lines] == [("m1", "Hello you"), ("m2", "")]


def test_another_line_as_html_is_shown_as_text_with_its_address() -> None:
    html = "&lt;a href=&quot;https://shop.example/&quot;&gt;Our shop&lt;/a&gt;&lt;script&gt;x&lt;/script&gt;"
    line = said(made(wrote("B", "Hello"), notice("B", html)))[1]
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
def test_notices_that_nobody_wrote(text, kind, words) -> None:
    assert happened(made(notice("S", text, kind=kind)))[0].text == words


def test_a_pushed_link_is_a_link() -> None:
    line = said(made(notice("A", "https://shop.example/a")))[0]
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
def test_why_somebody_left(reason, words) -> None:
    chat = made(joined("C", "CLIENT", "Noa"), left("C", reason=reason))
    assert [line.text for line in happened(chat)] == ["Noa started the session", words]


def test_a_name_does_not_turn_the_words_around_it() -> None:
    assert happened(made(joined("C", "CLIENT", "نور")))[0].text == "\u2068نور\u2069 started the session"


def test_who_was_removed() -> None:
    chat = made(
        joined("A", "AGENT", "Sam"), joined("C", "CLIENT", "Noa"), left("C", "A", '<reason code="4"/>')
    )
    assert happened(chat)[-1].text == "Noa was removed by Sam"
    assert chat.present == ("Sam",)
    forced = made(
        joined("A", "AGENT", "Sam"), left("C", "A", '<reason code="2">left, close forcedly</reason>')
    )
    assert happened(forced)[-1].text == "Unknown participant was removed by Sam, which ended the session"


def test_who_comes_back_is_said_to() -> None:
    chat = made(joined("C", "CLIENT", "Noa"), left("C"), joined("D", "CLIENT", "Noa"))
    assert [line.text for line in happened(chat)] == ["Noa started the session", "Noa left", "Noa rejoined"]


def test_a_message_s_kind_and_the_data_beside_it_are_shown_apart() -> None:
    body = (
        '<msgText treatAs="COMMAND">stop</msgText><eventAttributes><item key="a">b</item></eventAttributes>'
    )
    line = said(made(f'<message userId="A" timeShift="1">{body}</message>'))[0]
    assert (line.html, line.tags, line.fields) == ("stop", ("command",), (("a", "b"),))


def test_two_lines_and_then_both_as_html_are_two() -> None:
    lines = ("One", "Two")
    html = [notice("B", f"&lt;p&gt;{line}&lt;/p&gt;") for line in lines]
    chat = made(joined("B", "AGENT", inside=BOT_DATA), *(wrote("B", line) for line in lines), *html)
    assert [(line.html, line.again) for line in said(chat)] == [("One", "One"), ("Two", "Two")]


def test_long_silences_have_rows_and_anchors() -> None:
    chat = made(
        wrote("A", "x", at="1"), notice("S", "", "70", "IDLE_CONTROL_ALERT"), wrote("B", "y", at="181")
    )
    assert [line.what for line in chat.lines] == ["said", "silence", "happened", "said"]
    assert jumps(chat)["Longest gap"] == ("s1", 180)
    assert len({line.anchor for line in chat.lines}) == 4


def test_a_short_silence_leads_to_what_ended_it() -> None:
    assert jumps(made(wrote("A", "x", at="1"), wrote("B", "y", at="31")))["Longest gap"] == ("m2", 30)
    assert not jumps(made(wrote("A", "x", at="1"), wrote("B", "y", at="5")))


def test_the_way_of_a_session_as_jumps() -> None:
    chat = made(
        arrived("C", 0, kind="CLIENT"),
        arrived("B", 1, kind="AGENT", inside=BOT_DATA),
        wrote("C", "hi", at="2"),
        arrived("A", 20, kind="AGENT", nick="Sam", person="1"),
        wrote("A", "to a colleague", at="21", visibility="INT"),
        wrote("A", "Hello", at="26"),
        arrived("D", 30, kind="AGENT", nick="Kim", person="2"),
        left("A").replace('timeShift="9"', 'timeShift="33"'),
        arrived("E", 34, kind="SUPERVISOR", nick="Jo", person="3"),
        left("E").replace('timeShift="9"', 'timeShift="35"'),
        left("D").replace('timeShift="9"', 'timeShift="36"'),
    )
    assert [(jump.words, jump.anchor, jump.seconds) for jump in chat.jumps] == [
        ("First customer message", "m1", None),
        ("Longest gap", "m2", 19),
        ("Bot to Sam", "e3", None),
        ("First response", "m3", 6),
        ("Transfer to Kim", "e4", None),
        ("Jo joined", "e6", None),
        ("End", "e8", None),
    ]


def test_thousands_of_transfers_are_named_five_times() -> None:
    agents = [
        arrived(f"A{n}", n, kind="AGENT", person=str(n)) + left(f"A{n}").replace('"9"', f'"{n}"')
        for n in range(4_000)
    ]
    assert len([jump for jump in made(*agents).jumps if "Transfer" in jump.words]) == 5
