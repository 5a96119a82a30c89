"""A customer's history as a UCS sends it, of any length."""

import json
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from contactserver.loaders.records import Record  # noqa: E402
from contactserver.loaders.sample import large_customer  # noqa: E402

Document = dict[str, object]
# The attributes with the addresses of the contents, by the last part of these.
CONTENTS = {"plain_text": "text", "structured_text": "structured_text", "binary_content": "binary_content"}


def documents(rows: int) -> Iterator[Document]:
    """The large customer of the sample contact centre, as often as it takes and each time with other IDs."""
    made = [_document(record) for record in islice(large_customer(), rows)]
    for number in range(rows):
        turn, at = divmod(number, len(made))
        yield made[at] | {name: f"{made[at][name]}{turn or ''}" for name in ("interaction_id", "thread_id")}


def write(path: Path, rows: int) -> list[str]:
    """The array as a file. Gives the IDs."""
    identifiers = []
    with path.open("w", encoding="utf-8") as file:
        for number, document in enumerate(documents(rows)):
            file.write(",["[not number] + json.dumps(document, ensure_ascii=False))
            identifiers.append(str(document["interaction_id"]))
        file.write("]")
    return identifiers


def _document(record: Record) -> Document:
    """With the addresses of its contents."""
    place = f"http://ucs.example/interactions/{record.document['interaction_id']}"
    return dict(record.document) | {CONTENTS[kind]: f"{place}/{kind}" for kind in record.contents}
