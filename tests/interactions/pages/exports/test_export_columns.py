"""The columns of an export: what each holds, in which zone, and that the docs list them."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from interactions.pages.exports.export_columns import COLUMN_NAMES, EXPORT_COLUMNS, build_export_values
from interactions.ucs.resources import RecordProblem
from tests.interactions.history.rows import build_row

DOCS = Path(__file__).resolve().parents[4] / "docs/exports.md"
START = datetime(2026, 3, 1, 23, 5, 0, 250_000, tzinfo=UTC)
BASE = "https://viewer.example/interactions/"


def told(made, zone=UTC, former=None):
    return dict(zip(COLUMN_NAMES, build_export_values(made, former, BASE, zone), strict=True))


def test_a_chat_in_full():
    chat = build_row(
        "00001aTESTCHAT01",
        START,
        established_date=START + timedelta(seconds=5),
        released_date=START + timedelta(seconds=49),
        end_date=START + timedelta(seconds=54, milliseconds=140),
        customer_id="00001aTESTCUST01",
        thread_id="T1",
        parent_id="P1",
        sub_type="InboundNew",
        subject="Parcel",
        owner_id=203,
        has_text=True,
        problems=(RecordProblem("entity_type", "Expected a whole number.", "x"), RecordProblem("", "Odd.")),
    )
    assert told(chat, former=build_row("00001aTESTCALL01")) == {
        "interaction_id": "00001aTESTCHAT01",
        "start": "2026-03-01 23:05:00",
        "end": "2026-03-01 23:05:54",
        "day": "2026-03-01",
        "medium": "Chat",
        "direction": "Inbound",
        "state": "Done",
        "subject": "Parcel",
        "handled_by": "owner 203",
        "wait_seconds": 5.0,
        "handled_seconds": 44.0,
        "wrap_up_seconds": 5.14,
        "total_seconds": 54.14,
        "link": f"{BASE}00001aTESTCHAT01",
        "customer_id": "00001aTESTCUST01",
        "thread_id": "T1",
        "parent_id": "P1",
        "repeats": "00001aTESTCALL01",
        "owner_id": 203,
        "media_type": "chat",
        "entity_type": 2,
        "type": "Inbound",
        "sub_type": "InboundNew",
        "status": 3,
        "start_date": "2026-03-01T23:05:00.250+00:00",
        "established_date": "2026-03-01T23:05:05.250+00:00",
        "released_date": "2026-03-01T23:05:49.250+00:00",
        "end_date": "2026-03-01T23:05:54.390+00:00",
        "has_plain_text": True,
        "has_structured_text": False,
        "has_binary_content": False,
        "problems": ["entity_type: Expected a whole number.", "Odd."],
    }


def test_times_are_those_of_the_zone():
    berlin = told(build_row("1", START, agent="KMILBURN"), ZoneInfo("Europe/Berlin"))
    assert berlin["start"] == "2026-03-02 00:05:00"
    assert berlin["day"] == "2026-03-02"
    assert berlin["start_date"] == "2026-03-02T00:05:00.250+01:00"
    assert berlin["handled_by"] == "KMILBURN"


def test_what_a_record_does_not_say_is_nothing():
    bare = told(build_row("1", None, media_type=None, entity_type=None, type=None, status=None))
    assert bare["state"] == "No status"
    assert {name for name, value in bare.items() if value is None} == set(COLUMN_NAMES) - {
        *("interaction_id", "link", "medium", "direction", "state", "problems"),
        *("has_plain_text", "has_structured_text", "has_binary_content"),
    }


@given(st.datetimes(timezones=st.just(UTC)), st.sampled_from(["UTC", "Pacific/Kiritimati", "Etc/GMT+12"]))
def test_no_date_is_too_far_off(at, zone):
    shown = told(build_row("1", at, end_date=at), ZoneInfo(zone))
    assert abs(datetime.fromisoformat(shown["start_date"]) - at) < timedelta(milliseconds=1)
    assert shown["start"] is None or shown["start"].startswith(shown["day"])


def test_the_docs_list_them_all():
    section = DOCS.read_text(encoding="utf-8").split("## Columns")[1].split("\n## ")[0]
    listed = re.findall(r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \|$", section, re.MULTILINE)
    assert listed == [(column.name, column.kind, column.meaning) for column in EXPORT_COLUMNS]
