"""What a loader hands over, and the row that it becomes: checked, with its document encoded."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from contactserver.documents import encode_document
from contactserver.identifiers import MAX_IDENTIFIER_CHARACTERS, is_identifier, parse_identifier
from contactserver.loaders.report import LoadReport
from contactserver.models import Interaction, Kind

DATE_PATTERN = re.compile(r"\d{4}-\d\d-\d\d[T ][\d:.]{5,18}(Z|[+-]\d\d:?\d\d)?")
MEDIA_TYPE_PATTERN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+/[!#$%&'*+.^_`|~0-9A-Za-z-]+ *(;[\x20-\x7e]*)?")
BINARY_MEDIA_TYPE = "application/octet-stream"


@dataclass(frozen=True)
class StoredContent:
    """One content. `media_type` is sent as Content-Type and may carry a charset; `modified` (aware) is sent
    as Last-Modified, the time of loading when it is None."""

    media_type: str
    data: bytes
    modified: datetime | None = None


@dataclass(frozen=True)
class InteractionRecord:
    """One record. `document` is the Interaction Resource as JSON values (content URLs in it are dropped);
    it must hold `interaction_id`. `contents` is by kind ("plain_text", "structured_text", "binary_content").
    `service_id` files it under a service without being part of the document. `source` is for the report."""

    document: Mapping[str, Any]
    service_id: str | None = None
    contents: Mapping[str, StoredContent] = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True)
class RecordRow:
    """A record ready to be stored: `digests` tell at once whether a content is there already."""

    interaction: Interaction
    contents: Mapping[Kind, StoredContent]
    digests: Mapping[Kind, str]

    @property
    def size(self) -> int:
        """Bytes of the document and all contents."""
        return len(self.interaction.document) + sum(len(content.data) for content in self.contents.values())


def build_record_row(record: InteractionRecord, report: LoadReport) -> RecordRow | None:
    """The record's row; None when it can't be stored, and then the report says why."""
    interaction_id = record.document.get("interaction_id")
    source = record.source or str(interaction_id)
    if not is_identifier(interaction_id):
        invalid = (
            f"The interaction_id is not valid: up to {MAX_IDENTIFIER_CHARACTERS} letters, digits, - and _ "
            "are allowed."
        )
        report.add_failure(source, invalid if interaction_id else "The interaction_id is missing.")
        return None
    try:
        document, replaced = encode_document(record.document)
    except (TypeError, ValueError, RecursionError):
        report.add_failure(source, "The record has a value that JSON can't express, or is nested too deeply.")
        return None
    if replaced:
        report.add_remark(source, "Invalid characters were replaced with U+FFFD.")
    contents = {
        Kind(kind): _ensure_media_type(content, source, report) for kind, content in record.contents.items()
    }
    interaction = Interaction(
        interaction_id=interaction_id,
        customer_id=_parse_owner_id(record.document.get("customer_id"), "customer_id", source, report),
        service_id=_parse_owner_id(
            record.service_id or record.document.get("service_id"), "service_id", source, report
        ),
        start_date=_clean_date(record.document.get("start_date")),
        document=document,
    )
    return RecordRow(
        interaction, contents, {kind: _compute_digest(content) for kind, content in contents.items()}
    )


def _parse_owner_id(value: Any, name: str, source: str, report: LoadReport) -> str | None:
    """The ID under which the record is filed too, if it has one that can be asked for."""
    identifier = parse_identifier(value)
    if identifier is None and value not in (None, ""):
        report.add_remark(source, f"The {name} is not a valid ID, so the record can't be links by it.")
    return identifier


def _clean_date(value: Any) -> str:
    return value if isinstance(value, str) and DATE_PATTERN.fullmatch(value) else ""


def _ensure_media_type(content: StoredContent, source: str, report: LoadReport) -> StoredContent:
    """The content with a media type that can stand in a header."""
    if len(content.media_type) <= 255 and MEDIA_TYPE_PATTERN.fullmatch(content.media_type):
        return content
    report.add_remark(source, f"A content has no valid media type and is sent as {BINARY_MEDIA_TYPE}.")
    return StoredContent(BINARY_MEDIA_TYPE, content.data, content.modified)


def _compute_digest(content: StoredContent) -> str:
    """Differs when anything that is sent with the content differs."""
    head = f"{content.media_type}\n{content.modified.isoformat() if content.modified else ''}\n"
    digest = hashlib.sha256(head.encode())
    digest.update(content.data)
    return digest.hexdigest()
