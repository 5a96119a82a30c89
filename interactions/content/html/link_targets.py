"""Where a link really leads, and whether its words say something else.

An address is read as browsers read it (WHATWG URL §4.4), and written anew from what was read: without the
name before an `@` that poses as a host, with the host in ASCII and numbers as plain IP addresses. So what a
reader is shown and where the browser goes is the same string. What can't be read so leads nowhere.

`idna` (which requests brings along) knows Unicode's table; the standard library's own codec is that of 2003,
and takes ß for ss.
"""

import re
import socket
import unicodedata
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv6Address
from urllib.parse import unquote

import idna

from interactions.content.text.markup import reveal_invisible
from interactions.ucs.untrusted_text import shorten_text

STRIPPED_CHARACTERS = "".join(map(chr, range(33)))  # stripped by browsers, tabs and line ends within as well
WEB_ADDRESS_PATTERN = re.compile(r"(https?):[/\\]*([^/\\?#]*)([^?#]*)(.*)", re.I | re.S)
PORT_PATTERN = re.compile(r"(.*?)(?::([0-9]{0,5}))?", re.S)
DEFAULT_PORTS = {"http": "80", "https": "443"}
HOST_PATTERN = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?")
NUMERIC_HOST_PATTERN = re.compile(
    r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)\.?"
)  # then it is an IP address or nothing (§3.5)
MAX_HOST_CHARACTERS = 253  # characters of a host, RFC 1035 §2.3.4
MAX_SHOWN_HOST_CHARACTERS = 64  # of a host that is shown, its end: there stands who owns it
MAX_TITLE_CHARACTERS = 300

# What a reader takes for the name of a site: behind https:// or www. any, else those of a usual ending. The
# endings of two letters are the countries' (ISO 3166-1, and eu and uk), so that "Node.js" names none.
COUNTRY_ENDINGS = (
    "a[cdefgilmoqrstuwxz]|b[abdefghijlmnorstvwyz]|c[acdfghiklmnoruvwxyz]|d[ejkmoz]|e[ceegrstu]|f[ijkmor]|"
    "g[abdefghilmnpqrstuwy]|h[kmnrtu]|i[delmnoqrst]|j[emop]|k[eghimnprwyz]|l[abcikrstuvy]|"
    "m[acdeghklmnopqrstuvwxyz]|n[acefgilopruz]|om|p[aefghklmnrstwy]|qa|r[eosuw]|s[abcdeghijklmnorstvxyz]|"
    "t[cdfghjklmnortvwz]|u[agksyz]|v[aceginu]|w[fs]|y[et]|z[amw]"
)
COMMON_ENDINGS = "com|net|org|edu|gov|mil|int|info|biz|app|dev|shop|online|site|cloud|bank|example"
INVISIBLE_CHARACTERS = r"\u00ad\u200b-\u200f\u2060\ufeff"
DOT_CHARACTERS = r".\u2024\u3002\uff0e\uff61"
LABEL_EXPRESSION = rf"[\w{INVISIBLE_CHARACTERS}-]{{1,63}}"
LABEL_START_EXPRESSION = rf"(?<![\w{INVISIBLE_CHARACTERS}{DOT_CHARACTERS}-])"
SITE_CLAIM_PATTERN = re.compile(
    r"https?:[/\\]{2}(?P<address>[^\s/\\?#<>\[\](){}|\"'“”„’»*!&;,]{1,300})"
    rf"|{LABEL_START_EXPRESSION}(?P<www>www(?:[{DOT_CHARACTERS}]{LABEL_EXPRESSION}){{2,8}})"
    rf"|{LABEL_START_EXPRESSION}(?P<name>(?:{LABEL_EXPRESSION}[{DOT_CHARACTERS}]){{1,8}}(?P<ending>{COMMON_ENDINGS}|{COUNTRY_ENDINGS}))(?![\w@-])",
    re.I,
)
ADDRESS_REST_PATTERN = re.compile(r"(?:[^\s<>&]|&amp;){0,80}")  # of the address that the name stands in
MAX_LINK_TEXT_CHARACTERS = 2000  # characters of a link's words that are read


@dataclass(frozen=True)
class LinkTarget:
    """`address` is what a browser gets, `host` who answers there ("" for a phone number), `shown` what a
    reader is told."""

    address: str
    host: str
    shown: str

    @property
    def title(self) -> str:
        return shorten_text(reveal_invisible(self.address), MAX_TITLE_CHARACTERS + 1)  # and the ellipsis


def parse_link_target(address: str) -> LinkTarget | None:
    """Of an http(s), mailto or tel address; None for any other, and for what browsers could not open."""
    address = re.sub(r"[\t\n\r]", "", address.strip(STRIPPED_CHARACTERS))
    scheme = address.partition(":")[0].lower()
    if scheme in {"mailto", "tel"}:
        return _parse_person_target(scheme, address)
    found = WEB_ADDRESS_PATTERN.fullmatch(address)
    if not found:
        return None
    place = PORT_PATTERN.fullmatch(found[2].rpartition("@")[2])
    host = _parse_host(place[1]) if place else None
    if not place or not host:
        return None
    port = (place[2] or "").lstrip("0")
    where = f"{host}:{port}" if port and port != DEFAULT_PORTS[scheme] else host
    path = found[3].replace("\\", "/") or "/"
    return LinkTarget(f"{scheme}://{where}{path}{found[4]}", host, _format_host(where, host))


def find_misleading_address(words: str, goal: LinkTarget) -> int | None:
    """Where in a link's words an address ends that names another site than the one it leads to."""
    for found in SITE_CLAIM_PATTERN.finditer(words[:MAX_LINK_TEXT_CHARACTERS]):
        said = found["address"] or found["www"] or found["name"]
        sentence = found["ending"] and found["ending"].istitle()  # "today.It is" lacks a space
        if not sentence and not _is_same_site(said, goal.host):
            rest = ADDRESS_REST_PATTERN.match(words, found.end(), MAX_LINK_TEXT_CHARACTERS)
            return rest.end() if rest else found.end()
    return None


def _is_same_site(said: str, host: str) -> bool:
    """A site, and the sites below it: `example.com` stands for `www.example.com` too, and it for it."""
    said = (
        unicodedata.normalize("NFKC", re.sub(f"[{INVISIBLE_CHARACTERS}]", "", said))
        .rstrip(".:!*_")
        .removeprefix("www.")
    )
    place = PORT_PATTERN.fullmatch(said)
    named = _parse_host(place[1]) if place else None
    host = host.rstrip(".").removeprefix("www.")
    if named is None:
        return "@" not in said  # a name before the host poses as one; three dots are none
    named = named.removeprefix("www.")
    return bool(host) and (named == host or named.endswith(f".{host}") or host.endswith(f".{named}"))


def _parse_person_target(scheme: str, address: str) -> LinkTarget:
    said = unquote(address[len(scheme) + 1 :].partition("?")[0])
    host = _parse_host(said.rpartition("@")[2]) or "" if scheme == "mailto" else ""
    return LinkTarget(
        f"{scheme}{address[len(scheme) :]}",
        host,
        f"{scheme}:{reveal_invisible(said)[:MAX_SHOWN_HOST_CHARACTERS]}",
    )


def _parse_host(text: str) -> str | None:
    """In ASCII, lower case (§3.5); None for what is no host."""
    if text[:1] == "[":
        return _parse_ipv6(text)
    host = unquote(text[: 3 * MAX_HOST_CHARACTERS]).lower()
    if not host.isascii():
        try:
            host = ".".join(
                _encode_ascii_label(label) for label in idna.uts46_remap(host, std3_rules=False).split(".")
            )
        except (idna.IDNAError, UnicodeError):
            return None
    if len(host) > MAX_HOST_CHARACTERS or not HOST_PATTERN.fullmatch(host):
        return None
    return _parse_ipv4(host.rstrip(".")) if NUMERIC_HOST_PATTERN.fullmatch(host) else host


def _encode_ascii_label(label: str) -> str:
    return label if label.isascii() else f"xn--{label.encode('punycode').decode('ascii')}"


def _parse_ipv4(host: str) -> str | None:
    """Dotted, whatever of octal, hexadecimal or one long number it was."""
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return None


def _parse_ipv6(text: str) -> str | None:
    try:
        return f"[{IPv6Address(text[1:-1])}]" if text[-1] == "]" and "%" not in text else None
    except AddressValueError:
        return None


def _format_host(where: str, host: str) -> str:
    """With the letters that an xn-- name stands for beside it."""
    letters = ".".join(map(_decode_label, host.split(".")))
    beside = f" ({_shorten_to_end(reveal_invisible(letters))})" if letters != host else ""
    return _shorten_to_end(where) + beside


def _decode_label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        letters = label[4:].encode("ascii").decode("punycode")
        return letters if _encode_ascii_label(letters) == label else label
    except UnicodeError:
        return label


def _shorten_to_end(text: str) -> str:
    return text if len(text) <= MAX_SHOWN_HOST_CHARACTERS else f"…{text[-MAX_SHOWN_HOST_CHARACTERS:]}"
