"""The sample's contents: each opens with the program that it is for, and the traps are there."""

import base64
import csv
import io
import json
import re
import tarfile
import wave
import zipfile
import zlib
from email import message_from_bytes
from email.policy import default
from xml.etree import ElementTree

import pytest

from samplecentre.contact_centre import iter_sample_records
from samplecentre.sample_calendar import PLAN_END, SampleCalendar

CALENDAR = SampleCalendar(PLAN_END)


@pytest.fixture(scope="module")
def records():
    return {record.document["interaction_id"]: record for record in iter_sample_records(CALENDAR)}


@pytest.fixture(scope="module")
def mails(records):
    """The mails that show something, parsed, in their order."""
    shown = [record for name, record in records.items() if name.startswith("00001aMAIL")]
    return [message_from_bytes(record.contents["binary_content"].data, policy=default) for record in shown]


def of_type(records, media_type):
    return [
        content.data
        for name, record in records.items()
        if "ODD" not in name
        for content in record.contents.values()
        if content.media_type == media_type
    ]


def chat(records, number):
    return ElementTree.fromstring(records[f"00001aCHAT{number:06d}"].contents["structured_text"].data)


def parts(message):
    return [part.get_content_type() for part in message.walk()]


def test_every_transcript_parses_and_its_events_rise(records):
    transcripts = of_type(records, "text/xml")
    assert len(transcripts) > 100
    for transcript in transcripts:
        root = ElementTree.fromstring(transcript)
        assert root.tag == "chatTranscript"
        for name in ("eventId", "timeShift"):
            numbers = [int(event.attrib[name]) for event in root]
            assert numbers == sorted(numbers)


def test_a_bot_says_each_line_twice_and_hands_over(records):
    root = chat(records, 1)
    bot = root.find("newParty[2]")
    assert bot.find("userInfo").attrib["userNick"] == "Pip"
    assert bot.find(".//item[@key='style']").text == "BOT"
    said = [event.tag for event in root if event.attrib["userId"] == bot.attrib["userId"]]
    assert said == ["newParty", "message", "notice", "message", "notice", "partyLeft"]


def test_a_transfer_with_an_internal_line(records):
    root = chat(records, 1)
    nicks = [info.attrib["userNick"] for info in root.iter("userInfo")]
    assert nicks == ["Robin", "Pip", "Megan", "Sarah"]
    assert len(root.findall("message[@visibility='INT']")) == 2


def test_an_unfinished_session(records):
    assert chat(records, 2).find("partyLeft") is None
    document = records["00001aCHAT000002"].document
    assert document["status"] == 2 and "end_date" not in document


def test_somebody_comes_back_without_a_name_and_says_nothing_once(records):
    root = chat(records, 3)
    customers = [p for p in root.findall("newParty") if p.find("userInfo").attrib["userType"] == "CLIENT"]
    assert len({party.attrib["userId"] for party in customers}) == 2
    assert customers[1].find("userInfo").attrib["userNick"].strip() == ""
    assert any(not text.text for text in root.iter("msgText"))
    assert "🙏🏽" in "".join(root.itertext())


def test_machines_links_reasons_and_characters_that_must_be_escaped(records):
    root = chat(records, 4)
    kinds = [notice.attrib["noticeType"] for notice in root.iter("noticeText")]
    assert kinds == ["USER_CUSTOM", "USER_CUSTOM", "PUSH_URL", "IDLE_CONTROL_ALERT", "IDLE_CONTROL_CLOSE"]
    assert root.find("notice/msgText").text == "still there?"
    assert "weight < 30 && length" in "".join(root.itertext())
    removed = root.find("partyLeft/reason[@code='4']/..")
    assert removed.attrib["askerId"] != removed.attrib["userId"]


def test_every_mail_parses_without_a_defect(records):
    raw = of_type(records, "message/rfc822")
    assert len(raw) > 300
    for data in raw:
        message = message_from_bytes(data, policy=default)
        assert message["From"] and message["To"] and message["Message-ID"] and message["Date"].datetime
        assert not [part.defects for part in message.walk() if part.defects]
        assert message.get_body(("plain",)).get_content().strip()


def test_a_page_with_styles_tables_and_an_inline_picture(mails):
    report = mails[0]
    page = report.get_body(("html",)).get_content()
    assert "<style>" in page and "<table" in page and 'src="cid:chart@tern.example"' in page
    inline = [part for part in report.walk() if part["Content-ID"] == "<chart@tern.example>"]
    assert inline[0].get_content_type() == "image/png" and report["Cc"]


def test_attachments_of_every_kind(mails):
    papers = {part.get_filename(): part for part in mails[1].iter_attachments()}
    types = [part.get_content_type() for part in papers.values()]
    assert types[:3] == ["application/pdf", "image/png", "text/csv"]
    assert types[3:] == ["text/plain", "application/zip", "audio/wav"]
    archive = zipfile.ZipFile(io.BytesIO(papers["claim-71-2290.zip"].get_content()))
    assert archive.namelist() == ["invoice.pdf", "list/lamps.csv", "notes.txt"]
    assert archive.testzip() is None


def test_an_invitation(mails):
    assert "text/calendar" in parts(mails[2])
    assert "BEGIN:VEVENT\r\n" in mails[2].get_payload(1).get_payload(decode=True).decode()
    assert "RRULE:FREQ=WEEKLY" in mails[10].get_payload(1).get_payload(decode=True).decode()


def test_a_contact_with_a_picture(mails):
    lines = mails[2].get_payload(2).get_payload(decode=True).split(b"\r\n")
    assert max(map(len, lines)) <= 75  # RFC 6350 §3.2
    picture = b"".join(lines).replace(b" ", b"").partition(b"TYPE=PNG:")[2].partition(b"END:")[0]
    assert base64.b64decode(picture, validate=True).startswith(b"\x89PNG")


def test_remote_pictures_a_pixel_and_a_script_of_nowhere(mails):
    page = mails[3].get_body(("html",)).get_content()
    assert "<script>" in page and 'width="1" height="1"' in page and "<form" in page
    hosts = set(re.findall(r"https?://([^/\"?)]+)", page))
    assert hosts and all(host.endswith(".example") for host in hosts)


@pytest.mark.parametrize(
    ("number", "charset", "word"),
    [(4, "iso-8859-1", "abîmé"), (5, "shift_jis", "再配達"), (6, "iso-2022-jp", "再配達")],
)
def test_old_charsets(mails, number, charset, word):
    body = mails[number].get_body(("plain",))
    assert body.get_content_charset() == charset and word in body.get_content()


def test_text_only(mails):
    assert parts(mails[7]) == ["text/plain"]


def test_a_message_in_a_message(mails):
    assert parts(mails[8]) == [
        "multipart/mixed",
        "text/plain",
        "message/rfc822",
        "multipart/mixed",
        "text/plain",
        "image/png",
    ]


def test_a_thread_of_answers_with_references_and_quotes(mails):
    first, second, third = mails[9:12]
    assert third["In-Reply-To"] == second["Message-ID"]
    assert third["References"].split() == [first["Message-ID"], second["Message-ID"]]
    assert "> > " in third.get_body(("plain",)).get_content()


def test_recordings_play(records):
    recordings = of_type(records, "audio/wav")
    assert len(recordings) == 4 and len(set(recordings)) == 4
    mu_law = recordings.pop(2)
    assert mu_law[20:24] == b"\x07\0\x01\0" and len(mu_law) == 58 + 22 * 8000
    assert mu_law[58] == 0xFF and {byte >> 4 for byte in mu_law[58:]} >= {1, 7, 9, 15}
    for data, channels in zip(recordings, (1, 2, 1), strict=True):
        assert len(data) < 800_000
        with wave.open(io.BytesIO(data)) as sound:
            assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (8000, channels, 2)
            assert 20 <= sound.getnframes() / 8000 <= 30
            samples = memoryview(sound.readframes(sound.getnframes())).cast("h")
            assert 10_000 < max(samples) < 32_767
            assert sum(sample == 0 for sample in samples) > 8000 * 3


def test_pdf_tables_point_at_their_objects(records):
    papers = of_type(records, "application/pdf")
    assert len(papers) >= 4
    for data in papers:
        start = int(data.rsplit(b"startxref\n", 1)[1].split()[0])
        assert (
            data.startswith(b"%PDF-1.4")
            and data[start:].startswith(b"xref\n0 8\n")
            and data.endswith(b"%%EOF\n")
        )
        for number, entry in enumerate(re.findall(rb"(\d{10}) 00000 n \n", data[start:]), 1):
            assert data[int(entry) :].startswith(b"%d 0 obj\n" % number)
        length = int(re.search(rb"/Length (\d+)", data)[1])
        assert data[data.index(b"stream\n") + 7 :][length:].startswith(b"\nendstream")


def test_pictures_are_whole(records):
    pictures = of_type(records, "image/png")
    assert len({len(picture) for picture in pictures}) >= 3
    for data in set(pictures):
        assert data.startswith(b"\x89PNG\r\n\x1a\n") and data.endswith(b"IEND\xaeB`\x82")
        width, height = (int.from_bytes(data[at : at + 4]) for at in (16, 20))
        start = data.index(b"IDAT")
        length = int.from_bytes(data[start - 4 : start])
        assert zlib.crc32(data[start : start + 4 + length]) == int.from_bytes(data[start + 4 + length :][:4])
        assert len(zlib.decompress(data[start + 4 : start + 4 + length])) == height * (1 + (width + 1) // 2)


def test_data_of_other_kinds(records):
    assert json.loads(of_type(records, "application/json")[0])["parcel"] == "5512"
    assert ElementTree.fromstring(of_type(records, "application/xml")[0]).attrib["number"] == "26-5512"
    rows = list(csv.DictReader(io.StringIO(of_type(records, "text/csv; charset=utf-8")[0].decode())))
    assert len(rows) == 30 and "signed, by neighbour" in {row["remark"] for row in rows}
    assert "Größe" in of_type(records, "text/plain; charset=iso-8859-1")[0].decode("latin-1")
    assert len(of_type(records, "application/octet-stream")[0]) > 4096


def test_an_archive_with_files_of_many_kinds(records):
    archive = zipfile.ZipFile(io.BytesIO(of_type(records, "application/zip")[0]))
    names = archive.namelist()
    assert {name.rpartition(".")[2] for name in names} == {"txt", "png", "csv", "wav", "gz"}
    assert [info.filename for info in archive.infolist() if info.flag_bits & 1] == ["bank details.txt"]
    assert all(zlib.crc32(archive.read(info)) == info.CRC for info in archive.infolist()[:-1])
    with tarfile.open(fileobj=io.BytesIO(archive.read("older.tar.gz"))) as older:
        assert older.getnames() == ["claim-70-1184/letter.txt", "claim-70-1184/refund.json"]
