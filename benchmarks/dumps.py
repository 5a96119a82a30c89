"""A customer's history as a UCS sends it, of any length."""

import json
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from contactserver.loaders.sample import iter_large_customer_records  # noqa: E402
from contactserver.loaders.stored_records import InteractionRecord  # noqa: E402

JsonDocument = dict[str, object]
# The attributes with the addresses of the contents, by the last part of these.
CONTENT_ATTRIBUTES = {
    "plain_text": "text",
    "structured_text": "structured_text",
    "binary_content": "binary_content",
}


def iter_documents(rows: int) -> Iterator[JsonDocument]:
    """The large customer of the sample contact centre, as often as it takes and each time with other IDs."""
    made = [_build_document(record) for record in islice(iter_large_customer_records(), rows)]
    for number in range(rows):
        turn, at = divmod(number, len(made))
        yield made[at] | {name: f"{made[at][name]}{turn or ''}" for name in ("interaction_id", "thread_id")}


def write_dump(path: Path, rows: int) -> list[str]:
    """The array as a file. Gives the IDs."""
    identifiers = []
    with path.open("w", encoding="utf-8") as file:
        for number, document in enumerate(iter_documents(rows)):
            file.write(",["[not number] + json.dumps(document, ensure_ascii=False))
            identifiers.append(str(document["interaction_id"]))
        file.write("]")
    return identifiers


def _build_document(record: InteractionRecord) -> JsonDocument:
    """With the addresses of its contents."""
    place = f"http://ucs.example/interactions/{record.document['interaction_id']}"
    return dict(record.document) | {CONTENT_ATTRIBUTES[kind]: f"{place}/{kind}" for kind in record.contents}
