"""Finds in sanitised HTML what must not be there, with the tests' own reader."""

import re
from collections.abc import Iterator

from interactions.content.html.sanitiser import ALLOWED_TAGS
from tests.html_reader import find_elements

URL_ATTRIBUTES = {
    "href",
    "src",
    "background",
    "srcset",
    "poster",
    "action",
    "formaction",
    "data",
    "cite",
    "longdesc",
}


FORBIDDEN_ATTRIBUTES = {"id", "name", "class", "title", "srcdoc", "http-equiv"}

OWN_ATTRIBUTES = {("span", "class", "goes-to"), ("details", "data-fold", "")}


def iter_violations(html: str, *, linked: bool = False) -> Iterator[str]:
    """One line for each element, attribute or address that may load, run, act or hide where a link leads.
    `linked` says that `annotate_links` has processed the HTML: then every link must show its host."""
    for element in find_elements(html):
        tag, attributes = element.tag, {name: value or "" for name, value in element.attributes}
        if tag not in ALLOWED_TAGS:
            yield f"element {tag}"
        for name, value in attributes.items():
            if linked and (
                (tag, name, value) in OWN_ATTRIBUTES or (tag == "a" and name in {"title", "data-host"})
            ):
                continue
            if name.startswith(("on", "data-")) or name in FORBIDDEN_ATTRIBUTES:
                yield f"attribute {name}"
            if name in URL_ATTRIBUTES and not _is_allowed_address(tag, name, value):
                yield f"address {tag} {name}"
            if name == "style" and any(
                word in value.lower() for word in ("url", "position", "\\", "image", "vh")
            ):
                yield "style"
        if linked and tag == "a" and "href" in attributes and not _has_visible_host(attributes):
            yield f"link {attributes['href']}"


def _has_visible_host(attributes: dict[str, str]) -> bool:
    href, shown_host = attributes["href"], attributes.get("data-host", "")
    if not href.startswith(("http://", "https://")):
        return shown_host.startswith(("mailto:", "tel:"))
    authority = href.split("/")[2]
    plain = re.fullmatch(r"[a-z0-9._-]+(?::\d+)?|\[[0-9a-f:]+\](?::\d+)?", authority)
    return bool(plain) and (shown_host + " ").startswith(("…", f"{authority} "))


def _is_allowed_address(tag: str, name: str, value: str) -> bool:
    value = value.strip().lower()
    if (tag, name) == ("a", "href"):
        return value.startswith(("http://", "https://", "mailto:", "tel:"))
    return (
        (tag, name) == ("img", "src")
        and value.startswith("data:image/")
        and not value.startswith("data:image/svg")
    )
