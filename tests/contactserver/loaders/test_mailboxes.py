"""Mails are found wherever people keep them; what is none is named."""

import os
from pathlib import Path

import pytest

from contactserver.loaders import mailboxes
from contactserver.loaders.mailboxes import FoundMail, iter_mails
from tests.contactserver.loaders.mails import build_mail

MONDAY = b"From jane@example.com Mon Mar  2 10:33:10 2026\n"


def found(*paths):
    """By source (the file's name and what follows): a mail's bytes, or the reason why there is none."""
    return {
        Path(item.source).name: item.raw if isinstance(item, FoundMail) else item.reason
        for item in iter_mails(paths)
    }


def test_an_mbox_is_taken_apart_and_unquoted(tmp_path):
    path = tmp_path / "archive"
    path.write_bytes(
        MONDAY + b"Subject: 1\n\n>From here\n>>From there\nFrom what I see on Mon, it is lost\n\n"
        b"From joe@example.org\nSubject: 2\n\nFrom jane@example.com\n\n"
        b"From x Mon, 02 Mar 2026 10:33:10 +0000\nSubject: 3\n\nend\n"
    )
    assert found(path) == {
        "archive, mail 1": b"Subject: 1\n\nFrom here\n>From there\nFrom what I see on Mon, it is lost\n",
        "archive, mail 2": b"Subject: 2\n",
        "archive, mail 3": mailboxes.EMPTY_REASON,
        "archive, mail 4": b"Subject: 3\n\nend\n",
    }


def test_an_mbox_with_crlf(tmp_path):
    path = tmp_path / "archive.mbox"
    path.write_bytes(
        (MONDAY + b"Subject: 1\n\n>From here\n\n" + MONDAY + b"Subject: 2\n\n").replace(b"\n", b"\r\n")
    )
    assert list(found(path).values()) == [b"Subject: 1\r\n\r\nFrom here\r\n", b"Subject: 2\r\n"]


def test_a_mail_too_large_does_not_stop_the_mbox(tmp_path, monkeypatch):
    monkeypatch.setattr(mailboxes, "MAX_MAIL_BYTES", 100)
    monkeypatch.setattr(mailboxes, "MAX_LINE_BYTES", 60)
    path = tmp_path / "archive"
    in_pieces = b"Subject: 2\n\n" + b"x" * 60 + b"From jane@example.com\n"
    path.write_bytes(MONDAY + b"Subject: 1\n\n" + b"long" * 40 + b"\n" + MONDAY + in_pieces)
    (tmp_path / "large.eml").write_bytes(build_mail("x" * 100))
    assert list(found(path).values()) == [mailboxes.TOO_LARGE_REASON, in_pieces]
    assert found(tmp_path / "large.eml") == {"large.eml": mailboxes.TOO_LARGE_REASON}


def test_a_maildir_with_nested_folders(tmp_path):
    files = ["cur/1.host:2,S", "new/2.host", "tmp/3.host", ".Sent/cur/4.host:2,", ".Sent.2026/new/5.host"]
    for name in (*files, "new/6.host"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"X-Only: header\n\nHello" if "6.host" not in name else b"Hello")
    (tmp_path / "dovecot-uidlist").write_text("3 V1275660208 N25022\n")
    result = found(tmp_path)
    assert sorted(name for name, raw in result.items() if isinstance(raw, bytes)) == [
        "1.host:2,S",
        "2.host",
        "4.host:2,",
        "5.host",
    ]
    assert result["3.host"] == mailboxes.IN_DELIVERY_REASON
    assert result["6.host"] == mailboxes.NO_HEADERS_REASON
    assert result["dovecot-uidlist"] == mailboxes.NO_MAIL_REASON


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("one.eml", build_mail(), None),
        ("one.EML", b"X-Odd: first\n\nHello", None),
        ("with a From line.eml", MONDAY + build_mail(), None),
        ("saved.txt", b"\xef\xbb\xbf\r\n" + build_mail(), None),
        ("saved", b"Return-Path: <jane@example.com>\r\n\r\nHello", None),
        ("notes.txt", b"Note: buy stamps\nand paper\n", mailboxes.NO_MAIL_REASON),
        ("letter.txt", b"Dear Jane\n\nFrom: nobody", mailboxes.NO_MAIL_REASON),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0", mailboxes.NO_MAIL_REASON),
        ("page.html", b"<html>From: x</html>", mailboxes.NO_MAIL_REASON),
        ("nothing.eml", b"", mailboxes.EMPTY_REASON),
        ("blank", b"\n \n", mailboxes.EMPTY_REASON),
        ("prose.eml", b"Hello there", mailboxes.NO_HEADERS_REASON),
    ],
)
def test_single_files(tmp_path, name, content, reason):
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / name).write_bytes(content)
    assert found(tmp_path) == {name: reason or content.removeprefix(MONDAY)}


def test_what_is_no_file_is_said_and_never_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    assert found(tmp_path) == {"pipe": "not a file", "gone": "no such file or directory"}
    assert found(tmp_path / "nowhere") == {"nowhere": "no such file or directory"}


def test_the_order_is_always_the_same(tmp_path):
    for name in ("b/2.eml", "a/1.eml", "c.eml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(build_mail(name))
    assert list(found(tmp_path)) == ["c.eml", "1.eml", "2.eml"]
