"""Contents of many kinds: recordings, pictures, documents, data, and bytes that nobody knows."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from contactserver.loaders.stored_records import InteractionRecord
from samplecentre.archives import build_claim_archive
from samplecentre.channel_udata import generate_hexadecimal
from samplecentre.interaction import (
    FACEBOOK,
    VOICE,
    WORK_ITEM,
    SampleMediaType,
    build_handled_times,
    build_interaction_record,
    build_stored_content,
)
from samplecentre.outlook_mails import build_saved_mail
from samplecentre.pdf_writer import build_invoice_pdf
from samplecentre.pictures import draw_damaged_box, draw_parcel_label, draw_volume_chart
from samplecentre.recordings import RECORDING_SECONDS, RecordingForm, build_recording
from samplecentre.sample_calendar import SampleCalendar
from samplecentre.scenarios import FILE_CUSTOMER, build_scenario_thread, format_scenario_id
from samplecentre.seeded_random import build_random
from samplecentre.thread import SampleThread
from samplecentre.thread_udata import build_thread_udata

RECORDED_CALLS = (
    ("Parcel 5512 – customer's complaint", "1003", RecordingForm.MONO),
    ("Invoice 2026-0412 explained", "1011", RecordingForm.STEREO),
    ("Contract C-4410, oral agreement", "1020", RecordingForm.MU_LAW),
    ("Damaged goods claim 71-2290", "1007", RecordingForm.MONO),
)


@dataclass(frozen=True)
class SpecialFile:
    """A record with a content of this media type, which `data` makes."""

    subject: str
    media_type: str
    data: Callable[[SampleThread, datetime], bytes | str]
    kind: str = "binary_content"
    medium: SampleMediaType = WORK_ITEM
    text: str = ""


def iter_special_files(calendar: SampleCalendar) -> Iterator[InteractionRecord]:
    for number, (subject, by, form) in enumerate(RECORDED_CALLS, 1):
        yield _build_recorded_call(number, subject, by, form, calendar)
    for number, document in enumerate(SPECIAL_FILES, len(RECORDED_CALLS) + 1):
        yield _build_file_record(number, document, calendar)


def _build_file_moment(number: int, calendar: SampleCalendar) -> datetime:
    first = datetime(2026, 9, 1, 9 + number % 8, 17 * number % 60, 12, tzinfo=UTC)
    return calendar.move(first + timedelta(days=2 * number))


def _build_recorded_call(
    number: int, subject: str, by: str, form: RecordingForm, calendar: SampleCalendar
) -> InteractionRecord:
    at = _build_file_moment(number, calendar)
    thread = build_scenario_thread(FILE_CUSTOMER, number, subject, at, calendar.shift, about="claim", by=by)
    times = build_handled_times(thread.rng, at, wait=11 * number, handle=RECORDING_SECONDS + number, wrap=18)
    facts = {
        "phone_number": FILE_CUSTOMER.number,
        "duration": RECORDING_SECONDS + number,
        "outcome": "Answered",
        "tconnection_id": generate_hexadecimal(thread.rng, 16),
    }
    sound = {
        "binary_content": build_stored_content("audio/wav", build_recording(subject, form=form), times.last)
    }
    return build_interaction_record(
        thread,
        VOICE,
        times,
        type="Inbound",
        sub_type="InboundNew",
        agent=thread.agent,
        attributes=facts,
        interaction_id=format_scenario_id("FILE", number),
        external_id=generate_hexadecimal(thread.rng, 16),
        udata=build_thread_udata(thread, "voice", at, thread.agent),
        contents=sound,
    )


def _build_file_record(number: int, document: SpecialFile, calendar: SampleCalendar) -> InteractionRecord:
    at = _build_file_moment(number, calendar)
    thread = build_scenario_thread(
        FILE_CUSTOMER, number, document.subject, at, calendar.shift, about="invoice", by="1012"
    )
    kept = {document.kind: build_stored_content(document.media_type, document.data(thread, at), at)}
    if document.text:
        kept["plain_text"] = build_stored_content("text/plain; charset=utf-8", document.text + "\n", at)
    direction = "Internal" if document.medium is WORK_ITEM else "Inbound"
    return build_interaction_record(
        thread,
        document.medium,
        build_handled_times(thread.rng, at, wait=600, handle=90, wrap=0),
        type=direction,
        sub_type=direction + "New",
        agent=thread.agent,
        interaction_id=format_scenario_id("FILE", number),
        contents=kept,
        udata=build_thread_udata(thread, document.medium.media_type, at, thread.agent),
    )


def _build_label_picture(thread: SampleThread, at: datetime) -> bytes:
    return draw_parcel_label("5512", ("TO", "EMIL NOWAK", "19 PRINTERS ALLEY", "OXFORD OX1 4XX"))


def _build_volumes_picture(thread: SampleThread, at: datetime) -> bytes:
    return draw_volume_chart("PARCELS BY MONTH", (82, 91, 140, 60, 66, 70, 88, 74, 50, 41, 77, 95))


def _build_box_picture(thread: SampleThread, at: datetime) -> bytes:
    return draw_damaged_box()


def _build_scan_events(thread: SampleThread, at: datetime) -> str:
    places = ("Oxford", "Ashby", "Ashby", "Northgate", "Oxford")
    events = [
        {
            "time": f"{at - timedelta(days=9 - number):%Y-%m-%d}T0{4 + number}:1{number}:00Z",
            "place": place,
            "belt": number or None,
            "weight_kg": 4.25,
            "photographed": number == 2,
            "flags": ["late"] if number > 2 else [],
        }
        for number, place in enumerate(places)
    ]
    document = {
        "parcel": "5512",
        "order": thread.facts["order"],
        "events": events,
        "consignee": {"name": FILE_CUSTOMER.name, "city": FILE_CUSTOMER.city},
    }
    return json.dumps(document, indent=None, ensure_ascii=False)


def _build_parcel_table(thread: SampleThread, at: datetime) -> str:
    rows = ["day,parcel,weight_kg,city,remark"]
    for day in range(1, 31):
        date = at - timedelta(days=31 - day)
        city = thread.rng.choice(("Oxford", "York", "Málaga", "Köln"))
        remark = thread.rng.choice(("", "", '"signed, by neighbour"', '"said ""later"""'))
        rows.append(f"{date:%Y-%m-%d},{5500 + day},{day % 9}.{day % 4}5,{city},{remark}")
    return "\r\n".join(rows) + "\r\n"


def _build_saved_complaint(thread: SampleThread, at: datetime) -> bytes:
    return build_saved_mail((FILE_CUSTOMER.name, FILE_CUSTOMER.mail), at, build_invoice_pdf(thread, at))


def _build_unknown_bytes(thread: SampleThread, at: datetime) -> bytes:
    """Bytes with no signature that anybody knows."""
    return b"\x07TSCAN\x00\x01" + build_random("memory image").randbytes(6000)


def _build_claim_papers(thread: SampleThread, at: datetime) -> bytes:
    return build_claim_archive(at)


def _get_customs_declaration(thread: SampleThread, at: datetime) -> str:
    return CUSTOMS_XML.replace("{signed}", f"{at:%Y-%m-%d}")


def _build_latin1_notes(thread: SampleThread, at: datetime) -> bytes:
    """Text in the charset of its time."""
    return "Förderband 4 läuft wieder. Größe geprüft: 1,15 m × 0,40 m. Café fermé.\n".encode("latin-1")


CUSTOMS_XML = """<?xml version="1.0" encoding="UTF-8"?>
<declaration xmlns="urn:example:customs" number="26-5512">
<consignor country="GB"><name>Nowak Prints</name></consignor><goods>
<item hs="4911.91"><description>Prints, lithographs &amp; posters</description>
<value cur="EUR">84.00</value></item>
<item hs="4819.10"><description>Cartons &lt; 1.20 m</description><value cur="EUR">6.50</value></item></goods>
<!-- checked by the depot --><signed date="{signed}"/></declaration>
"""

SPECIAL_FILES = (
    SpecialFile("Invoice as PDF", "application/pdf", build_invoice_pdf, text="The invoice, as it was sent."),
    SpecialFile("Label of parcel 5512", "image/png", _build_label_picture),
    SpecialFile("Volumes of twelve months", "image/png", _build_volumes_picture),
    SpecialFile(
        "Look what came out of the van",
        "image/png",
        _build_box_picture,
        medium=FACEBOOK,
        text="@TernParcels 📦💥",
    ),
    SpecialFile("Scan events of parcel 5512", "application/json", _build_scan_events, kind="structured_text"),
    SpecialFile("Customs declaration", "application/xml", _get_customs_declaration, kind="structured_text"),
    SpecialFile("Parcels of thirty days", "text/csv; charset=utf-8", _build_parcel_table),
    SpecialFile("Belt scanner, memory image", "application/octet-stream", _build_unknown_bytes),
    SpecialFile(
        "Notes of the depot", "text/plain; charset=iso-8859-1", _build_latin1_notes, kind="plain_text"
    ),
    SpecialFile("Papers of claim 71-2290", "application/zip", _build_claim_papers),
    SpecialFile("Complaint, saved from Outlook", "application/vnd.ms-outlook", _build_saved_complaint),
)
