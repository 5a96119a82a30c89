"""Records that are odd on purpose: what a UCS may send once in a hundred thousand, and what none should.

Each says in its subject what is odd, unless the subject is what is odd.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from contactserver.loaders.stored_records import InteractionRecord, StoredContent
from samplecentre.contact_times import format_instant
from samplecentre.odd_contents import iter_odd_contents
from samplecentre.sample_calendar import SampleCalendar
from samplecentre.scenarios import ODD_CUSTOMER, format_scenario_id
from samplecentre.thread_udata import build_customer_udata

FIRST_ODDITY_MOMENT = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)  # in the plan
ODD_KEY_UDATA: dict[str, Any] = {
    "PegAG?:Skill1 > 1": 1,
    "PegAG?:Language>=2 & Level=3": 2,
    "key with blanks ": " value with blanks ",
    "a=b": "x=y",
    "<b>bold?</b>": "<img src=x onerror=alert(1)>",
    "with \"quotes\" and 'apostrophes'": 'say "hello"',
    "رقم الطرد": "٦١٢٠",
    "荷物番号": "5512",
    "Header_Content-Type": "text/plain; charset=utf-8",
    "path/with/slashes?and#hash": "../../etc",
    "tab\tand\nline": "two\nlines\tand a tab",
    "right to left \u202e mark": "abc\u202edef",
    "emoji 📦": "👩‍👩‍👧",
    "": "the empty key",
}
NESTED_UDATA: dict[str, Any] = {
    "RRequestedSkills": {"Deliveries": "2", "English": "1"},
    "Order": {
        "number": "T26-40117",
        "parcels": [
            {"number": "5512", "weight": 4.25, "scans": [{"place": "Ashby", "belt": 4}]},
            {"number": "5513"},
        ],
        "paid": True,
        "remark": None,
    },
    "EmptyList": [],
    "EmptyObject": {},
    "Numbers": [1, 2.5, -3, 12345678901234567890],
}


def iter_odd_records(calendar: SampleCalendar) -> Iterator[InteractionRecord]:
    first = calendar.move(FIRST_ODDITY_MOMENT)
    for number, (document, contents) in enumerate(_iter_odd_changes(first), 1):
        yield _build_odd_record(number, first + timedelta(days=number), document, contents)


def _build_odd_record(
    number: int, start: datetime, changes: dict[str, Any], contents: dict[str, StoredContent]
) -> InteractionRecord:
    """An ordinary chat with these attributes changed; `...` takes one out."""
    plain: dict[str, Any] = {
        "interaction_id": format_scenario_id("ODD", number),
        "customer_id": ODD_CUSTOMER.identifier,
        "thread_id": format_scenario_id("ODDT", number),
        "media_type": "chat",
        "entity_type": 2,
        "type": "Inbound",
        "sub_type": "InboundNew",
        "status": 3,
        "start_date": format_instant(start),
        "established_date": format_instant(start + timedelta(seconds=9)),
        "released_date": format_instant(start + timedelta(seconds=309)),
        "end_date": format_instant(start + timedelta(seconds=320)),
        "timeshift": 0,
        "owner_id": 125,
        "creator_app_id": 175,
        "allow_children": True,
        "udata": build_customer_udata(ODD_CUSTOMER) | {"ServiceType": "default", "CustomerSegment": ""},
    }
    if "structured_text" in contents:
        plain["structured_text_mime"] = contents["structured_text"].media_type
    return InteractionRecord(
        {key: value for key, value in (plain | changes).items() if value is not ...}, contents=contents
    )


def _iter_odd_changes(first: datetime) -> Iterator[tuple[dict[str, Any], dict[str, StoredContent]]]:
    for changes in (
        *_iter_owner_and_date_changes(first),
        *_iter_number_and_word_changes(),
        *_iter_udata_changes(),
    ):
        yield changes, {}
    for subject, kind, odd in iter_odd_contents(first):
        untyped = {"structured_text_mime": ...} if subject == "Structured text without its type" else {}
        yield {"subject": subject} | untyped, {kind: odd}


def _iter_owner_and_date_changes(first: datetime) -> Iterator[dict[str, Any]]:
    noon = first + timedelta(days=3, hours=3)
    yield {"subject": "No customer", "customer_id": ...}
    dates = ("start_date", "established_date", "released_date", "end_date")
    yield {"subject": "No dates at all"} | dict.fromkeys(dates, ...)
    yield {
        "subject": "Reversed dates",
        "start_date": format_instant(noon),
        "established_date": format_instant(noon - timedelta(minutes=30)),
        "released_date": format_instant(noon - timedelta(hours=1)),
        "end_date": format_instant(noon - timedelta(hours=2)),
    }
    yield {"subject": "All four dates are equal"} | dict.fromkeys(
        dates, format_instant(first + timedelta(days=4, hours=1))
    )
    yield {
        "subject": "Dates as Web Services write them",
        "start_date": f"{noon:%Y-%m-%d} 21:02:22.000+0200",
        "established_date": f"{noon:%Y-%m-%d} 21:02:31.000+0200",
        "released_date": ...,
        "end_date": f"{noon:%Y-%m-%d} 21:09:00.000+0200",
    }
    yield {
        "subject": "A date that is none",
        "start_date": "yesterday, about noon",
        "end_date": f"{noon.year}-02-30T10:00:00.000Z",
    }
    yield {"subject": "Established and never released", "released_date": ...}
    yield {"subject": "Three weeks long", "end_date": format_instant(first + timedelta(days=29))}


def _iter_number_and_word_changes() -> Iterator[dict[str, Any]]:
    yield {"subject": "A medium that nobody knows", "media_type": "hologram", "entity_type": 7}
    yield {"subject": "Entity type 4, which is unused", "entity_type": 4, "media_type": "voice"}
    yield {"subject": "Entity type 9, which is none", "entity_type": 9}
    yield {"subject": "Status 7", "status": 7}
    yield {
        "subject": "Wrong types",
        "status": "3",
        "owner_id": "x",
        "timeshift": "sixty",
        "allow_children": "yes",
        "thread_id": 4711,
    }
    yield {"subject": "Timeshift 720", "timeshift": 720}
    yield {"subject": "Timeshift −300", "timeshift": -300}
    yield {"subject": "No thread", "thread_id": ...}
    yield {"subject": "Its own parent", "parent_id": format_scenario_id("ODD", 17)}
    yield {"subject": "A parent that does not exist", "parent_id": "00001aNOWHERE001"}
    yield {"subject": "A very long subject: " + "parcels, parcels and more parcels, " * 14 + "and no end"}
    yield {"subject": ""}
    yield {"subject": "<b>HTML</b> in the subject <script>alert('subject')</script> &amp; co"}
    yield {
        "subject": "Only what must be there",
        "type": ...,
        "sub_type": ...,
        "status": ...,
        "entity_type": ...,
        "udata": ...,
    }
    yield {
        "subject": "An attribute that no document names",
        "stopped_reason": "Normal",
        "comment": "Agent's note.",
        "lang": {"id": "en"},
    }


def _iter_udata_changes() -> Iterator[dict[str, Any]]:
    yield {"subject": "Nested attached data, three levels", "udata": NESTED_UDATA}
    yield {"subject": "200 keys of attached data", "udata": _build_many_keys()}
    yield {"subject": "Odd characters in keys", "udata": ODD_KEY_UDATA}
    yield {"subject": "Attached data that is no object", "udata": ["RTenant", "defaultTenant"]}
    yield {
        "subject": "Attached data of all types",
        "udata": {
            "null": None,
            "empty": "",
            "zero": 0,
            "yes": True,
            "no": False,
            "float": 0.1,
            "negative": -7,
            "long": "x" * 4000,
        },
    }


def _build_many_keys() -> dict[str, Any]:
    groups = (
        "RTarget",
        "_sms",
        "Header_X-",
        "GCTI_",
        "Order",
        "IW_",
        "_genesys_",
        "PegAG",
        "CBR-",
        "Business ",
    )
    return {
        f"{groups[number % 10]}Key{number:03d}": "" if number % 7 == 0 else f"value {number}"
        for number in range(200)
    }
