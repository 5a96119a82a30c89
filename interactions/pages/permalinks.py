"""Permalinks: the addresses that people send each other, without the filter of the list they came from."""

import re
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import reverse
from django.utils.encoding import iri_to_uri

from interactions.pages.paths import reverse_path
from interactions.ucs.resources import ContentKind

FRAGMENT_PATTERN = re.compile(r"[\w.:~%-]{1,300}")


def build_permalink(interaction_id: str, kind: ContentKind | None = None) -> str:
    """The path of an interaction's page, with one of its contents open when `kind` names it."""
    if kind is None:
        return reverse_path("interaction", interaction_id)
    return reverse_path("interaction-content", interaction_id, kind)


def build_permalink_base(request: HttpRequest) -> str:
    """What stands before an interaction's ID in its absolute permalink, for files that are read elsewhere."""
    return request.build_absolute_uri(reverse("interaction", args=["-"]).removesuffix("-"))


def parse_permalink_tail(text: str, path: str) -> str:
    """What a pasted permalink says beyond `path`: its filters, and the message or key that it marks; ""
    when the text is no link to this path."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    if any(map(str.isspace, text)) or path not in parts.path:
        return ""
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if FRAGMENT_PATTERN.fullmatch(parts.fragment) else ""
    return iri_to_uri(query + fragment)
