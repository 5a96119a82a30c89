"""Which parts of a mail are its text body, which its HTML body, and which attachments."""

import base64

from interactions.content.mail.body_parts import select_body_parts
from interactions.content.mail.enriched_text import extract_enriched_text
from interactions.content.mail.mail_parser import parse_mail
from tests.interactions.content.mail.test_mail import build_mail, build_part

INLINE_DISPOSITION = "Content-Disposition: inline"


def build_text_part(word, *more):
    return build_part("text/plain", word.encode(), *more)


def build_html_part(word):
    return build_part("text/html", word.encode())


def build_multipart(kind, *parts, mark):
    return build_mail(*parts, kind=kind, head=b"", mark=mark)


def read_bodies(raw, message_path=""):
    """The contents of the text parts, the HTML parts and the attachments, joined; each part is one letter."""
    bodies = select_body_parts(parse_mail(raw), message_path)
    lists = (bodies.text, bodies.html, bodies.attachments)
    text, html, attached = ("".join(p.data.decode().strip() for p in parts) for parts in lists)
    return text, html, attached


def test_the_example_of_rfc_8621_is_selected_as_specified():
    jpeg = [build_part("image/jpeg", c, INLINE_DISPOSITION) for c in (b"C", b"F")]
    raw = build_mail(
        build_text_part("A", INLINE_DISPOSITION),
        build_multipart(
            "mixed",
            build_multipart(
                "alternative",
                build_multipart(
                    "mixed",
                    build_text_part("B", INLINE_DISPOSITION),
                    jpeg[0],
                    build_text_part("D", INLINE_DISPOSITION),
                    mark="d",
                ),
                build_multipart("related", build_html_part("E"), build_part("image/jpeg", b"F"), mark="e"),
                mark="c",
            ),
            build_part("image/jpeg", b"G", "Content-Disposition: attachment"),
            build_part("application/x-excel", b"H"),
            mark="f",
        ),
        build_text_part("K", INLINE_DISPOSITION),
    )
    assert read_bodies(raw) == ("ABCDK", "AEK", "FGH")


def test_a_single_alternative_is_in_both_bodies():
    assert read_bodies(build_mail(build_html_part("h"), kind="alternative")) == ("h", "h", "")
    assert read_bodies(build_mail(build_text_part("t"), kind="alternative")) == ("t", "t", "")
    assert read_bodies(
        build_mail(
            build_text_part("t"), build_html_part("h"), build_part("text/calendar", b"c"), kind="alternative"
        )
    ) == (
        "t",
        "h",
        "c",
    )


def test_text_that_a_mailing_list_adds_is_in_both_bodies():
    alternatives = build_multipart("alternative", build_text_part("t"), build_html_part("h"), mark="c")
    assert read_bodies(build_mail(alternatives, build_text_part("f"))) == ("tf", "hf", "")


def test_a_named_part_that_is_not_the_first_is_an_attachment():
    assert read_bodies(build_mail(build_text_part("t"), build_part("text/plain; name=a.txt", b"a"))) == (
        "t",
        "t",
        "a",
    )
    assert read_bodies(build_mail(build_part("text/plain; name=a.txt", b"a"))) == ("a", "a", "")
    assert read_bodies(build_mail(build_text_part("t"), build_part("text/csv", b"c"))) == ("t", "t", "c")


def test_a_single_part_of_unknown_text_type_is_the_body():
    assert read_bodies(build_part("text/x-own", b"x")) == ("x", "x", "")


def test_a_delivery_report_is_in_the_body():
    report = build_part("message/delivery-status", b"Action: failed\r\n\r\nStatus: 5.1.1\r\n")
    bodies = select_body_parts(parse_mail(build_mail(build_text_part("t"), report, kind="report")))
    assert [p.media_type for p in bodies.text] == ["text/plain", "message/delivery-status"]
    assert b"5.1.1" in bodies.text[1].data


def test_an_encoded_block_of_a_delivery_report_is_decoded():
    blocks = b"Reporting-MTA: x\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.b64encode(
        b"Status: 5.1.1"
    )
    assert b"Status: 5.1.1" in parse_mail(build_part("message/delivery-status", blocks)).parts[0].data


def test_a_read_receipt_is_in_the_body():
    receipt = build_part("message/disposition-notification", b"Disposition: displayed\r\n")
    bodies = select_body_parts(parse_mail(build_mail(build_text_part("t"), receipt, kind="report")))
    assert [p.media_type for p in bodies.text] == ["text/plain", "message/disposition-notification"]
    assert b"displayed" in bodies.text[1].data


def test_parts_of_a_digest_are_messages():
    raw = build_mail(b"\r\nSubject: One\r\n\r\n1", b"\r\nSubject: Two\r\n\r\n2", kind="digest")
    assert [(p.path, p.media_type, p.name) for p in parse_mail(raw).parts] == [
        ("1", "message/rfc822", "One.eml"),
        ("1.1", "text/plain", ""),
        ("2", "message/rfc822", "Two.eml"),
        ("2.1", "text/plain", ""),
    ]
    assert read_bodies(raw, "2")[0] == "2"


def test_an_encoded_attached_message_is_decoded():
    coded = base64.b64encode(b"Subject: In\r\n\r\n" + b"words " * 20)
    raw = build_mail(
        build_text_part("t"), build_part("message/rfc822", coded, "Content-Transfer-Encoding: base64")
    )
    assert parse_mail(raw).parts[1].name == "In.eml"
    assert parse_mail(raw).parts[1].data.startswith(b"Subject: In\r\n\r\nwords")
    assert read_bodies(raw, "2")[0].startswith("words words")


def test_a_multipart_without_its_boundaries_is_read_as_text():
    assert read_bodies(b"Content-Type: multipart/mixed; boundary=x\n\nwords")[0] == "words"


def test_an_attached_message_has_bodies_of_its_own():
    inner = build_mail(build_text_part("i"), build_html_part("j"), kind="alternative", head=b"", mark="c")
    raw = build_mail(build_text_part("t"), b"Content-Type: message/rfc822\r\n\r\n" + inner)
    assert read_bodies(raw)[:2] == ("t", "t")
    assert read_bodies(raw, "2") == ("i", "j", "")


def test_enriched_text_is_read_without_its_commands():
    enriched = "<bold>Now</bold> is\nthe <color><param>red</param>time</color>\n\nfor <<all>"
    assert extract_enriched_text(enriched, "text/enriched") == "Now is the time\nfor <all>"
    assert extract_enriched_text("a<nl>b <lt>c> <comment>x</comment>\nd", "text/richtext") == "a\nb <c>  d"
