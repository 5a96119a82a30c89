"""Reports what a document would have loaded, run and linked to: the list above its frame.

Reads the tags as written, in the same pass as `complexity_guard.py`; nothing is ever fetched. Comments and
the contents of scripts are skipped, as browsers do, so a resource in a conditional comment for Outlook is not
counted.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape

from interactions.content.html.complexity_guard import FORMATTING_TAGS, SPACES, iter_html_tokens
from interactions.content.html.link_targets import (
    MAX_LINK_TEXT_CHARACTERS,
    LinkTarget,
    find_misleading_address,
    parse_link_target,
)
from interactions.content.html.trackers import explain_tracker

NAMED_ATTRIBUTE_PATTERN = re.compile(
    rf"([^{SPACES}/>][^{SPACES}/>=]*+)(?:[{SPACES}]*+=[{SPACES}]*+(\"[^\"]*+\"?+|'[^']*+'?+|[^{SPACES}>]*+))?+"
)
RELEVANT_ATTRIBUTE_PATTERN = re.compile(r"\bon|src|background|url\s*\(", re.I)  # on any element
INSPECTED_TAGS = set("a applet base embed form frame iframe img link meta object script".split())  # noqa: SIM905
RAW_TEXT_TAGS = set("script style textarea title xmp iframe noembed noframes template".split())  # noqa: SIM905
RAW_TEXT_END_PATTERNS = {tag: re.compile(f"</{tag}", re.I) for tag in RAW_TEXT_TAGS}
COMMENT_END_PATTERN = re.compile(r"--!?>")
CSS_URL_PATTERN = re.compile(r"url\(\s*[\"']?\s*([^\s\"')]{1,2000})", re.I)
CSS_IMPORT_PATTERN = re.compile(r"@import\s+[\"']\s*([^\s\"']{1,2000})", re.I)
STYLE_SHEET_PART_PATTERN = re.compile(r"@font-face\s*\{[^{}]*\}|@import[^;{}]*", re.I)
SOURCE_SET_PATTERN = re.compile(r"[^\s,]\S*")
REFRESH_URL_PATTERN = re.compile(r"url\s*=", re.I)
LOCAL_ADDRESS_PREFIXES = ("data:", "cid:", "mid:", "about:", "javascript:", "mailto:", "blob:", "file:", "#")
SCRIPT_SCHEME_PATTERN = re.compile(r"(?:java|vb)script:", re.I)
ACTIVE_TAG_NOUNS = {
    "script": "script",
    "form": "form",
    "iframe": "frame",
    "frame": "frame",
    "object": "plug-in",
    "embed": "plug-in",
    "applet": "plug-in",
}
LOADING_TAGS = {
    "img": ("image", ("src", "lowsrc", "dynsrc")),
    "image": ("image", ("href", "xlink:href", "src")),
    "input": ("image", ("src",)),
    "script": ("script", ("src",)),
    "iframe": ("frame", ("src",)),
    "frame": ("frame", ("src",)),
    "embed": ("plug-in", ("src",)),
    "object": ("plug-in", ("data",)),
    "audio": ("recording or film", ("src",)),
    "video": ("recording or film", ("src",)),
    "source": ("recording or film", ("src",)),
    "track": ("recording or film", ("src",)),
    "bgsound": ("recording or film", ("src",)),
    "link": ("style sheet", ("href",)),
}
LOADING_REL_PATTERN = re.compile(r"stylesheet|preload|prefetch|preconnect|icon|import", re.I)
HIDDEN_STYLE_PATTERN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)", re.I
)
PIXEL_LENGTH_PATTERN = re.compile(r"\s*(\d{1,6})(?:\.\d*)?\s*(?:px)?\s*(?:!important\s*)?", re.I)
STYLE_SIZE_PATTERN = re.compile(r"(?<![\w-])(width|height)\s*:\s*([^;]{1,40})", re.I)


@dataclass(frozen=True)
class BlockedHost:
    """A host that the document would have loaded from; `name` is "" for relative addresses.

    `kinds` are (noun, number of resources), `trackers` counts the resources that look like trackers, and
    `tracker_reasons` says why, the most frequent reason first.
    """

    name: str
    kinds: tuple[tuple[str, int], ...]
    trackers: int
    tracker_reasons: tuple[str, ...]

    @property
    def resources(self) -> int:
        return sum(number for _, number in self.kinds)


@dataclass(frozen=True)
class BlockedContentReport:
    """What was kept out of a document. Kinds are singular nouns with their numbers, the most frequent first.

    `removed` are active elements ("script", "form", …), `links` the hosts that links lead to, and
    `misleading_links` counts the links whose words name another host.
    """

    hosts: tuple[BlockedHost, ...]
    removed: tuple[tuple[str, int], ...]
    links: tuple[tuple[str, int], ...]
    misleading_links: int

    @property
    def kinds(self) -> tuple[tuple[str, int], ...]:
        total: Counter[str] = Counter()
        for host in self.hosts:
            total.update(dict(host.kinds))
        return tuple(total.most_common())

    @property
    def resources(self) -> int:
        return sum(host.resources for host in self.hosts)

    @property
    def trackers(self) -> int:
        return sum(host.trackers for host in self.hosts)

    @property
    def named_hosts(self) -> int:
        return sum(1 for host in self.hosts if host.name)


def build_blocked_content_report(html: str) -> BlockedContentReport:
    """Reports on HTML as it was sent. Raises `UnviewableContent` when it is too long or too complex for a
    parser (`complexity_guard.py`)."""
    collector = _BlockedContentCollector(html)
    for token in iter_html_tokens(html):
        collector.add_token(token)
    return collector.build_report()


@dataclass
class _HostRequests:
    kinds: Counter[str] = field(default_factory=Counter)
    tracker_reasons: Counter[str] = field(default_factory=Counter)


class _BlockedContentCollector:
    """Collects the report from tag to tag, as a browser would read them, as far as tags as written tell."""

    def __init__(self, html: str) -> None:
        self.html, self.position = html, 0
        self.base = ""
        self.hosts: dict[str, _HostRequests] = {}
        self.removed: Counter[str] = Counter()
        self.links: Counter[str] = Counter()
        self.misleading_links = 0
        self.link_target: LinkTarget | None = None
        self.link_words: list[str] = []

    def add_token(self, token: re.Match[str]) -> None:
        if token.start() < self.position:  # inside a comment, a script or another tag
            return
        if self.link_target:
            self.link_words.append(self.html[self.position : token.start()])
        if not token[2]:
            close = COMMENT_END_PATTERN.search(self.html, token.start() + 2)
            self.position = close.end() if close else len(self.html)
            return
        self.position = token.end(3) + 1
        tag = token[2].lower()
        if token[1]:
            self._add_end_tag(tag)
        else:
            self._add_start_tag(tag, token[3])

    def build_report(self) -> BlockedContentReport:
        self.link_words.append(self.html[self.position :])
        self._close_link()
        return BlockedContentReport(
            hosts=tuple(
                BlockedHost(
                    name,
                    tuple(requests.kinds.most_common()),
                    requests.tracker_reasons.total(),
                    tuple(requests.tracker_reasons),
                )
                for name, requests in sorted(
                    self.hosts.items(),
                    key=lambda name_and_requests: (
                        -name_and_requests[1].tracker_reasons.total(),
                        -name_and_requests[1].kinds.total(),
                    ),
                )
            ),
            removed=tuple(self.removed.most_common()),
            links=tuple(self.links.most_common()),
            misleading_links=self.misleading_links,
        )

    def _add_start_tag(self, tag: str, attributes: str) -> None:
        if tag in INSPECTED_TAGS or RELEVANT_ATTRIBUTE_PATTERN.search(attributes):
            self._inspect_tag(tag, _parse_attributes(attributes))
        if tag not in FORMATTING_TAGS and tag != "span":
            self.link_words.append(" ")
        if tag in RAW_TEXT_TAGS:
            close = RAW_TEXT_END_PATTERNS[tag].search(self.html, self.position)
            end = close.start() if close else len(self.html)
            if tag == "style":
                self._inspect_style_sheet(self.html[self.position : end])
            self.position = end

    def _add_end_tag(self, tag: str) -> None:
        if tag == "a":
            self._close_link()
        elif tag not in FORMATTING_TAGS and tag != "span":
            self.link_words.append(" ")

    def _inspect_tag(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in ACTIVE_TAG_NOUNS:
            self.removed[ACTIVE_TAG_NOUNS[tag]] += 1
        handlers = sum(1 for name in attributes if name.startswith("on"))
        if handlers:
            self.removed["event handler"] += handlers
        inspectors: dict[str, Callable[[dict[str, str]], None]] = {
            "a": self._open_link,
            "base": self._set_base_address,
            "meta": self._inspect_meta,
        }
        if tag in inspectors:
            inspectors[tag](attributes)
        elif tag in LOADING_TAGS:
            self._add_loaded_addresses(tag, attributes)
        if tag == "img" and self.link_target:
            self.link_words.append(f" {attributes.get('alt', '')} ")
        self._add_request("background", attributes.get("background", ""))
        self._add_request("image", attributes.get("poster", ""))
        for address in CSS_URL_PATTERN.findall(attributes.get("style", "")):
            self._add_request("background", address)

    def _open_link(self, attributes: dict[str, str]) -> None:
        self._close_link()
        href = attributes.get("href", "")
        self.link_target = parse_link_target(href)
        if self.link_target:
            self.links[self.link_target.label] += 1
        elif SCRIPT_SCHEME_PATTERN.match(re.sub(r"[\x00-\x20]", "", href)):
            self.removed["script in a link"] += 1

    def _set_base_address(self, attributes: dict[str, str]) -> None:
        target = parse_link_target(attributes.get("href", ""))
        self.base = self.base or (target.address if target else "")

    def _inspect_meta(self, attributes: dict[str, str]) -> None:
        if attributes.get("http-equiv", "").strip().lower() == "refresh" and REFRESH_URL_PATTERN.search(
            attributes.get("content", "")
        ):
            self.removed["automatic redirect"] += 1

    def _add_loaded_addresses(self, tag: str, attributes: dict[str, str]) -> None:
        kind, names = LOADING_TAGS[tag]
        if tag == "link" and not LOADING_REL_PATTERN.search(attributes.get("rel", "")):
            return
        if tag == "input" and attributes.get("type", "").strip().lower() != "image":
            return
        invisibility = _explain_invisibility(attributes) if kind == "image" else ""
        for address in [
            attributes[name] for name in names if name in attributes
        ] + _find_source_set_addresses(attributes.get("srcset", "")):
            self._add_request(kind, address, invisibility)

    def _inspect_style_sheet(self, text: str) -> None:
        for address in CSS_URL_PATTERN.findall(STYLE_SHEET_PART_PATTERN.sub("", text)):
            self._add_request("background", address)
        for part in STYLE_SHEET_PART_PATTERN.findall(text):
            kind = "font" if part[1].lower() == "f" else "style sheet"
            for address in (*CSS_URL_PATTERN.findall(part), *CSS_IMPORT_PATTERN.findall(part)):
                self._add_request(kind, address)

    def _add_request(self, kind: str, address: str, invisibility: str = "") -> None:
        address = address.strip()
        if not address or address.lower().startswith(LOCAL_ADDRESS_PREFIXES):
            return
        if address.startswith(("//", "\\\\")):
            address = f"https:{address}"
        target = parse_link_target(address) or (parse_link_target(self.base) if self.base else None)
        requests = self.hosts.setdefault(target.label if target else "", _HostRequests())
        requests.kinds[kind] += 1
        reason = explain_tracker(target.address, invisibility=invisibility) if target and target.host else ""
        if reason:
            requests.tracker_reasons[reason] += 1

    def _close_link(self) -> None:
        if self.link_target and find_misleading_address(
            unescape("".join(self.link_words)[: 2 * MAX_LINK_TEXT_CHARACTERS]), self.link_target
        ):
            self.misleading_links += 1
        self.link_target, self.link_words = None, []


def _parse_attributes(source: str) -> dict[str, str]:
    """The attributes of a tag as written, unescaped, by lower-case name; the first of each name counts (HTML
    §13.2.5.33)."""
    attributes: dict[str, str] = {}
    for name, value in NAMED_ATTRIBUTE_PATTERN.findall(source):
        unquoted = value[1:].removesuffix(value[0]) if value[:1] in {'"', "'"} else value
        attributes.setdefault(name.lower(), unescape(unquoted))
    return attributes


def _find_source_set_addresses(source_set: str) -> list[str]:
    """The first address of a `srcset`, if there is one: a browser loads only one of them."""
    return [match[0] for match in [SOURCE_SET_PATTERN.search(source_set)] if match]


def _explain_invisibility(attributes: dict[str, str]) -> str:
    """Why an image can't be seen ("hidden", "1×1", "0×0"); "" if it can."""
    sizes = dict(_iter_pixel_sizes(attributes))
    if sizes and max(sizes.values()) > 1:
        return ""
    if HIDDEN_STYLE_PATTERN.search(attributes.get("style", "")) or "hidden" in attributes:
        return "hidden"
    if len(sizes) == 2 and max(sizes.values()) == 1:
        return "1×1"
    return "0×0" if sizes and min(sizes.values()) == 0 else ""


def _iter_pixel_sizes(attributes: dict[str, str]) -> Iterator[tuple[str, int]]:
    """Width and height where they are given in pixels. The style comes last, since it overrides the
    attributes."""
    for name in ("width", "height"):
        if pixels := PIXEL_LENGTH_PATTERN.fullmatch(attributes.get(name, "")):
            yield name, int(pixels[1])
    for name, text in STYLE_SIZE_PATTERN.findall(attributes.get("style", "")):
        if pixels := PIXEL_LENGTH_PATTERN.fullmatch(text):
            yield name.lower(), int(pixels[1])
