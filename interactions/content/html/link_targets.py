"""Finds where a link really leads, and whether its words name another site.

An address is parsed as browsers parse it (WHATWG URL §4.4) and written anew from the result: without the name
before an `@` that poses as a host, with the host in ASCII, and with numbers as plain IP addresses. So the
address that the reader sees is the one that the browser opens. An address that can't be parsed so leads
nowhere.

`idna` (which requests depends on) has Unicode's current table; the standard library's codec is that of 2003,
and turns ß into ss.
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

STRIPPED_CHARACTERS = "".join(map(chr, range(33)))  # which browsers strip from both ends of an address
WEB_ADDRESS_PATTERN = re.compile(r"(https?):[/\\]*([^/\\?#]*)([^?#]*)(.*)", re.I | re.S)
PORT_PATTERN = re.compile(r"(.*?)(?::([0-9]{0,5}))?", re.S)
DEFAULT_PORTS = {"http": "80", "https": "443"}
HOST_PATTERN = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?")
# A host that ends in a number is an IPv4 address or invalid (WHATWG URL §3.5).
NUMERIC_HOST_PATTERN = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)\.?")
MAX_HOST_CHARACTERS = 253  # RFC 1035 §2.3.4
MAX_SHOWN_HOST_CHARACTERS = 64  # of a host's end, which says who owns it
MAX_TITLE_CHARACTERS = 300

# What a reader takes for the name of a site: any name after https:// or www., else one with a common ending.
# The endings of two letters are those of countries (ISO 3166-1, eu and uk), so that "Node.js" is none.
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
ADDRESS_REST_PATTERN = re.compile(r"(?:[^\s<>&]|&amp;){0,80}")  # the rest of the address after a site's name
MAX_LINK_TEXT_CHARACTERS = 2000  # of a link's words that are searched


@dataclass(frozen=True)
class LinkTarget:
    """Where a link leads. `address` is the normalised URL for the browser, `host` the host that answers (""
    for a phone number), and `label` what the reader sees."""

    address: str
    host: str
    label: str

    @property
    def title(self) -> str:
        """The address for a tooltip, shortened to `MAX_TITLE_CHARACTERS`."""
        return shorten_text(reveal_invisible(self.address), MAX_TITLE_CHARACTERS + 1)  # and the ellipsis


def parse_link_target(address: str) -> LinkTarget | None:
    """The target of an http(s), mailto or tel address; None for any other, and for one that browsers could
    not open."""
    address = re.sub(r"[\t\n\r]", "", address.strip(STRIPPED_CHARACTERS))
    scheme = address.partition(":")[0].lower()
    if scheme in {"mailto", "tel"}:
        return _parse_person_target(scheme, address)
    url = WEB_ADDRESS_PATTERN.fullmatch(address)
    if not url:
        return None
    authority = PORT_PATTERN.fullmatch(url[2].rpartition("@")[2])
    host = _parse_host(authority[1]) if authority else None
    if not authority or not host:
        return None
    port = (authority[2] or "").lstrip("0")
    host_and_port = f"{host}:{port}" if port and port != DEFAULT_PORTS[scheme] else host
    path = url[3].replace("\\", "/") or "/"
    return LinkTarget(f"{scheme}://{host_and_port}{path}{url[4]}", host, _format_host(host_and_port, host))


def find_misleading_address(words: str, target: LinkTarget) -> int | None:
    """The index at which, in a link's words, the first address ends that names another site than `target`;
    None when there is no such address."""
    for claim in SITE_CLAIM_PATTERN.finditer(words[:MAX_LINK_TEXT_CHARACTERS]):
        claimed_site = claim["address"] or claim["www"] or claim["name"]
        is_missing_space = claim["ending"] and claim["ending"].istitle()  # "today.It is" names no site
        if not is_missing_space and not _is_same_site(claimed_site, target.host):
            rest = ADDRESS_REST_PATTERN.match(words, claim.end(), MAX_LINK_TEXT_CHARACTERS)
            return rest.end() if rest else claim.end()
    return None


def _is_same_site(claimed_site: str, host: str) -> bool:
    """Whether the words name this host, one below it, or one above it: `example.com` and `www.example.com`
    count as the same site."""
    claimed_site = (
        unicodedata.normalize("NFKC", re.sub(f"[{INVISIBLE_CHARACTERS}]", "", claimed_site))
        .rstrip(".:!*_")
        .removeprefix("www.")
    )
    authority = PORT_PATTERN.fullmatch(claimed_site)
    claimed_host = _parse_host(authority[1]) if authority else None
    host = host.rstrip(".").removeprefix("www.")
    if claimed_host is None:
        return "@" not in claimed_site  # a name before an @ poses as a host; "…" is no claim
    claimed_host = claimed_host.removeprefix("www.")
    return bool(host) and (
        claimed_host == host or claimed_host.endswith(f".{host}") or host.endswith(f".{claimed_host}")
    )


def _parse_person_target(scheme: str, address: str) -> LinkTarget:
    person = unquote(address[len(scheme) + 1 :].partition("?")[0])
    host = _parse_host(person.rpartition("@")[2]) or "" if scheme == "mailto" else ""
    return LinkTarget(
        f"{scheme}{address[len(scheme) :]}",
        host,
        f"{scheme}:{reveal_invisible(person)[:MAX_SHOWN_HOST_CHARACTERS]}",
    )


def _parse_host(text: str) -> str | None:
    """A host in lower-case ASCII (WHATWG URL §3.5); None for a text that is no host."""
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
    """A dotted IPv4 address, from one with octal or hexadecimal parts or from one long number; None for a
    text that is none."""
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return None


def _parse_ipv6(text: str) -> str | None:
    try:
        return f"[{IPv6Address(text[1:-1])}]" if text[-1] == "]" and "%" not in text else None
    except AddressValueError:
        return None


def _format_host(host_and_port: str, host: str) -> str:
    """The host and port for the reader, followed by the Unicode form of an xn-- name in parentheses."""
    unicode_host = ".".join(map(_decode_label, host.split(".")))
    suffix = f" ({_shorten_to_end(reveal_invisible(unicode_host))})" if unicode_host != host else ""
    return _shorten_to_end(host_and_port) + suffix


def _decode_label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        unicode_label = label[4:].encode("ascii").decode("punycode")
        return unicode_label if _encode_ascii_label(unicode_label) == label else label
    except UnicodeError:
        return label


def _shorten_to_end(text: str) -> str:
    return text if len(text) <= MAX_SHOWN_HOST_CHARACTERS else f"…{text[-MAX_SHOWN_HOST_CHARACTERS:]}"
