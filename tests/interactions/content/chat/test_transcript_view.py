import pytest

TRANSCRIPT_START = '<chatTranscript startAt="2026-03-02T09:00:00Z" sessionId="S">'
JOIN = '<newParty userId="1" timeShift="0"><userInfo userType="CLIENT" userNick="Sam"/></newParty>'
LEAVE = '<partyLeft userId="1" timeShift="9"><reason code="1">left</reason></partyLeft>'


def test_a_transcript_is_shown_as_a_log(shown):
    content_view = shown(f"{TRANSCRIPT_START}{JOIN}{LEAVE}</chatTranscript>".encode(), "text/xml")
    assert (content_view.title, content_view.template, content_view.notes) == (
        "Transcript",
        "content/_transcript.html",
        (),
    )


def test_a_party_that_never_left_is_named(shown):
    content_view = shown(f"{TRANSCRIPT_START}{JOIN}</chatTranscript>".encode(), "text/xml")
    assert content_view.notes == ("The transcript has no end. Still in the session: Sam.",)


@pytest.mark.parametrize("xml", [b"<order><item/></order>", b"<order>a chatTranscript of old</order>"])
def test_other_xml_is_shown_as_a_tree(shown, xml):
    content_view = shown(xml, "text/xml")
    assert (content_view.title, content_view.template, content_view.notes) == (
        "XML",
        "content/_tree.html",
        (),
    )
