"""The sample contact centre as a whole: how much there is, that it never differs, and that it is coherent."""

import hashlib
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest

from contactserver.identifiers import is_identifier
from contactserver.loaders.stored_records import InteractionRecord
from samplecentre.contact_centre import SAMPLE_RECORD_COUNT, iter_sample_records
from samplecentre.large_history import (
    LARGE_CUSTOMER,
    LARGE_PLAN_START,
    LARGE_RECORD_COUNT,
    iter_large_customer_records,
)
from samplecentre.people import load_agents, load_customers
from samplecentre.sample_calendar import PLAN_END, SampleCalendar
from samplecentre.starting_points import LARGE_STARTING_POINT, STARTING_POINTS
from samplecentre.storylines import LAST_STEPS, STEP_BUILDERS
from samplecentre.texts import build_thread_facts, load_contact_reasons

# The sample as it was loaded on a Wednesday in another year than the one that it is planned in.
LOADED = datetime(2027, 5, 19, 14, 5, 33, tzinfo=UTC)
CALENDAR = SampleCalendar.before(LOADED)
SEED_THREAD_ID = "00001a57JGQ00BW9"
# Kept for fiction by Ofcom, ARCEP and the Bundesnetzagentur; elsewhere numbers that nobody is given.
FICTIONAL_NUMBERS = (
    "+44 7700 900",
    "+33 6 39 98 ",
    "+33 2 61 91 ",
    "+49 30 23125 ",
    "+34 555 000 ",
    "+81 3 0000 ",
    "+971 4 000 ",
)


@pytest.fixture(scope="module")
def records():
    return list(iter_sample_records(CALENDAR))


@pytest.fixture(scope="module")
def told(records):
    """Without the records that are odd on purpose."""
    return [
        record
        for record in records
        if record.document.get("customer_id") != "00001aSHOWODD001"
        and "ODD" not in record.document["interaction_id"]
    ]


def digest(records):
    total = hashlib.sha256()
    for record in records:
        total.update(json.dumps([record.document, record.service_id]).encode())
        for kind, content in record.contents.items():
            total.update(f"{kind} {content.media_type} {content.modified}".encode() + content.data)
    return total.hexdigest()


def date(text):
    return datetime.fromisoformat(text)


def parse_moment(text):
    """The moment, None for what is none: some records have odd dates on purpose."""
    try:
        return datetime.fromisoformat(text or "")
    except ValueError:
        return None


def test_it_is_the_same_on_every_run(records):
    assert digest(iter_sample_records(CALENDAR)) == digest(records)
    same_week = SampleCalendar.before(LOADED + timedelta(days=4))
    assert digest(iter_sample_records(same_week)) == digest(records)


def test_loading_in_another_week_moves_dates_and_changes_no_id(records):
    """So that what was loaded before is brought up to date, and nothing doubles."""
    later = list(iter_sample_records(SampleCalendar.before(LOADED + timedelta(weeks=40))))
    for now, then in zip(records, later, strict=True):
        for name in ("interaction_id", "customer_id", "thread_id", "parent_id"):
            assert now.document.get(name) == then.document.get(name)
        assert (now.service_id, now.contents.keys()) == (then.service_id, then.contents.keys())
    moved = [
        date(then.document["start_date"]) - date(now.document["start_date"])
        for now, then in zip(records, later, strict=True)
        if "ODD" not in now.document["interaction_id"] and now.document["thread_id"] != SEED_THREAD_ID
    ]
    assert set(moved) == {timedelta(weeks=40)}
    assert len(moved) > 900


def test_there_is_enough_of_everything(records):
    media = Counter(record.document["media_type"] for record in records)
    owners = Counter(record.document.get("customer_id") for record in records)
    assert len(records) == SAMPLE_RECORD_COUNT
    assert len(owners) - 1 >= 40
    assert sum(5 <= count <= 25 for count in owners.values()) >= 35
    assert sum(55 <= count <= 150 for count in owners.values()) >= 4
    for medium in ("voice", "email", "chat", "sms"):
        assert media[medium] >= 80
    for medium in ("smssession", "facebook", "twitter", "callback", "workitem"):
        assert media[medium] >= 14


def test_every_id_is_given_once_and_can_be_asked_for(records):
    identifiers = [record.document["interaction_id"] for record in records]
    assert len(set(identifiers)) == len(identifiers)
    assert all(is_identifier(identifier) and len(identifier) == 16 for identifier in identifiers)


def test_all_but_the_documented_thread_lies_in_the_twelve_weeks_before_loading(records):
    moments = []
    for record in records:
        if record.document.get("thread_id") == SEED_THREAD_ID:
            continue
        for name in ("start_date", "established_date", "released_date", "end_date", "sent_date"):
            if (moment := parse_moment(record.document.get(name))) is not None:
                moments.append(moment)
        moments += [content.modified for content in record.contents.values()]
    assert LOADED - timedelta(weeks=13) < CALENDAR.start <= min(moments) < CALENDAR.start + timedelta(days=7)
    assert CALENDAR.end - timedelta(hours=3) < max(moments) <= LOADED


def test_the_sample_ends_on_a_monday_by_which_the_last_conversation_is_over():
    monday = datetime(2026, 11, 30, 11, 20, tzinfo=UTC)
    assert SampleCalendar.before(monday + timedelta(hours=2)).end == monday
    assert SampleCalendar.before(monday + timedelta(hours=1, minutes=59)).end == monday - timedelta(weeks=1)
    assert SampleCalendar.before(monday + timedelta(days=6)).end == monday


def test_every_customer_has_a_name_a_number_and_an_address(records):
    contacts: dict[str, set[tuple[str, ...]]] = {}
    for record in records:
        udata = record.document.get("udata")
        if isinstance(udata, dict) and "FirstName" in udata:
            names = ("FirstName", "LastName", "PhoneNumber", "EmailAddress")
            contacts.setdefault(udata["ContactId"], set()).add(tuple(udata[name] for name in names))
    owners = {record.document.get("customer_id") for record in records} - {None}
    assert contacts.keys() == owners
    assert all(len(values) == 1 for values in contacts.values())
    for first, last, phone, mail in (value for values in contacts.values() for value in values):
        assert first and last
        assert phone.startswith(FICTIONAL_NUMBERS), phone
        assert mail.endswith((".example", "@example.com", "@example.org", "@example.net")), mail


def test_customers_call_in_office_hours_and_keep_quiet_weeks(told):
    calls = [date(r.document["start_date"]) for r in told if r.document["media_type"] == "voice"]
    assert all(8 <= call.hour < 19 and call.weekday() < 6 for call in calls)
    weeks: dict[str, set[tuple[int, int]]] = {}
    for record in told:
        week = date(record.document["start_date"]).isocalendar()[:2]
        weeks.setdefault(record.document["customer_id"], set()).add(week)
    assert sum(len(of_customer) < 9 for of_customer in weeks.values()) > 35


def test_dates_follow_one_another_where_nothing_is_odd(told):
    names = ("start_date", "established_date", "released_date", "end_date")
    for record in told:
        dates = [date(record.document[name]) for name in names if name in record.document]
        assert dates == sorted(dates), record.document["interaction_id"]


def test_states_fit_their_dates(told):
    states = Counter(record.document["status"] for record in told)
    assert set(states) == {0, 1, 2, 3}
    assert states[3] > 0.95 * len(told)
    for record in told:
        assert ("end_date" in record.document) == (record.document["status"] == 3)


def test_threads_cross_media_and_cases_hold_several(told):
    threads: dict[str, list[InteractionRecord]] = {}
    for record in told:
        threads.setdefault(record.document["thread_id"], []).append(record)
    crossing = [rows for rows in threads.values() if len({r.document["media_type"] for r in rows}) > 1]
    assert len(crossing) > 80
    assert all(len({row.document["customer_id"] for row in rows}) == 1 for rows in threads.values())
    cases = Counter(record.service_id for record in told if record.service_id)
    assert 0.25 < sum(cases.values()) / len(told) < 0.45
    assert sum(count > 1 for count in cases.values()) > 50


def test_a_parent_is_in_the_same_thread(told):
    threads = {record.document["interaction_id"]: record.document["thread_id"] for record in told}
    parents = [(r.document["parent_id"], r.document["thread_id"]) for r in told if "parent_id" in r.document]
    assert len(parents) > 200
    assert all(threads[parent] == thread for parent, thread in parents)


def test_numbers_agree_within_a_thread(told):
    """The parcel in udata is the one that is talked about, and no place in a text stays unfilled."""
    parcels = {"delivery", "livraison", "zustellung", "entrega", "tawsil", "haitatsu"}
    talks = [
        record
        for record in told
        if record.document["media_type"] in ("chat", "smssession", "facebooksession")
        and record.document["udata"].get("Matter") in parcels
        and not record.document["customer_id"].startswith(("00001aSHOW", "00001a57JGQ"))
    ]
    assert len(talks) > 30
    for record in talks:
        parcel = record.document["udata"]["ParcelNumber"]
        assert parcel.encode() in record.contents["structured_text"].data, record.document["interaction_id"]
    texts = [content.data for record in told for content in record.contents.values()]
    assert not any(b"{parcel}" in text or b"{first}" in text for text in texts)


def test_udata_is_as_real(told):
    keys = Counter(key for record in told for key in record.document["udata"])
    values = [value for record in told for value in record.document["udata"].values()]
    expected = """RTargetAgentSelected RVQID CBR-actual_volume ChatServerHost _smsSrcNumber _facebookPostId
        FirstName Header_Message-ID ParcelNumber service_id DispositionCode RRequestedSkills"""
    for key in expected.split():
        assert keys[key] >= 15, key
    assert {str, int, dict, type(None)} <= {type(value) for value in values}
    assert "" in values
    owners = {agent.dbid for agent in load_agents()}
    assert {r.document["owner_id"] for r in told if "owner_id" in r.document} <= owners


def test_attributes_of_each_medium(told):
    by_medium = {r.document["media_type"]: r.document for r in told if r.document["status"] == 3}
    assert {"phone_number", "duration", "outcome", "tconnection_id"} <= set(by_medium["voice"])
    assert {"from", "reply_to", "to", "sent_date"} <= set(by_medium["email"])
    assert {"callback_status", "call_result", "attempts", "customer_number"} <= set(by_medium["callback"])
    lost = [r.document for r in told if r.document.get("outcome") == "Abandoned"]
    assert lost and all(
        "established_date" not in document and "owner_id" not in document for document in lost
    )


def test_many_languages(told):
    spoken = Counter(record.document["udata"].get("Language") for record in told)
    assert spoken["English"] > 300
    for language in ("French", "German", "Spanish", "Japanese", "Arabic"):
        assert spoken[language] >= 15, language


@pytest.mark.parametrize("language", ["en", "fr", "de", "es", "ja", "ar"])
def test_every_shape_of_every_matter_can_be_told(language, records):
    from samplecentre.identifier_factory import IdentifierFactory
    from samplecentre.seeded_random import build_random
    from samplecentre.thread import start_thread

    customer = next(customer for customer in load_customers() if customer.language == language)
    moment = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    assert build_thread_facts(build_random("x"), customer, load_agents()[0], moment)["tomorrow"]
    for matter in load_contact_reasons(language):
        steps = {
            word for shape in (*matter.shapes, *LAST_STEPS) for word in shape.split() if not word[0].isdigit()
        }
        for step in sorted(steps):
            thread = start_thread(customer, matter, build_random(step), IdentifierFactory(90), moment)
            assert STEP_BUILDERS[step](thread, moment).document["media_type"]


def test_places_to_begin_lead_somewhere(records):
    known = {
        "customer": {record.document.get("customer_id") for record in records},
        "interaction": {record.document["interaction_id"] for record in records},
        "service": {record.service_id for record in records},
    }
    for place in STARTING_POINTS:
        assert place.identifier in known[place.kind], place
    assert LARGE_STARTING_POINT.identifier == "00001aLARGE00001" == LARGE_CUSTOMER.identifier


def test_the_large_customer_begins_four_years_back_and_weighs_what_records_weigh():
    rows = list(islice(iter_large_customer_records(CALENDAR), 300))
    assert LARGE_RECORD_COUNT == 10_000
    assert min(row.document["start_date"] for row in rows)[:7] == "2023-05"
    assert {row.document["customer_id"] for row in rows} == {"00001aLARGE00001"}
    assert 1500 < sum(len(json.dumps(row.document)) for row in rows) / 300 < 2500


def test_a_tenth_of_the_large_customer_takes_a_tenth_of_its_time():
    days = [
        datetime.fromisoformat(row.document["start_date"]) - CALENDAR.shift - LARGE_PLAN_START
        for row in islice(iter_large_customer_records(CALENDAR), 1000)
    ]
    middle = (PLAN_END - LARGE_PLAN_START) / 20 + timedelta(days=4.5)  # threads are moved by up to nine days
    assert abs(sum(days, timedelta()) / 1000 - middle) < timedelta(days=2)
