"""From a part of an address to the value that it names, and back (docs.djangoproject.com, "Registering custom
path converters")."""

from django.urls import Resolver404, resolve
from django.utils.encoding import escape_uri_path

from interactions.content.content_ref import ContentRef
from interactions.content.nested.container import ENTRY_PATH_PATTERN
from interactions.history.history_key import HistoryKey, HistoryKind
from interactions.pages.exports.export_formats import EXPORT_FORMATS
from interactions.ucs.resources import ContentKind


class HistoryKeyConverter:
    """An ID as the key of the history of its `kind`; an address can be built of the ID alone, too."""

    regex = "[^/]+"
    kind: HistoryKind

    def to_python(self, value: str) -> HistoryKey:
        return HistoryKey(self.kind, value)

    def to_url(self, value: HistoryKey | str) -> str:
        return value.identifier if isinstance(value, HistoryKey) else value


class CustomerKeyConverter(HistoryKeyConverter):
    kind = "customer"


class ServiceKeyConverter(HistoryKeyConverter):
    kind = "service"


class ContentKindConverter:
    """`plain_text`, `structured_text` or `binary_content`."""

    regex = "|".join(ContentKind)

    def to_python(self, value: str) -> ContentKind:
        return ContentKind(value)

    def to_url(self, value: str) -> str:
        return str(value)


class PageConverter:
    """The path of a page that exists; nothing else matches, so that what is unknown stays unknown."""

    regex = ".+"

    def to_python(self, value: str) -> str:
        """The page's path, escaped. Raises `ValueError`, Django's "no match", when there is no such page."""
        target = f"/{value.strip('/')}"
        try:
            resolve(target)
        except Resolver404 as error:
            raise ValueError from error
        return escape_uri_path(target)

    def to_url(self, value: str) -> str:
        return value.lstrip("/")


class FormatConverter:
    """`csv`, `json` or `ndjson`."""

    regex = "|".join(EXPORT_FORMATS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class ContentRefConverter:
    """`{id}/binary_content`: a content of an interaction."""

    regex = f"[^/]+/(?:{ContentKindConverter.regex})"

    def to_python(self, value: str) -> ContentRef:
        whole, _, path = value.partition("/parts/")
        interaction_id, _, kind = whole.rpartition("/")
        return ContentRef(interaction_id, ContentKind(kind), path)

    def to_url(self, value: ContentRef) -> str:
        whole = f"{value.interaction_id}/{value.kind}"
        return f"{whole}/parts/{value.path}" if value.path else whole


class NestedContentRefConverter(ContentRefConverter):
    """`{id}/binary_content/parts/2.1/3`: what lies in a content (content/nested/container.py)."""

    regex = f"{ContentRefConverter.regex}/parts/{ENTRY_PATH_PATTERN}(?:/{ENTRY_PATH_PATTERN}){{0,9}}"
