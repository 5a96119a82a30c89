import pytest

HEAD = '<chatTranscript startAt="2026-03-02T09:00:00Z" sessionId="S">'
CAME = '<newParty userId="1" timeShift="0"><userInfo userType="CLIENT" userNick="Sam"/></newParty>'
WENT = '<partyLeft userId="1" timeShift="9"><reason code="1">left</reason></partyLeft>'


def test_a_transcript_is_a_log(shown) -> None:
    made = shown(f"{HEAD}{CAME}{WENT}</chatTranscript>".encode(), "text/xml")
    assert (made.title, made.template, made.notes) == ("Transcript", "content/_transcript.html", ())


def test_who_never_left_is_named(shown) -> None:
    made = shown(f"{HEAD}{CAME}</chatTranscript>".encode(), "text/xml")
    assert made.notes == ("The transcript has no end. Still in the session: Sam.",)


@pytest.mark.parametrize("xml", [b"<order><item/></order>", b"<order>a chatTranscript of old</order>"])
def test_other_xml_is_left_to_the_next_viewer(shown, xml) -> None:
    made = shown(xml, "text/xml")
    assert (made.title, made.template, made.notes) == ("XML", "content/_tree.html", ())
