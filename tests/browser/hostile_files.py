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

from tests.browser.hostile import NON_XML_PATTERN, format_mark

NumberedPayloads = Sequence[tuple[int, str]]
NON_NAME_PATTERN = re.compile(r"[^\w.-]+", re.ASCII)
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


def build_hostile_zip(payloads: NumberedPayloads) -> bytes:
    """Its members are called as the payloads are, and hold them."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number, payload in payloads:
            data = payload.encode("utf-8", "replace")
            member = zipfile.ZipInfo(f"{format_mark('member', number)}{_clean_surrogates(payload)}")
            member.comment = data[:60_000]
            archive.writestr(member, data)
        archive.comment = payloads[0][1].encode("utf-8", "replace")
    return packed.getvalue()


def build_hostile_tar(payloads: NumberedPayloads) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for number, payload in payloads:
            name, data = _clean_surrogates(payload).replace("\x00", " "), payload.encode("utf-8", "replace")
            member = tarfile.TarInfo(f"{format_mark('member', number)}{name}")
            member.size, member.uname, member.pax_headers = len(data), name, {"comment": name}
            archive.addfile(member, io.BytesIO(data))
    return packed.getvalue()


def build_hostile_calendar(payloads: NumberedPayloads) -> bytes:
    """An event for each payload. What reads a rule or an address must find the payload whole there."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"METHOD:{_escape_value(payloads[0][1])}"]
    lines += [f"X-WR-CALNAME:{_escape_value(payloads[0][1])}"]
    for n, payload in payloads:
        value, quoted = _escape_value(payload), _quote_parameter(payload)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{value}",
            f'DTSTART;TZID="{format_mark("zone", n)}{quoted}":20260302T093310',
            f"SUMMARY:{format_mark('summary', n)}{value}",
            f"LOCATION:{format_mark('where', n)}{value}",
            f"DESCRIPTION:{format_mark('description', n)}{value}",
            f"CATEGORIES:{format_mark('category', n)}{value}",
            f"COMMENT:{format_mark('comment', n)}{value}",
            f"RRULE:{format_mark('rule', n)}{value}",
            f"STATUS:{value}",
            f"URL:{_join_lines(payload)}#{format_mark('link', n)}",
            f"ATTACH:{_join_lines(payload)}",
            f'ORGANIZER;CN="{format_mark("organiser", n)}{quoted}";SENT-BY="{quoted}":{_join_lines(payload)}',
            f'ATTENDEE;CN="{format_mark("attendee", n)}{quoted}";PARTSTAT="{quoted}";ROLE="{quoted}"'
            f":mailto:{_join_lines(payload)}",
            "END:VEVENT",
        ]
    return _encode_lines([*lines, "END:VCALENDAR"])


def build_hostile_contacts(payloads: NumberedPayloads) -> bytes:
    lines: list[str] = []
    for n, payload in payloads:
        value, quoted, line = _escape_value(payload), _quote_parameter(payload), _join_lines(payload)
        lines += [
            "BEGIN:VCARD",
            "VERSION:4.0",
            f"FN:{format_mark('called', n)}{value}",
            f"ORG:{format_mark('company', n)}{value}",
            f"TITLE:{format_mark('role', n)}{value}",
            f'TEL;TYPE="{quoted}":{format_mark("phone", n)}{value}',
            f"EMAIL:{format_mark('mail', n)}{value}",
            f"URL:{line[:400]}#{format_mark('page', n)}",
            f"ADR:;;{format_mark('place', n)}{value};;;;",
            f"NOTE:{format_mark('note', n)}{value}",
            f"NICKNAME:{format_mark('nick', n)}{value}",
            f"CATEGORIES:{format_mark('group', n)}{value}",
            f"item1.IMPP:{line}",
            "item2.TEL:1",
            f"item2.X-ABLabel:{format_mark('label', n)}{value}",
            f"BDAY:{value}",
            f"PHOTO;VALUE=URI;MEDIATYPE=image/png:{line}",
            f"PHOTO:data:image/svg+xml,{line}",
            "END:VCARD",
        ]
    return _encode_lines(lines)


def build_hostile_table(payloads: NumberedPayloads) -> bytes:
    rows = io.StringIO()
    writer = csv.writer(rows)
    writer.writerow([f"{format_mark('head', number)}{payload}" for number, payload in payloads])
    writer.writerows([[f"{format_mark('cell', number)}{payload}", payload] for number, payload in payloads])
    return NON_XML_PATTERN.sub(" ", rows.getvalue()).encode()


def build_hostile_json(payloads: NumberedPayloads) -> bytes:
    return json.dumps(
        {f"{format_mark('key', n)}{each}": [f"{format_mark('value', n)}{each}"] for n, each in payloads}
    ).encode()


def build_hostile_xml(payloads: NumberedPayloads) -> bytes:
    """Names can't be payloads: what is no letter of a name is left out of them."""
    made = []
    for n, payload in payloads:
        words, name = NON_XML_PATTERN.sub(" ", payload), NON_NAME_PATTERN.sub("", payload)[:60]
        data, remark, order = words.replace("]]>", ""), re.sub("-+", "-", words), words.replace("?>", "")
        made.append(
            f"<{format_mark('element', n)}{name}><a "
            f"{format_mark('attribute', n)}{name}={_quote_attribute(words)}>"
            f"{format_mark('words', n)}{escape(words)}<![CDATA[ {format_mark('data', n)}{data}]]>"
            f"<!--{format_mark('remark', n)}{remark} --><?{format_mark('order', n)} {order} ?></a>"
            f"</{format_mark('element', n)}{name}>"
        )
    return _encode_lines(['<?xml version="1.0" encoding="utf-8"?>', "<all>", *made, "</all>"])


def build_hostile_svg(payloads: NumberedPayloads) -> bytes:
    drawn = (
        f"<text>{format_mark('drawn', n)}</text>{NON_XML_PATTERN.sub(' ', payload)}"
        for n, payload in payloads
    )
    return _encode_lines(['<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">', *drawn, "</svg>"])


def build_hostile_text(payloads: NumberedPayloads) -> bytes:
    return _encode_lines(
        [f"{format_mark('line', n)}{payload} https://elsewhere.example/{payload}" for n, payload in payloads]
    )


def build_hostile_links(payloads: NumberedPayloads) -> bytes:
    """Addresses and the words over them; the receipt reads both, and so do the hosts beside them."""
    made = []
    for n, payload in payloads:
        value = escape(payload)
        made += [
            f'<p>{format_mark("over", n)}<a href="{value}">{value}</a><a href="https://{value}/">www.bank.example</a>',
            f'<a href="https://elsewhere.example/{value}" title="{value}">{value}</a>',
            f'<a href="https://{value}@elsewhere.example" target="{value}" id="{value}">https://bank.example</a>',
            f'<img src="https://{value}/" alt="{value}" width="1"><img src="{value}" srcset="{value}">',
            f'<font face="{value}" color="{value}"><b class="{value}" lang="{value}">b</b></font></p>',
        ]
    return _encode_lines(made)


def _clean_surrogates(payload: str) -> str:
    return payload.encode("utf-8", "replace").decode()


def _join_lines(payload: str) -> str:
    return " ".join(payload.replace("\x00", " ").splitlines())


def _escape_value(payload: str) -> str:
    return re.sub(r"([\\;,])", r"\\\1", payload).replace("\r", "").replace("\n", "\\n")


def _quote_parameter(payload: str) -> str:
    return _join_lines(payload).replace('"', "'")


def _quote_attribute(words: str) -> str:
    return f'"{escape(words, quote=True)}"'


def _encode_lines(lines: Sequence[str]) -> bytes:
    return "\r\n".join(lines).encode("utf-8", "replace")
