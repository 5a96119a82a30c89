"""Dumps of the API's own answers: one record, an array, or a record a line (NDJSON), in UTF-8, -16 or -32.

A dump's content URLs are dropped, for they only say that a content existed. The content is taken along when
it lies beside the dump under the last parts of its URL: `<interaction_id>/plain_text` and so on.
NDJSON is read line by line; an array is held whole, so it is the lesser form for very many records.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from contactserver.identifiers import is_identifier
from contactserver.loaders.progress import track_progress
from contactserver.loaders.report import LoadReport
from contactserver.loaders.store import store_records
from contactserver.loaders.stored_records import BINARY_MEDIA_TYPE, InteractionRecord, StoredContent
from contactserver.models import Kind

LINE_SUFFIXES = {".ndjson", ".jsonl"}
DUMP_SUFFIXES = LINE_SUFFIXES | {".json"}


def load_dumps(paths: Iterable[Path], service_id: str | None = None) -> LoadReport:
    """Loads files, and the dumps in folders, into the server. With `service_id` all of them belong to that
    service."""
    report = LoadReport()
    records = (
        record
        for path in _iter_dump_files(paths, report)
        for record in iter_dump_records(path, report, service_id)
    )
    return store_records(track_progress(records, unit="records"), report)


def _iter_dump_files(paths: Iterable[Path], report: LoadReport) -> Iterator[Path]:
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        dump_paths = sorted(
            found for found in path.rglob("*") if found.suffix.lower() in DUMP_SUFFIXES and found.is_file()
        )
        if not dump_paths:
            report.add_failure(str(path), "The folder has no .json, .ndjson or .jsonl files.")
        yield from dump_paths


def iter_dump_records(
    path: Path, report: LoadReport, service_id: str | None = None
) -> Iterator[InteractionRecord]:
    """The records of one dump. What is none goes into the report."""
    try:
        for source, text in _iter_json_texts(path):
            for place, document in _iter_dump_documents(source, text, report):
                yield InteractionRecord(
                    document, service_id, _read_contents_beside(path.parent, document, place, report), place
                )
    except OSError as error:
        report.add_failure(str(error.filename or path), f"The file can't be read: {error.strerror}.")


def _iter_json_texts(path: Path) -> Iterator[tuple[str, str]]:
    """The JSON texts of a file with where they are: its lines, or all of it."""
    with path.open("rb") as file:
        encoding = json.detect_encoding(file.read(4))
    # Bytes that are no UTF-8 become lone surrogates, which are replaced and remarked on as they are stored.
    errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    with path.open(encoding=encoding, errors=errors) as file:
        first = next((line.strip() for line in file if not line.isspace()), "")
        file.seek(0)
        if path.suffix.lower() not in LINE_SUFFIXES and not (first.startswith("{") and first.endswith("}")):
            yield str(path), file.read()
            return
        for number, line in enumerate(file, start=1):
            if not line.isspace():
                yield f"{path} line {number}", line


def _iter_dump_documents(source: str, text: str, report: LoadReport) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects in a JSON text, each with where it is."""
    doubled: list[str] = []
    try:
        value = json.loads(
            text, object_pairs_hook=_build_object_hook(doubled), parse_constant=_refuse_constant
        )
    except (ValueError, RecursionError) as error:
        deep = isinstance(error, RecursionError)
        report.add_failure(source, "The JSON is nested too deeply." if deep else f"Not valid JSON: {error}.")
        return
    if doubled:
        report.add_remark(
            source, f"Duplicate keys, the last value is used: {', '.join(sorted(set(doubled)))}."
        )
    entries = enumerate(value, start=1) if isinstance(value, list) else [(0, value)]
    for number, entry in entries:
        place = f"{source} record {number}" if number else source
        if isinstance(entry, dict):
            yield place, entry
        else:
            report.add_failure(place, "No interaction links: expected an object or an array of objects.")


def _build_object_hook(doubled: list[str]) -> Any:
    """Makes objects, and writes down the keys that came twice in one."""

    def make(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            counts = Counter(key for key, _ in pairs)
            doubled.extend(key for key, count in counts.items() if count > 1)
        return made

    return make


def _refuse_constant(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a JSON number")


def _read_contents_beside(
    folder: Path, document: dict[str, Any], place: str, report: LoadReport
) -> dict[str, StoredContent]:
    """The contents that lie beside the dump."""
    identifier = document.get("interaction_id")
    if not is_identifier(identifier) or not (folder / identifier).is_dir():
        return {}
    contents = {}
    for kind, media_type in _get_media_types(document).items():
        file = folder / identifier / kind
        try:
            if file.is_file():
                modified = datetime.fromtimestamp(file.stat().st_mtime, UTC)
                contents[kind.value] = StoredContent(media_type, file.read_bytes(), modified)
        except OSError as error:
            report.add_remark(place, f"{file} can't be read: {error.strerror}.")
    return contents


def _get_media_types(document: dict[str, Any]) -> dict[Kind, str]:
    """What a file without a header is: only the structured text's type stands in the record."""
    mime = document.get("structured_text_mime")
    return {
        Kind.PLAIN_TEXT: "text/plain; charset=utf-8",
        Kind.STRUCTURED_TEXT: mime if isinstance(mime, str) else "text/xml",
        Kind.BINARY_CONTENT: BINARY_MEDIA_TYPE,
    }
