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

from interactions.content.text.markup import visible

AROUND = "".join(map(chr, range(33)))  # stripped by browsers, tabs and line ends within as well
WEB = re.compile(r"(https?):[/\\]*([^/\\?#]*)([^?#]*)(.*)", re.I | re.S)
PORT = re.compile(r"(.*?)(?::([0-9]{0,5}))?", re.S)
DEFAULT = {"http": "80", "https": "443"}
HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?")
NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)\.?")  # then it is an IP address or nothing (§3.5)
LONGEST = 253  # characters of a host, RFC 1035 §2.3.4
SHOWN = 64  # of a host that is shown, its end: there stands who owns it
TITLE = 300

# What a reader takes for the name of a site: behind https:// or www. any, else those of a usual ending. The
# endings of two letters are the countries' (ISO 3166-1, and eu and uk), so that "Node.js" names none.
COUNTRIES = (
    "a[cdefgilmoqrstuwxz]|b[abdefghijlmnorstvwyz]|c[acdfghiklmnoruvwxyz]|d[ejkmoz]|e[ceegrstu]|f[ijkmor]|"
    "g[abdefghilmnpqrstuwy]|h[kmnrtu]|i[delmnoqrst]|j[emop]|k[eghimnprwyz]|l[abcikrstuvy]|"
    "m[acdeghklmnopqrstuvwxyz]|n[acefgilopruz]|om|p[aefghklmnrstwy]|qa|r[eosuw]|s[abcdeghijklmnorstvxyz]|"
    "t[cdfghjklmnortvwz]|u[agksyz]|v[aceginu]|w[fs]|y[et]|z[amw]"
)
COMMON = "com|net|org|edu|gov|mil|int|info|biz|app|dev|shop|online|site|cloud|bank|example"
UNSEEN = r"\u00ad\u200b-\u200f\u2060\ufeff"
DOTS = r".\u2024\u3002\uff0e\uff61"
NAME = rf"[\w{UNSEEN}-]{{1,63}}"
BEGINS = rf"(?<![\w{UNSEEN}{DOTS}-])"
CLAIM = re.compile(
    r"https?:[/\\]{2}(?P<address>[^\s/\\?#<>\[\](){}|\"'“”„’»*!&;,]{1,300})"
    rf"|{BEGINS}(?P<www>www(?:[{DOTS}]{NAME}){{2,8}})"
    rf"|{BEGINS}(?P<name>(?:{NAME}[{DOTS}]){{1,8}}(?P<ending>{COMMON}|{COUNTRIES}))(?![\w@-])",
    re.I,
)
REST = re.compile(r"(?:[^\s<>&]|&amp;){0,80}")  # of the address that the name stands in
SAID = 2000  # characters of a link's words that are read


@dataclass(frozen=True)
class Target:
    """`address` is what a browser gets, `host` who answers there ("" for a phone number), `shown` what a
    reader is told."""

    address: str
    host: str
    shown: str

    @property
    def title(self) -> str:
        text = visible(self.address)
        return text if len(text) <= TITLE else f"{text[:TITLE]}…"


def target(address: str) -> Target | None:
    """Of an http(s), mailto or tel address; None for any other, and for what browsers could not open."""
    address = re.sub(r"[\t\n\r]", "", address.strip(AROUND))
    scheme = address.partition(":")[0].lower()
    if scheme in {"mailto", "tel"}:
        return _person(scheme, address)
    found = WEB.fullmatch(address)
    if not found:
        return None
    place = PORT.fullmatch(found[2].rpartition("@")[2])
    host = _host(place[1]) if place else None
    if not place or not host:
        return None
    port = (place[2] or "").lstrip("0")
    where = f"{host}:{port}" if port and port != DEFAULT[scheme] else host
    path = found[3].replace("\\", "/") or "/"
    return Target(f"{scheme}://{where}{path}{found[4]}", host, _shown(where, host))


def denied(words: str, goal: Target) -> int | None:
    """Where in a link's words an address ends that names another site than the one it leads to."""
    for found in CLAIM.finditer(words[:SAID]):
        said = found["address"] or found["www"] or found["name"]
        sentence = found["ending"] and found["ending"].istitle()  # "today.It is" lacks a space
        if not sentence and not _same(said, goal.host):
            rest = REST.match(words, found.end(), SAID)
            return rest.end() if rest else found.end()
    return None


def _same(said: str, host: str) -> bool:
    """A site, and the sites below it: `example.com` stands for `www.example.com` too, and it for it."""
    said = unicodedata.normalize("NFKC", re.sub(f"[{UNSEEN}]", "", said)).rstrip(".:!*_").removeprefix("www.")
    place = PORT.fullmatch(said)
    named = _host(place[1]) if place else None
    host = host.rstrip(".").removeprefix("www.")
    if named is None:
        return "@" not in said  # a name before the host poses as one; three dots are none
    named = named.removeprefix("www.")
    return bool(host) and (named == host or named.endswith(f".{host}") or host.endswith(f".{named}"))


def _person(scheme: str, address: str) -> Target:
    said = unquote(address[len(scheme) + 1 :].partition("?")[0])
    host = _host(said.rpartition("@")[2]) or "" if scheme == "mailto" else ""
    return Target(f"{scheme}{address[len(scheme) :]}", host, f"{scheme}:{visible(said)[:SHOWN]}")


def _host(text: str) -> str | None:
    """In ASCII, lower case (§3.5); None for what is no host."""
    if text[:1] == "[":
        return _ipv6(text)
    host = unquote(text[: 3 * LONGEST]).lower()
    if not host.isascii():
        try:
            host = ".".join(_ascii(label) for label in idna.uts46_remap(host, std3_rules=False).split("."))
        except (idna.IDNAError, UnicodeError):
            return None
    if len(host) > LONGEST or not HOST.fullmatch(host):
        return None
    return _ipv4(host.rstrip(".")) if NUMBER.fullmatch(host) else host


def _ascii(label: str) -> str:
    return label if label.isascii() else f"xn--{label.encode('punycode').decode('ascii')}"


def _ipv4(host: str) -> str | None:
    """Dotted, whatever of octal, hexadecimal or one long number it was."""
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return None


def _ipv6(text: str) -> str | None:
    try:
        return f"[{IPv6Address(text[1:-1])}]" if text[-1] == "]" and "%" not in text else None
    except AddressValueError:
        return None


def _shown(where: str, host: str) -> str:
    """With the letters that an xn-- name stands for beside it."""
    letters = ".".join(map(_letters, host.split(".")))
    beside = f" ({_end(visible(letters))})" if letters != host else ""
    return _end(where) + beside


def _letters(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        letters = label[4:].encode("ascii").decode("punycode")
        return letters if _ascii(letters) == label else label
    except UnicodeError:
        return label


def _end(text: str) -> str:
    return text if len(text) <= SHOWN else f"…{text[-SHOWN:]}"
