"""Contents of many kinds: recordings, pictures, documents, data, and bytes that nobody knows."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from contactserver.loaders.records import Record
from contactserver.loaders.sample.archives import claim_papers
from contactserver.loaders.sample.chance import chance
from contactserver.loaders.sample.channels import hexadecimal
from contactserver.loaders.sample.interaction import (
    FACEBOOK,
    VOICE,
    WORK_ITEM,
    Medium,
    content,
    handled,
    record,
)
from contactserver.loaders.sample.outlook_letters import saved
from contactserver.loaders.sample.paper import invoice_pdf
from contactserver.loaders.sample.pictures import damaged_box, parcel_label, volume_chart
from contactserver.loaders.sample.sound import SECONDS, Form, recording
from contactserver.loaders.sample.stage import FILES, named, stage
from contactserver.loaders.sample.thread import Thread
from contactserver.loaders.sample.udata import attached

CALLS = (
    ("Parcel 5512 – customer's complaint", "1003", Form.MONO),
    ("Invoice 2026-0412 explained", "1011", Form.STEREO),
    ("Contract C-4410, oral agreement", "1020", Form.MU_LAW),
    ("Damaged goods claim 71-2290", "1007", Form.MONO),
)


@dataclass(frozen=True)
class Document:
    """A record with a content of this media type, which `data` makes."""

    subject: str
    media_type: str
    data: Callable[[Thread, datetime], bytes | str]
    kind: str = "binary_content"
    medium: Medium = WORK_ITEM
    text: str = ""


def special_files() -> Iterator[Record]:
    for number, (subject, by, form) in enumerate(CALLS, 1):
        yield _recorded_call(number, subject, by, form)
    for number, document in enumerate(DOCUMENTS, len(CALLS) + 1):
        yield _document(number, document)


def _when(number: int) -> datetime:
    return datetime(2026, 9, 1, 9 + number % 8, 17 * number % 60, 12, tzinfo=UTC) + timedelta(days=2 * number)


def _recorded_call(number: int, subject: str, by: str, form: Form) -> Record:
    at = _when(number)
    thread = stage(FILES, number, subject, at, about="claim", by=by)
    times = handled(thread.rng, at, wait=11 * number, handle=SECONDS + number, wrap=18)
    facts = {
        "phone_number": FILES.number,
        "duration": SECONDS + number,
        "outcome": "Answered",
        "tconnection_id": hexadecimal(thread.rng, 16),
    }
    sound = {"binary_content": content("audio/wav", recording(subject, form=form), times.last)}
    return record(
        thread,
        VOICE,
        times,
        type="Inbound",
        sub_type="InboundNew",
        agent=thread.agent,
        attributes=facts,
        interaction_id=named("FILE", number),
        external_id=hexadecimal(thread.rng, 16),
        udata=attached(thread, "voice", at, thread.agent),
        contents=sound,
    )


def _document(number: int, document: Document) -> Record:
    at = _when(number)
    thread = stage(FILES, number, document.subject, at, about="invoice", by="1012")
    kept = {document.kind: content(document.media_type, document.data(thread, at), at)}
    if document.text:
        kept["plain_text"] = content("text/plain; charset=utf-8", document.text + "\n", at)
    direction = "Internal" if document.medium is WORK_ITEM else "Inbound"
    return record(
        thread,
        document.medium,
        handled(thread.rng, at, wait=600, handle=90, wrap=0),
        type=direction,
        sub_type=direction + "New",
        agent=thread.agent,
        interaction_id=named("FILE", number),
        contents=kept,
        udata=attached(thread, document.medium.media_type, at, thread.agent),
    )


def _label(thread: Thread, at: datetime) -> bytes:
    return parcel_label("5512", ("TO", "EMIL NOWAK", "19 PRINTERS ALLEY", "OXFORD OX1 4XX"))


def _volumes(thread: Thread, at: datetime) -> bytes:
    return volume_chart("PARCELS BY MONTH", (82, 91, 140, 60, 66, 70, 88, 74, 50, 41, 77, 95))


def _box(thread: Thread, at: datetime) -> bytes:
    return damaged_box()


def _events(thread: Thread, at: datetime) -> str:
    places = ("Oxford", "Ashby", "Ashby", "Northgate", "Oxford")
    events = [
        {
            "time": f"2026-09-{10 + number:02d}T0{4 + number}:1{number}:00Z",
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
        "consignee": {"name": FILES.name, "city": FILES.city},
    }
    return json.dumps(document, indent=None, ensure_ascii=False)


def _table(thread: Thread, at: datetime) -> str:
    rows = ["day,parcel,weight_kg,city,remark"]
    for day in range(1, 31):
        city = thread.rng.choice(("Oxford", "York", "Málaga", "Köln"))
        remark = thread.rng.choice(("", "", '"signed, by neighbour"', '"said ""later"""'))
        rows.append(f"2026-10-{day:02d},{5500 + day},{day % 9}.{day % 4}5,{city},{remark}")
    return "\r\n".join(rows) + "\r\n"


def _saved(thread: Thread, at: datetime) -> bytes:
    return saved((FILES.name, FILES.mail), at, invoice_pdf(thread, at))


def _unknown(thread: Thread, at: datetime) -> bytes:
    """Bytes with no signature that anybody knows."""
    return b"\x07TSCAN\x00\x01" + chance("memory image").randbytes(6000)


def _papers(thread: Thread, at: datetime) -> bytes:
    return claim_papers(at)


def _customs(thread: Thread, at: datetime) -> str:
    return CUSTOMS


def _notes(thread: Thread, at: datetime) -> bytes:
    """Text in the charset of its time."""
    return "Förderband 4 läuft wieder. Größe geprüft: 1,15 m × 0,40 m. Café fermé.\n".encode("latin-1")


CUSTOMS = """<?xml version="1.0" encoding="UTF-8"?>
<declaration xmlns="urn:example:customs" number="26-5512">
<consignor country="GB"><name>Nowak Prints</name></consignor><goods>
<item hs="4911.91"><description>Prints, lithographs &amp; posters</description>
<value cur="EUR">84.00</value></item>
<item hs="4819.10"><description>Cartons &lt; 1.20 m</description><value cur="EUR">6.50</value></item></goods>
<!-- checked by the depot --><signed date="2026-09-21"/></declaration>
"""

DOCUMENTS = (
    Document("Invoice as PDF", "application/pdf", invoice_pdf, text="The invoice, as it was sent."),
    Document("Label of parcel 5512", "image/png", _label),
    Document("Volumes of twelve months", "image/png", _volumes),
    Document("Look what came out of the van", "image/png", _box, medium=FACEBOOK, text="@TernParcels 📦💥"),
    Document("Scan events of parcel 5512", "application/json", _events, kind="structured_text"),
    Document("Customs declaration", "application/xml", _customs, kind="structured_text"),
    Document("Parcels of October", "text/csv; charset=utf-8", _table),
    Document("Belt scanner, memory image", "application/octet-stream", _unknown),
    Document("Notes of the depot", "text/plain; charset=iso-8859-1", _notes, kind="plain_text"),
    Document("Papers of claim 71-2290", "application/zip", _papers),
    Document("Complaint, saved from Outlook", "application/vnd.ms-outlook", _saved),
)
