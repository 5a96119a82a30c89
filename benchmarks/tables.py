"""The same history as a table of SQLite, for those who show tables."""

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from benchmarks.dumps import JsonDocument

TABLE_COLUMNS = (
    "interaction_id", "customer_id", "thread_id", "media_type", "type", "sub_type", "status", "subject",
    "owner_id", "agent", "start_date", "established_date", "released_date", "end_date", "udata",
)  # fmt: skip
INTEGER_COLUMNS = {"status", "owner_id"}
INDEXED_COLUMNS = ("thread_id", "media_type", "type", "status", "start_date")


def fill_table(path: Path, documents: Iterable[JsonDocument]) -> None:
    """A table `interaction` with an index on each column that is filtered, counted or ordered by."""
    with sqlite3.connect(path) as database:
        names = ", ".join(
            f"{name} {'INTEGER' if name in INTEGER_COLUMNS else 'TEXT'}" for name in TABLE_COLUMNS[1:]
        )
        database.execute(f"CREATE TABLE interaction (interaction_id TEXT PRIMARY KEY, {names})")
        places = ", ".join("?" * len(TABLE_COLUMNS))
        database.executemany(f"INSERT INTO interaction VALUES ({places})", map(_build_table_row, documents))
        for name in INDEXED_COLUMNS:
            database.execute(f"CREATE INDEX interaction_{name} ON interaction ({name})")
        database.execute("ANALYZE")
    database.close()


def _build_table_row(document: JsonDocument) -> tuple[object, ...]:
    udata = document.get("udata")
    own = document | {
        "agent": udata.get("RTargetAgentSelected") if isinstance(udata, dict) else None,
        "udata": json.dumps(udata, ensure_ascii=False),
    }
    return tuple(own.get(name) for name in TABLE_COLUMNS)
