"""Invented mails for the tests of the mail loader."""

ROOT_MESSAGE_ID, REPLY_MESSAGE_ID, LATEST_MESSAGE_ID = (
    "<root@example.com>",
    "<reply@example.org>",
    "<latest@example.com>",
)


def build_mail(
    body: str = "Where is it?",
    *headers: str,
    sender: str = "Jane Doe <jane@example.com>",
    to: str = "care@tern.example",
    subject: str = "My parcel",
    date: str = "Mon, 2 Mar 2026 10:33:10 +0100",
) -> bytes:
    """A plain mail; `headers` are lines to put on top."""
    lines = (*headers, f"From: {sender}", f"To: {to}", f"Subject: {subject}", f"Date: {date}", "", body)
    return "\n".join(lines).encode()


def build_mail_thread() -> list[bytes]:
    """A question, our answer to it, and the answer to that."""
    return [
        build_mail("Where is it?", f"Message-ID: {ROOT_MESSAGE_ID}"),
        build_mail(
            "On its way.",
            f"Message-ID: {REPLY_MESSAGE_ID}",
            f"In-Reply-To: {ROOT_MESSAGE_ID}",
            sender="Care <CARE@tern.example>",
            to="Jane Doe <Jane@Example.com>",
            subject="Re: My parcel",
            date="Mon, 2 Mar 2026 11:00:00 +0100",
        ),
        build_mail(
            "Thank you.",
            f"Message-ID: {LATEST_MESSAGE_ID}",
            f"References: {ROOT_MESSAGE_ID} {REPLY_MESSAGE_ID}",
            subject="Re: My parcel",
            date="Mon, 2 Mar 2026 12:00:00 +0100",
        ),
    ]


ALTERNATIVE_MAIL = build_mail(
    """--b
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Gr=FC=DFe aus Ulm

--b
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: base64

PHA+R3LDvMOfZSBhdXMgVWxtPC9wPgo=
--b--
""",
    "MIME-Version: 1.0",
    "Content-Type: multipart/alternative; boundary=b",
    "Message-ID: <alternative@example.com>",
)
MIXED_MAIL = build_mail(
    """--b

See the picture.
--b
Content-Type: image/png
Content-Disposition: attachment; filename*=utf-8''Gr%C3%BC%C3%9Fe.png
Content-Transfer-Encoding: base64

AAECAwQ=
--b
Content-Type: message/rfc822

From: joe@example.org
Subject: =?utf-8?q?inn=C3=A9?=

Inner text

--b--
""",
    "Content-Type: multipart/mixed; boundary=b",
    subject="=?utf-8?b?R3LDvMOfZQ==?=",
)
MAILS = [ALTERNATIVE_MAIL, MIXED_MAIL, *build_mail_thread()]
