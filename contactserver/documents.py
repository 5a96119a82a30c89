"""A record's JSON document: made once when it is stored, and sent with the content URLs put in front of its
last brace, which is all that depends on where the server is asked (docs/ucs-protocol.md §1.3, quirk 6)."""

import json
import re
from collections.abc import Mapping
from typing import Any

from contactserver.models import Kind

# The record's attribute for each content; the plain text's is not named like its path
# (docs/ucs-protocol.md §1.3, quirk 5).
CONTENT_ATTRIBUTES = {
    Kind.PLAIN_TEXT: "text",
    Kind.STRUCTURED_TEXT: "structured_text",
    Kind.BINARY_CONTENT: "binary_content",
}
SURROGATE_PATTERN = re.compile("[\ud800-\udfff]")


def encode_document(document: Mapping[str, Any]) -> tuple[bytes, bool]:
    """The document as compact UTF-8 JSON without content URLs, and whether characters that are not Unicode
    (lone surrogates) had to be replaced by U+FFFD. Raises TypeError, ValueError or RecursionError for what
    JSON can't hold."""
    own = {key: value for key, value in document.items() if key not in CONTENT_ATTRIBUTES.values()}
    text = json.dumps(own, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    try:
        return text.encode(), False
    except UnicodeEncodeError:
        return SURROGATE_PATTERN.sub("\ufffd", text).encode(), True


def add_content_urls(document: bytes, interaction_id: str, contents: str, base_url: str) -> bytes:
    """The document as it is sent: with the URL of each content that `contents` names."""
    if not contents:
        return document
    urls = "".join(
        f',"{CONTENT_ATTRIBUTES[Kind(kind)]}":"{base_url}/interactions/{interaction_id}/{kind}"'
        for kind in contents.split()
    )
    return document[:-1] + urls.encode() + b"}"
