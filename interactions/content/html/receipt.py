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

from interactions.content.html.guard import FORMATTING, SPACE, tokens
from interactions.content.html.targets import SAID, Target, denied, target
from interactions.content.html.trackers import why

NAMED = re.compile(
    rf"([^{SPACE}/>][^{SPACE}/>=]*+)(?:[{SPACE}]*+=[{SPACE}]*+(\"[^\"]*+\"?+|'[^']*+'?+|[^{SPACE}>]*+))?+"
)
WORTH = re.compile(r"\bon|src|background|url\s*\(", re.I)  # attributes on whatever element
ALWAYS = set("a applet base embed form frame iframe img link meta object script".split())  # noqa: SIM905
RAW = set("script style textarea title xmp iframe noembed noframes template".split())  # noqa: SIM905
CLOSING = {tag: re.compile(f"</{tag}", re.I) for tag in RAW}
COMMENT_END = re.compile(r"--!?>")
URL = re.compile(r"url\(\s*[\"']?\s*([^\s\"')]{1,2000})", re.I)
IMPORT = re.compile(r"@import\s+[\"']\s*([^\s\"']{1,2000})", re.I)
SHEET_PARTS = re.compile(r"@font-face\s*\{[^{}]*\}|@import[^;{}]*", re.I)
SOURCE_SET = re.compile(r"[^\s,]\S*")
REFRESH = re.compile(r"url\s*=", re.I)
INLINE = ("data:", "cid:", "mid:", "about:", "javascript:", "mailto:", "blob:", "file:", "#")
RUNS = re.compile(r"(?:java|vb)script:", re.I)
REMOVED = {
    "script": "script",
    "form": "form",
    "iframe": "frame",
    "frame": "frame",
    "object": "plug-in",
    "embed": "plug-in",
    "applet": "plug-in",
}
LOADS = {
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
SHEETS = re.compile(r"stylesheet|preload|prefetch|preconnect|icon|import", re.I)
NONE_SEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)", re.I)
LENGTH = re.compile(r"\s*(\d{1,6})(?:\.\d*)?\s*(?:px)?\s*(?:!important\s*)?", re.I)
IN_STYLE = re.compile(r"(?<![\w-])(width|height)\s*:\s*([^;]{1,40})", re.I)


@dataclass(frozen=True)
class Host:
    """A host that would have been asked: how often, for what, and why some of that looks like a tracker.
    `name` is "" for addresses without one."""

    name: str
    kinds: tuple[tuple[str, int], ...]
    trackers: int
    why: tuple[str, ...]

    @property
    def resources(self) -> int:
        return sum(number for _, number in self.kinds)


@dataclass(frozen=True)
class Receipt:
    """Kinds are nouns in the singular, each with its number, the most frequent first. `removed` are elements
    that act; `links` the hosts that links lead to; `denied` how many of them name another host in their
    words."""

    hosts: tuple[Host, ...]
    removed: tuple[tuple[str, int], ...]
    links: tuple[tuple[str, int], ...]
    denied: int

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


def receipt(html: str) -> Receipt:
    """Of HTML as it was sent. Raises `Unshowable` for what a parser must not get."""
    reading = _Reading(html)
    for found in tokens(html):
        reading.take(found)
    return reading.done()


@dataclass
class _Asked:
    kinds: Counter[str] = field(default_factory=Counter)
    why: Counter[str] = field(default_factory=Counter)


class _Reading:
    """Goes from tag to tag as a browser would, as far as tags as written tell."""

    def __init__(self, html: str) -> None:
        self.html, self.at = html, 0
        self.base = ""
        self.hosts: dict[str, _Asked] = {}
        self.removed: Counter[str] = Counter()
        self.links: Counter[str] = Counter()
        self.denied = 0
        self.link: Target | None = None
        self.words: list[str] = []

    def take(self, found: re.Match[str]) -> None:
        if found.start() < self.at:  # in a comment, a script or another tag
            return
        if self.link:
            self.words.append(self.html[self.at : found.start()])
        if not found[2]:
            close = COMMENT_END.search(self.html, found.start() + 2)
            self.at = close.end() if close else len(self.html)
            return
        self.at = found.end(3) + 1
        tag = found[2].lower()
        if found[1]:
            self._end(tag)
        else:
            self._begin(tag, found[3])

    def done(self) -> Receipt:
        self.words.append(self.html[self.at :])
        self._close()
        return Receipt(
            hosts=tuple(
                Host(name, tuple(asked.kinds.most_common()), asked.why.total(), tuple(asked.why))
                for name, asked in sorted(
                    self.hosts.items(), key=lambda each: (-each[1].why.total(), -each[1].kinds.total())
                )
            ),
            removed=tuple(self.removed.most_common()),
            links=tuple(self.links.most_common()),
            denied=self.denied,
        )

    def _begin(self, tag: str, inside: str) -> None:
        if tag in ALWAYS or WORTH.search(inside):
            self._look(tag, _attributes(inside))
        if tag not in FORMATTING and tag != "span":
            self.words.append(" ")
        if tag in RAW:
            close = CLOSING[tag].search(self.html, self.at)
            end = close.start() if close else len(self.html)
            if tag == "style":
                self._sheet(self.html[self.at : end])
            self.at = end

    def _end(self, tag: str) -> None:
        if tag == "a":
            self._close()
        elif tag not in FORMATTING and tag != "span":
            self.words.append(" ")

    def _look(self, tag: str, given: dict[str, str]) -> None:
        if tag in REMOVED:
            self.removed[REMOVED[tag]] += 1
        handlers = sum(1 for name in given if name.startswith("on"))
        if handlers:
            self.removed["event handler"] += handlers
        special: dict[str, Callable[[dict[str, str]], None]] = {
            "a": self._anchor,
            "base": self._base,
            "meta": self._meta,
        }
        if tag in special:
            special[tag](given)
        elif tag in LOADS:
            self._loads(tag, given)
        if tag == "img" and self.link:
            self.words.append(f" {given.get('alt', '')} ")
        self._ask("background", given.get("background", ""))
        self._ask("image", given.get("poster", ""))
        for address in URL.findall(given.get("style", "")):
            self._ask("background", address)

    def _anchor(self, given: dict[str, str]) -> None:
        self._close()
        href = given.get("href", "")
        self.link = target(href)
        if self.link:
            self.links[self.link.shown] += 1
        elif RUNS.match(re.sub(r"[\x00-\x20]", "", href)):
            self.removed["script in a link"] += 1

    def _base(self, given: dict[str, str]) -> None:
        goal = target(given.get("href", ""))
        self.base = self.base or (goal.address if goal else "")

    def _meta(self, given: dict[str, str]) -> None:
        if given.get("http-equiv", "").strip().lower() == "refresh" and REFRESH.search(
            given.get("content", "")
        ):
            self.removed["automatic redirect"] += 1

    def _loads(self, tag: str, given: dict[str, str]) -> None:
        kind, names = LOADS[tag]
        if tag == "link" and not SHEETS.search(given.get("rel", "")):
            return
        if tag == "input" and given.get("type", "").strip().lower() != "image":
            return
        unseen = _unseen(given) if kind == "image" else ""
        for address in [given[name] for name in names if name in given] + _set(given.get("srcset", "")):
            self._ask(kind, address, unseen)

    def _sheet(self, text: str) -> None:
        for address in URL.findall(SHEET_PARTS.sub("", text)):
            self._ask("background", address)
        for part in SHEET_PARTS.findall(text):
            kind = "font" if part[1].lower() == "f" else "style sheet"
            for address in (*URL.findall(part), *IMPORT.findall(part)):
                self._ask(kind, address)

    def _ask(self, kind: str, address: str, unseen: str = "") -> None:
        address = address.strip()
        if not address or address.lower().startswith(INLINE):
            return
        if address.startswith(("//", "\\\\")):
            address = f"https:{address}"
        goal = target(address) or (target(self.base) if self.base else None)
        asked = self.hosts.setdefault(goal.shown if goal else "", _Asked())
        asked.kinds[kind] += 1
        reason = why(goal.address, unseen=unseen) if goal and goal.host else ""
        if reason:
            asked.why[reason] += 1

    def _close(self) -> None:
        if self.link and denied(unescape("".join(self.words)[: 2 * SAID]), self.link):
            self.denied += 1
        self.link, self.words = None, []


def _attributes(inside: str) -> dict[str, str]:
    """The first of each name counts (HTML §13.2.5.33)."""
    given: dict[str, str] = {}
    for name, value in NAMED.findall(inside):
        text = value[1:].removesuffix(value[0]) if value[:1] in {'"', "'"} else value
        given.setdefault(name.lower(), unescape(text))
    return given


def _set(source_set: str) -> list[str]:
    """The addresses of a `srcset`: one is loaded, all are counted as one."""
    return [found[0] for found in [SOURCE_SET.search(source_set)] if found]


def _unseen(given: dict[str, str]) -> str:
    """What keeps an image from being seen; "" if nothing does."""
    sizes = dict(_sizes(given))
    if sizes and max(sizes.values()) > 1:
        return ""
    if NONE_SEEN.search(given.get("style", "")) or "hidden" in given:
        return "hidden"
    if len(sizes) == 2 and max(sizes.values()) == 1:
        return "1×1"
    return "0×0" if sizes and min(sizes.values()) == 0 else ""


def _sizes(given: dict[str, str]) -> Iterator[tuple[str, int]]:
    """Width and height in pixels, as far as given so; a style counts more than an attribute."""
    for name in ("width", "height"):
        if found := LENGTH.fullmatch(given.get(name, "")):
            yield name, int(found[1])
    for name, text in IN_STYLE.findall(given.get("style", "")):
        if found := LENGTH.fullmatch(text):
            yield name.lower(), int(found[1])
