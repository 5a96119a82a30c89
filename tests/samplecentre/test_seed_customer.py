"""The documented record in the sample, with the values of the API's document (Query Interactions 8.0)."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest

from samplecentre.sample_calendar import SampleCalendar
from samplecentre.seed_customer import iter_seed_customer_records
from samplecentre.seed_record import build_seed_record

ATTRIBUTES = {
    "external_id": "00AF4A7951D60009",
    "established_date": "2009-08-05T09:33:15.000Z",
    "media_type": "chat",
    "status": 3,
    "subject": "SMS chat",
    "timeshift": 1,
    "type": "Inbound",
    "interaction_id": "00001a57JGQ00BW8",
    "allow_children": True,
    "end_date": "2009-08-05T09:34:04.140Z",
    "owner_id": 124,
    "sub_type": "InboundNew",
    "released_date": "2009-08-05T09:33:59.000Z",
    "entity_type": 2,
    "creator_app_id": 175,
    "thread_id": "00001a57JGQ00BW9",
    "start_date": "2009-08-05T09:33:10.000Z",
    "structured_text_mime": "text/xml",
    "customer_id": "00001a57JGQ00BVU",
}
UDATA = {
    "RTargetTypeSelected": "2",
    "RRequestedSkillCombination": "",
    "ChatServerHost": "SUITE80",
    "CustomerSegment": "default",
    "RTargetObjectSelected": "Agent Group Everybody",
    "RTargetRuleSelected": "",
    "RTargetPlaceSelected": "Place_1002",
    "RTargetAgentGroup": "Agent Group Everybody",
    "RTargetObjSelDBID": "123",
    "ServiceType": "default",
    "_smsSrcNumber": "+33298143456",
    "RTargetAgentSelected": "1002",
    "RTenant": "defaultTenant",
    "RVQID": "",
    "CBR-contract_DBIDs": "",
    "CBR-Interaction_cost": "",
    "ChatServerPort": "23874",
    "_smsDestNumber": "+33298143322",
    "RTargetRequested": "Agent Group Everybody",
    "CBR-IT-path_DBIDs": "",
    "RStrategyDBID": "480",
    "CBR-actual_volume": "",
    "RStrategyName": "sms-session-inbound",
}


CALENDAR = SampleCalendar(datetime(2027, 5, 17, 11, 20, tzinfo=UTC))
TOLD_RECORDS = 22  # the documented record, and the rows of the week, come first


@pytest.fixture(scope="module")
def neighbours():
    return {record.document["interaction_id"]: record for record in iter_seed_customer_records(CALENDAR)}


def test_every_attribute_and_every_key_has_the_documents_value():
    document = build_seed_record().document
    assert {key: value for key, value in document.items() if key != "udata"} == ATTRIBUTES
    assert document["udata"] == UDATA
    assert len(UDATA) == 23


def test_it_has_all_three_contents():
    contents = build_seed_record().contents
    assert set(contents) == {"plain_text", "structured_text", "binary_content"}
    assert contents["structured_text"].media_type == "text/xml"
    assert b"parcel 4471" in contents["plain_text"].data
    assert contents["binary_content"].data.startswith(b"%PDF-1.4")


def test_the_transcript_fits_the_records_dates():
    root = ElementTree.fromstring(build_seed_record().contents["structured_text"].data)
    start = datetime(2009, 8, 5, 9, 33, 10, tzinfo=UTC)
    times = [start + timedelta(seconds=int(event.attrib["timeShift"])) for event in root]
    assert (root.attrib["startAt"], root.attrib["sessionId"]) == ("2009-08-05T09:33:10Z", "00001a57JGQ00BW8")
    assert times[0] == start and times[1].second == 15 and times[-1].second == 59
    assert len(root.findall("message")) == 7


def test_its_thread_goes_on_with_a_callback_and_an_sms(neighbours):
    thread = [r for r in neighbours.values() if r.document["thread_id"] == "00001a57JGQ00BW9"]
    assert [r.document["media_type"] for r in thread] == ["chat", "callback", "sms"]
    assert all(record.service_id == "4471" for record in thread)
    assert {r.document.get("parent_id") for r in thread[1:]} == {"00001a57JGQ00BW8"}


def test_the_week_has_its_abandoned_calls_its_transfer_and_a_mail_that_waits(neighbours):
    week = [record.document for record in list(neighbours.values())[:TOLD_RECORDS]]
    assert len({document["start_date"][:10] for document in week}) == 5
    assert sum(document.get("outcome") == "Abandoned" for document in week) == 2
    assert sum(document.get("outcome") == "Transferred" for document in week) == 2
    assert [document["subject"] for document in week if document["status"] == 0] == [
        "Re: Invoice 2027-0731 – wrong VAT rate"
    ]


def test_the_weeks_before_are_there(neighbours):
    past = list(neighbours.values())[TOLD_RECORDS:]
    assert len(past) > 60
    assert "2027-02-22" < min(record.document["start_date"] for record in past) < "2027-03-08"
    assert all(record.document["timeshift"] == 60 for record in past)


def test_what_is_beside_the_documented_record_is_of_its_day(neighbours):
    old = [r.document for r in neighbours.values() if r.document["start_date"] < "2027"]
    assert {document["thread_id"] for document in old} == {"00001a57JGQ00BW9"}
    assert all(document["start_date"].startswith("2009-08-05") for document in old)
    assert all("UserAgent" not in document["udata"] for document in old)
