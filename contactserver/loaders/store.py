"""Puts records into the server, however they were come by. Running a load twice changes nothing.

A record that is there already is replaced; a content or a service that the new one does not speak of stays.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from contactserver.loaders.report import LoadFailure, LoadReport
from contactserver.loaders.stored_records import InteractionRecord, RecordRow, StoredContent, build_record_row
from contactserver.models import PIECE_BYTES, Content, Interaction, Kind, Piece

__all__ = ["InteractionRecord", "LoadFailure", "LoadReport", "StoredContent", "store_records"]

# A batch is one transaction: at most so many records, and so many bytes in memory.
BATCH_RECORDS = 500
BATCH_BYTES = 16 * 1024 * 1024
UPDATED_COLUMNS = ("customer_id", "service_id", "start_date", "contents", "document")


def store_records(records: Iterable[InteractionRecord], report: LoadReport | None = None) -> LoadReport:
    """Stores records as they come, a batch at a time; all of a batch or none of it. Counts go into `report`
    (a new one when None), and so do records that can't be stored. Raises django.db.DatabaseError."""
    report = report or LoadReport()
    rows = (row for record in records if (row := build_record_row(record, report)))
    for batch in _iter_batches(rows):
        with transaction.atomic():
            _wait_for_other_loads()
            changed = _store_batch(batch)
        report.loaded += changed
        report.unchanged += len(batch) - changed
    return report


def _iter_batches(rows: Iterable[RecordRow]) -> Iterator[list[RecordRow]]:
    """Rows in batches; an ID that comes again starts a new one, so that the later record wins."""
    batch: dict[str, RecordRow] = {}
    size = 0
    for row in rows:
        full = len(batch) >= BATCH_RECORDS or size + row.size > BATCH_BYTES
        if batch and (full or row.interaction.pk in batch):
            yield list(batch.values())
            batch, size = {}, 0
        batch[row.interaction.pk] = row
        size += row.size
    if batch:
        yield list(batch.values())


def _wait_for_other_loads() -> None:
    """A batch completes what it finds there, so that no other may write in between; whoever reads goes on. On
    SQLite a transaction has that from its beginning (settings: IMMEDIATE)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Interaction._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


def _store_batch(rows: list[RecordRow]) -> int:
    """How many of the rows were new or different."""
    identifiers = [row.interaction.pk for row in rows]
    known = Interaction.objects.in_bulk(identifiers)
    digests = {
        (interaction_id, kind): digest
        for interaction_id, kind, digest in Content.objects.filter(
            interaction_id__in=identifiers
        ).values_list("interaction_id", "kind", "digest")
    }
    changed, contents = [], []
    for row in rows:
        fresh = [
            kind for kind, digest in row.digests.items() if digests.get((row.interaction.pk, kind)) != digest
        ]
        if _merge_with_known(row, known.get(row.interaction.pk)) or fresh:
            changed.append(row.interaction)
        contents += [(row, kind) for kind in fresh]
    Interaction.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["interaction_id"], update_fields=UPDATED_COLUMNS
    )
    _store_contents(contents)
    return len(changed)


def _merge_with_known(row: RecordRow, known: Interaction | None) -> bool:
    """Completes the new record by what only the known one has; whether they differ then."""
    interaction = row.interaction
    kinds = set(row.contents) | set(known.contents.split() if known else [])
    interaction.contents = " ".join(kind for kind in Kind.values if kind in kinds)
    if known is None:
        return True
    interaction.service_id = interaction.service_id or known.service_id
    return any(
        _unwrap_memoryview(getattr(interaction, name)) != _unwrap_memoryview(getattr(known, name))
        for name in UPDATED_COLUMNS
    )


def _unwrap_memoryview(value: str | bytes | memoryview | None) -> str | bytes | None:
    return bytes(value) if isinstance(value, memoryview) else value


def _build_content(row: RecordRow, kind: Kind, now: datetime) -> Content:
    content = row.contents[kind]
    return Content(
        interaction_id=row.interaction.pk,
        kind=kind,
        media_type=content.media_type,
        size=len(content.data),
        digest=row.digests[kind],
        modified=content.modified or now,
    )


def _store_contents(contents: list[tuple[RecordRow, Kind]]) -> None:
    """Replaces these contents, piece by piece."""
    for kind in Kind:
        owners = [row.interaction.pk for row, row_kind in contents if row_kind == kind]
        Content.objects.filter(kind=kind, interaction_id__in=owners).delete()
    now = timezone.now()
    created = Content.objects.bulk_create(_build_content(row, kind, now) for row, kind in contents)
    pieces = (
        Piece(content=content, number=number, data=row.contents[kind].data[start : start + PIECE_BYTES])
        for content, (row, kind) in zip(created, contents, strict=True)
        for number, start in enumerate(range(0, content.size, PIECE_BYTES))
    )
    Piece.objects.bulk_create(pieces, batch_size=100)
