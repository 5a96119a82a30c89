"""The paths of our pages by their names: what `django.urls.reverse` says, remembered. A page has twenty, and
working each out anew takes a twentieth of it."""

from functools import cache, lru_cache

from django.urls import reverse

from interactions.ucs.identifier_parsing import is_identifier

ID_PLACEHOLDER = "an-ID"  # no path of ours has these words


def reverse_path(name: str, *values: str) -> str:
    """The path of a named page: `reverse_path("search")`, `reverse_path("customer", identifier)`,
    `reverse_path("interaction-content", identifier, kind)`. Raises `NoReverseMatch` when there is none."""
    if not values:
        return _reverse_fixed_path(name)
    identifier, *rest = values
    if not is_identifier(identifier):  # "%2F" is another path than "/"
        return reverse(name, args=values)
    before, after = _split_path_at_identifier(name, *rest)
    return f"{before}{identifier}{after}"


@cache
def _reverse_fixed_path(name: str) -> str:
    return reverse(name)


@lru_cache(256)
def _split_path_at_identifier(name: str, *rest: str) -> tuple[str, str]:
    """What stands before and behind an ID."""
    before, _, after = reverse(name, args=[ID_PLACEHOLDER, *rest]).partition(ID_PLACEHOLDER)
    return before, after
