"""Which parts of a mail are read, as text and as HTML, and which are files."""

import base64

from interactions.content.mail.body_parts import select_body_parts
from interactions.content.mail.enriched_text import extract_enriched_text
from interactions.content.mail.mail_parser import parse_mail

from .test_mail import mail, part

INLINE = "Content-Disposition: inline"


def text(word: str, *more: str) -> bytes:
    return part("text/plain", word.encode(), *more)


def html(word: str) -> bytes:
    return part("text/html", word.encode())


def multi(kind: str, *parts: bytes, mark: str) -> bytes:
    return mail(*parts, kind=kind, head=b"", mark=mark)


def read(raw: bytes, letter: str = "") -> tuple[str, str, str]:
    """The contents of the parts of the three lists, each a letter."""
    found = select_body_parts(parse_mail(raw), letter)
    lists = (found.text, found.html, found.attachments)
    text, html, attached = ("".join(p.data.decode().strip() for p in parts) for parts in lists)
    return text, html, attached


def test_the_example_of_the_rfc() -> None:
    jpeg = [part("image/jpeg", c, INLINE) for c in (b"C", b"F")]
    raw = mail(
        text("A", INLINE),
        multi(
            "mixed",
            multi(
                "alternative",
                multi("mixed", text("B", INLINE), jpeg[0], text("D", INLINE), mark="d"),
                multi("related", html("E"), part("image/jpeg", b"F"), mark="e"),
                mark="c",
            ),
            part("image/jpeg", b"G", "Content-Disposition: attachment"),
            part("application/x-excel", b"H"),
            mark="f",
        ),
        text("K", INLINE),
    )
    assert read(raw) == ("ABCDK", "AEK", "FGH")


def test_of_alternatives_the_only_one_is_read_in_both() -> None:
    assert read(mail(html("h"), kind="alternative")) == ("h", "h", "")
    assert read(mail(text("t"), kind="alternative")) == ("t", "t", "")
    assert read(mail(text("t"), html("h"), part("text/calendar", b"c"), kind="alternative")) == (
        "t",
        "h",
        "c",
    )


def test_what_a_mailing_list_adds_is_read_in_both() -> None:
    alternatives = multi("alternative", text("t"), html("h"), mark="c")
    assert read(mail(alternatives, text("f"))) == ("tf", "hf", "")


def test_what_has_a_name_and_is_not_the_first_is_a_file() -> None:
    assert read(mail(text("t"), part("text/plain; name=a.txt", b"a"))) == ("t", "t", "a")
    assert read(mail(part("text/plain; name=a.txt", b"a"))) == ("a", "a", "")
    assert read(mail(text("t"), part("text/csv", b"c"))) == ("t", "t", "c")


def test_text_of_a_kind_that_nobody_knows_is_read_where_it_is_all() -> None:
    assert read(part("text/x-own", b"x")) == ("x", "x", "")


def test_a_report_is_read() -> None:
    report = part("message/delivery-status", b"Action: failed\r\n\r\nStatus: 5.1.1\r\n")
    found = select_body_parts(parse_mail(mail(text("t"), report, kind="report")))
    assert [p.media_type for p in found.text] == ["text/plain", "message/delivery-status"]
    assert b"5.1.1" in found.text[1].data


def test_a_report_whose_second_block_was_sent_encoded() -> None:
    blocks = b"Reporting-MTA: x\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.b64encode(
        b"Status: 5.1.1"
    )
    assert b"Status: 5.1.1" in parse_mail(part("message/delivery-status", blocks)).parts[0].data


def test_a_receipt_is_read() -> None:
    receipt = part("message/disposition-notification", b"Disposition: displayed\r\n")
    found = select_body_parts(parse_mail(mail(text("t"), receipt, kind="report")))
    assert [p.media_type for p in found.text] == ["text/plain", "message/disposition-notification"]
    assert b"displayed" in found.text[1].data


def test_what_stands_in_a_digest_are_mails() -> None:
    raw = mail(b"\r\nSubject: One\r\n\r\n1", b"\r\nSubject: Two\r\n\r\n2", kind="digest")
    assert [(p.path, p.media_type, p.name) for p in parse_mail(raw).parts] == [
        ("1", "message/rfc822", "One.eml"),
        ("1.1", "text/plain", ""),
        ("2", "message/rfc822", "Two.eml"),
        ("2.1", "text/plain", ""),
    ]
    assert read(raw, "2")[0] == "2"


def test_a_mail_inside_that_was_sent_encoded() -> None:
    coded = base64.b64encode(b"Subject: In\r\n\r\n" + b"words " * 20)
    raw = mail(text("t"), part("message/rfc822", coded, "Content-Transfer-Encoding: base64"))
    assert parse_mail(raw).parts[1].name == "In.eml"
    assert parse_mail(raw).parts[1].data.startswith(b"Subject: In\r\n\r\nwords")
    assert read(raw, "2")[0].startswith("words words")


def test_a_multipart_without_its_boundaries_is_read_as_text() -> None:
    assert read(b"Content-Type: multipart/mixed; boundary=x\n\nwords")[0] == "words"


def test_a_mail_inside_has_bodies_of_its_own() -> None:
    inner = mail(text("i"), html("j"), kind="alternative", head=b"", mark="c")
    raw = mail(text("t"), b"Content-Type: message/rfc822\r\n\r\n" + inner)
    assert read(raw)[:2] == ("t", "t")
    assert read(raw, "2") == ("i", "j", "")


def test_enriched_text_is_read_without_its_commands() -> None:
    enriched = "<bold>Now</bold> is\nthe <color><param>red</param>time</color>\n\nfor <<all>"
    assert extract_enriched_text(enriched, "text/enriched") == "Now is the time\nfor <all>"
    assert extract_enriched_text("a<nl>b <lt>c> <comment>x</comment>\nd", "text/richtext") == "a\nb <c>  d"
