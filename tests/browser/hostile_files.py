"""Files that carry payloads in every place of theirs: archives, invitations, contacts, tables, trees, HTML of
links. Each payload has a mark of its place before it, or beside it where it is an address."""

import csv
import io
import json
import re
import tarfile
import zipfile
from collections.abc import Sequence
from html import escape

from tests.browser.hostile import NO_XML, mark

Numbered = Sequence[tuple[int, str]]
NO_NAME = re.compile(r"[^\w.-]+", re.ASCII)
IN_CALENDARS = ("summary", "where", "description", "link", "category", "comment", "rule")
IN_CALENDARS += ("organiser", "attendee", "zone")
IN_CONTACTS = (
    "called",
    "company",
    "role",
    "phone",
    "mail",
    "page",
    "place",
    "note",
    "nick",
    "group",
    "label",
)
IN_TABLES = ("head", "cell")
IN_TREES = {"json": ("key", "value"), "xml": ("element", "attribute", "words", "data", "remark", "order")}


def zipped(payloads: Numbered) -> bytes:
    """Its members are called as the payloads are, and hold them."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number, payload in payloads:
            data = payload.encode("utf-8", "replace")
            member = zipfile.ZipInfo(f"{mark('member', number)}{_text(payload)}")
            member.comment = data[:60_000]
            archive.writestr(member, data)
        archive.comment = payloads[0][1].encode("utf-8", "replace")
    return packed.getvalue()


def tarred(payloads: Numbered) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for number, payload in payloads:
            name, data = _text(payload).replace("\x00", " "), payload.encode("utf-8", "replace")
            member = tarfile.TarInfo(f"{mark('member', number)}{name}")
            member.size, member.uname, member.pax_headers = len(data), name, {"comment": name}
            archive.addfile(member, io.BytesIO(data))
    return packed.getvalue()


def calendar(payloads: Numbered) -> bytes:
    """An event for each payload. What reads a rule or an address must find the payload whole there."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"METHOD:{_value(payloads[0][1])}"]
    lines += [f"X-WR-CALNAME:{_value(payloads[0][1])}"]
    for n, payload in payloads:
        value, quoted = _value(payload), _parameter(payload)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{value}",
            f'DTSTART;TZID="{mark("zone", n)}{quoted}":20260302T093310',
            f"SUMMARY:{mark('summary', n)}{value}",
            f"LOCATION:{mark('where', n)}{value}",
            f"DESCRIPTION:{mark('description', n)}{value}",
            f"CATEGORIES:{mark('category', n)}{value}",
            f"COMMENT:{mark('comment', n)}{value}",
            f"RRULE:{mark('rule', n)}{value}",
            f"STATUS:{value}",
            f"URL:{_line(payload)}#{mark('link', n)}",
            f"ATTACH:{_line(payload)}",
            f'ORGANIZER;CN="{mark("organiser", n)}{quoted}";SENT-BY="{quoted}":{_line(payload)}',
            f'ATTENDEE;CN="{mark("attendee", n)}{quoted}";PARTSTAT="{quoted}";ROLE="{quoted}"'
            f":mailto:{_line(payload)}",
            "END:VEVENT",
        ]
    return _lines([*lines, "END:VCALENDAR"])


def contacts(payloads: Numbered) -> bytes:
    lines: list[str] = []
    for n, payload in payloads:
        value, quoted, line = _value(payload), _parameter(payload), _line(payload)
        lines += [
            "BEGIN:VCARD",
            "VERSION:4.0",
            f"FN:{mark('called', n)}{value}",
            f"ORG:{mark('company', n)}{value}",
            f"TITLE:{mark('role', n)}{value}",
            f'TEL;TYPE="{quoted}":{mark("phone", n)}{value}',
            f"EMAIL:{mark('mail', n)}{value}",
            f"URL:{line[:400]}#{mark('page', n)}",
            f"ADR:;;{mark('place', n)}{value};;;;",
            f"NOTE:{mark('note', n)}{value}",
            f"NICKNAME:{mark('nick', n)}{value}",
            f"CATEGORIES:{mark('group', n)}{value}",
            f"item1.IMPP:{line}",
            "item2.TEL:1",
            f"item2.X-ABLabel:{mark('label', n)}{value}",
            f"BDAY:{value}",
            f"PHOTO;VALUE=URI;MEDIATYPE=image/png:{line}",
            f"PHOTO:data:image/svg+xml,{line}",
            "END:VCARD",
        ]
    return _lines(lines)


def table(payloads: Numbered) -> bytes:
    rows = io.StringIO()
    writer = csv.writer(rows)
    writer.writerow([f"{mark('head', number)}{payload}" for number, payload in payloads])
    writer.writerows([[f"{mark('cell', number)}{payload}", payload] for number, payload in payloads])
    return NO_XML.sub(" ", rows.getvalue()).encode()


def json_tree(payloads: Numbered) -> bytes:
    return json.dumps(
        {f"{mark('key', n)}{each}": [f"{mark('value', n)}{each}"] for n, each in payloads}
    ).encode()


def xml_tree(payloads: Numbered) -> bytes:
    """Names can't be payloads: what is no letter of a name is left out of them."""
    made = []
    for n, payload in payloads:
        words, name = NO_XML.sub(" ", payload), NO_NAME.sub("", payload)[:60]
        data, remark, order = words.replace("]]>", ""), re.sub("-+", "-", words), words.replace("?>", "")
        made.append(
            f"<{mark('element', n)}{name}><a {mark('attribute', n)}{name}={_attribute(words)}>"
            f"{mark('words', n)}{escape(words)}<![CDATA[ {mark('data', n)}{data}]]>"
            f"<!--{mark('remark', n)}{remark} --><?{mark('order', n)} {order} ?></a>"
            f"</{mark('element', n)}{name}>"
        )
    return _lines(['<?xml version="1.0" encoding="utf-8"?>', "<all>", *made, "</all>"])


def svg(payloads: Numbered) -> bytes:
    drawn = (f"<text>{mark('drawn', n)}</text>{NO_XML.sub(' ', payload)}" for n, payload in payloads)
    return _lines(['<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">', *drawn, "</svg>"])


def text(payloads: Numbered) -> bytes:
    return _lines(
        [f"{mark('line', n)}{payload} https://elsewhere.example/{payload}" for n, payload in payloads]
    )


def links(payloads: Numbered) -> bytes:
    """Addresses and the words over them; the receipt reads both, and so do the hosts beside them."""
    made = []
    for n, payload in payloads:
        value = escape(payload)
        made += [
            f'<p>{mark("over", n)}<a href="{value}">{value}</a><a href="https://{value}/">www.bank.example</a>',
            f'<a href="https://elsewhere.example/{value}" title="{value}">{value}</a>',
            f'<a href="https://{value}@elsewhere.example" target="{value}" id="{value}">https://bank.example</a>',
            f'<img src="https://{value}/" alt="{value}" width="1"><img src="{value}" srcset="{value}">',
            f'<font face="{value}" color="{value}"><b class="{value}" lang="{value}">b</b></font></p>',
        ]
    return _lines(made)


def _text(payload: str) -> str:
    return payload.encode("utf-8", "replace").decode()


def _line(payload: str) -> str:
    return " ".join(payload.replace("\x00", " ").splitlines())


def _value(payload: str) -> str:
    return re.sub(r"([\\;,])", r"\\\1", payload).replace("\r", "").replace("\n", "\\n")


def _parameter(payload: str) -> str:
    return _line(payload).replace('"', "'")


def _attribute(words: str) -> str:
    return f'"{escape(words, quote=True)}"'


def _lines(lines: Sequence[str]) -> bytes:
    return "\r\n".join(lines).encode("utf-8", "replace")
