"""A customer's history as a UCS sends it, of any length."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from contactserver.loaders.stored_records import InteractionRecord  # noqa: E402
from samplecentre.large_history import iter_large_customer_records  # noqa: E402
from samplecentre.sample_calendar import PLAN_END, SampleCalendar  # noqa: E402
from samplecentre.seed_record import SEED_DOCUMENT  # noqa: E402

JsonDocument = dict[str, object]
# The attributes with the addresses of the contents, by the last part of these.
CONTENT_ATTRIBUTES = {
    "plain_text": "text",
    "structured_text": "structured_text",
    "binary_content": "binary_content",
}
# What a record of the documented form takes from the sample contact centre, so that its list is as varied.
VARIED_ATTRIBUTES = (
    "interaction_id",
    "thread_id",
    "parent_id",
    "customer_id",
    "media_type",
    "entity_type",
    "type",
    "sub_type",
    "status",
    "subject",
    "owner_id",
    "start_date",
    "established_date",
    "released_date",
    "end_date",
    *CONTENT_ATTRIBUTES.values(),
)


def iter_documents(rows: int) -> Iterator[JsonDocument]:
    """The large customer of the sample contact centre, as often as it takes and each time with other IDs."""
    records = iter_large_customer_records(SampleCalendar(PLAN_END))
    made = [_build_document(record) for record in islice(records, rows)]
    for number in range(rows):
        turn, at = divmod(number, len(made))
        yield made[at] | {name: f"{made[at][name]}{turn or ''}" for name in ("interaction_id", "thread_id")}


def iter_documented_records(rows: int) -> Iterator[JsonDocument]:
    """As `iter_documents`, each record with the attributes, the attached data and thus the size of the one
    that the API's own document shows: 1.35 kB where the sample contact centre's have 2."""
    for document in iter_documents(rows):
        own = {name: document[name] for name in VARIED_ATTRIBUTES if name in document}
        common = {name: value for name, value in SEED_DOCUMENT.items() if name not in VARIED_ATTRIBUTES}
        yield common | own


def write_dump(
    path: Path, rows: int, iter_records: Callable[[int], Iterable[JsonDocument]] = iter_documents
) -> list[str]:
    """The array as a file, without blanks between its values, as a UCS writes it. Gives the IDs."""
    identifiers = []
    with path.open("w", encoding="utf-8") as file:
        for number, document in enumerate(iter_records(rows)):
            file.write(",["[not number] + json.dumps(document, ensure_ascii=False, separators=(",", ":")))
            identifiers.append(str(document["interaction_id"]))
        file.write("]")
    return identifiers


def _build_document(record: InteractionRecord) -> JsonDocument:
    """With the addresses of its contents."""
    place = f"http://ucs.example/interactions/{record.document['interaction_id']}"
    return dict(record.document) | {CONTENT_ATTRIBUTES[kind]: f"{place}/{kind}" for kind in record.contents}
