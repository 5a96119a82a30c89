"""What a document would have loaded, run and linked to: the receipt above its frame. It is made of the tags
as they are written, in the pass in which the guard looks at them; nothing of it is ever fetched.

Comments and what lies in scripts are passed over, as a browser does: a resource in a comment for Outlook is
none here.
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
RELEVANT_ATTRIBUTE_PATTERN = re.compile(
    r"\bon|src|background|url\s*\(", re.I
)  # attributes on whatever element
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
    """A host that would have been asked: how often, for what, and why some of that looks like a tracker.
    `name` is "" for addresses without one."""

    name: str
    kinds: tuple[tuple[str, int], ...]
    trackers: int
    tracker_reasons: tuple[str, ...]

    @property
    def resources(self) -> int:
        return sum(number for _, number in self.kinds)


@dataclass(frozen=True)
class BlockedContentReport:
    """Kinds are nouns in the singular, each with its number, the most frequent first. `removed` are elements
    that act; `links` the hosts that links lead to; `denied` how many of them name another host in their
    words."""

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
    """Of HTML as it was sent. Raises `UnviewableContent` for what a parser must not get."""
    reading = _BlockedContentCollector(html)
    for found in iter_html_tokens(html):
        reading.add_token(found)
    return reading.build_report()


@dataclass
class _HostRequests:
    kinds: Counter[str] = field(default_factory=Counter)
    tracker_reasons: Counter[str] = field(default_factory=Counter)


class _BlockedContentCollector:
    """Goes from tag to tag as a browser would, as far as tags as written tell."""

    def __init__(self, html: str) -> None:
        self.html, self.position = html, 0
        self.base = ""
        self.hosts: dict[str, _HostRequests] = {}
        self.removed: Counter[str] = Counter()
        self.links: Counter[str] = Counter()
        self.misleading_links = 0
        self.link_target: LinkTarget | None = None
        self.link_words: list[str] = []

    def add_token(self, found: re.Match[str]) -> None:
        if found.start() < self.position:  # in a comment, a script or another tag
            return
        if self.link_target:
            self.link_words.append(self.html[self.position : found.start()])
        if not found[2]:
            close = COMMENT_END_PATTERN.search(self.html, found.start() + 2)
            self.position = close.end() if close else len(self.html)
            return
        self.position = found.end(3) + 1
        tag = found[2].lower()
        if found[1]:
            self._add_end_tag(tag)
        else:
            self._add_start_tag(tag, found[3])

    def build_report(self) -> BlockedContentReport:
        self.link_words.append(self.html[self.position :])
        self._close_link()
        return BlockedContentReport(
            hosts=tuple(
                BlockedHost(
                    name,
                    tuple(asked.kinds.most_common()),
                    asked.tracker_reasons.total(),
                    tuple(asked.tracker_reasons),
                )
                for name, asked in sorted(
                    self.hosts.items(),
                    key=lambda each: (-each[1].tracker_reasons.total(), -each[1].kinds.total()),
                )
            ),
            removed=tuple(self.removed.most_common()),
            links=tuple(self.links.most_common()),
            misleading_links=self.misleading_links,
        )

    def _add_start_tag(self, tag: str, inside: str) -> None:
        if tag in INSPECTED_TAGS or RELEVANT_ATTRIBUTE_PATTERN.search(inside):
            self._inspect_tag(tag, _parse_attributes(inside))
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

    def _inspect_tag(self, tag: str, given: dict[str, str]) -> None:
        if tag in ACTIVE_TAG_NOUNS:
            self.removed[ACTIVE_TAG_NOUNS[tag]] += 1
        handlers = sum(1 for name in given if name.startswith("on"))
        if handlers:
            self.removed["event handler"] += handlers
        special: dict[str, Callable[[dict[str, str]], None]] = {
            "a": self._open_link,
            "base": self._set_base_address,
            "meta": self._inspect_meta,
        }
        if tag in special:
            special[tag](given)
        elif tag in LOADING_TAGS:
            self._add_loaded_addresses(tag, given)
        if tag == "img" and self.link_target:
            self.link_words.append(f" {given.get('alt', '')} ")
        self._add_request("background", given.get("background", ""))
        self._add_request("image", given.get("poster", ""))
        for address in CSS_URL_PATTERN.findall(given.get("style", "")):
            self._add_request("background", address)

    def _open_link(self, given: dict[str, str]) -> None:
        self._close_link()
        href = given.get("href", "")
        self.link_target = parse_link_target(href)
        if self.link_target:
            self.links[self.link_target.label] += 1
        elif SCRIPT_SCHEME_PATTERN.match(re.sub(r"[\x00-\x20]", "", href)):
            self.removed["script in a link"] += 1

    def _set_base_address(self, given: dict[str, str]) -> None:
        goal = parse_link_target(given.get("href", ""))
        self.base = self.base or (goal.address if goal else "")

    def _inspect_meta(self, given: dict[str, str]) -> None:
        if given.get("http-equiv", "").strip().lower() == "refresh" and REFRESH_URL_PATTERN.search(
            given.get("content", "")
        ):
            self.removed["automatic redirect"] += 1

    def _add_loaded_addresses(self, tag: str, given: dict[str, str]) -> None:
        kind, names = LOADING_TAGS[tag]
        if tag == "link" and not LOADING_REL_PATTERN.search(given.get("rel", "")):
            return
        if tag == "input" and given.get("type", "").strip().lower() != "image":
            return
        unseen = _explain_invisibility(given) if kind == "image" else ""
        for address in [given[name] for name in names if name in given] + _find_source_set_addresses(
            given.get("srcset", "")
        ):
            self._add_request(kind, address, unseen)

    def _inspect_style_sheet(self, text: str) -> None:
        for address in CSS_URL_PATTERN.findall(STYLE_SHEET_PART_PATTERN.sub("", text)):
            self._add_request("background", address)
        for part in STYLE_SHEET_PART_PATTERN.findall(text):
            kind = "font" if part[1].lower() == "f" else "style sheet"
            for address in (*CSS_URL_PATTERN.findall(part), *CSS_IMPORT_PATTERN.findall(part)):
                self._add_request(kind, address)

    def _add_request(self, kind: str, address: str, unseen: str = "") -> None:
        address = address.strip()
        if not address or address.lower().startswith(LOCAL_ADDRESS_PREFIXES):
            return
        if address.startswith(("//", "\\\\")):
            address = f"https:{address}"
        goal = parse_link_target(address) or (parse_link_target(self.base) if self.base else None)
        asked = self.hosts.setdefault(goal.label if goal else "", _HostRequests())
        asked.kinds[kind] += 1
        reason = explain_tracker(goal.address, invisibility=unseen) if goal and goal.host else ""
        if reason:
            asked.tracker_reasons[reason] += 1

    def _close_link(self) -> None:
        if self.link_target and find_misleading_address(
            unescape("".join(self.link_words)[: 2 * MAX_LINK_TEXT_CHARACTERS]), self.link_target
        ):
            self.misleading_links += 1
        self.link_target, self.link_words = None, []


def _parse_attributes(inside: str) -> dict[str, str]:
    """The first of each name counts (HTML §13.2.5.33)."""
    given: dict[str, str] = {}
    for name, value in NAMED_ATTRIBUTE_PATTERN.findall(inside):
        text = value[1:].removesuffix(value[0]) if value[:1] in {'"', "'"} else value
        given.setdefault(name.lower(), unescape(text))
    return given


def _find_source_set_addresses(source_set: str) -> list[str]:
    """The addresses of a `srcset`: one is loaded, all are counted as one."""
    return [found[0] for found in [SOURCE_SET_PATTERN.search(source_set)] if found]


def _explain_invisibility(given: dict[str, str]) -> str:
    """What keeps an image from being seen; "" if nothing does."""
    sizes = dict(_iter_pixel_sizes(given))
    if sizes and max(sizes.values()) > 1:
        return ""
    if HIDDEN_STYLE_PATTERN.search(given.get("style", "")) or "hidden" in given:
        return "hidden"
    if len(sizes) == 2 and max(sizes.values()) == 1:
        return "1×1"
    return "0×0" if sizes and min(sizes.values()) == 0 else ""


def _iter_pixel_sizes(given: dict[str, str]) -> Iterator[tuple[str, int]]:
    """Width and height in pixels, as far as given so; a style counts more than an attribute."""
    for name in ("width", "height"):
        if found := PIXEL_LENGTH_PATTERN.fullmatch(given.get(name, "")):
            yield name, int(found[1])
    for name, text in STYLE_SIZE_PATTERN.findall(given.get("style", "")):
        if found := PIXEL_LENGTH_PATTERN.fullmatch(text):
            yield name.lower(), int(found[1])
