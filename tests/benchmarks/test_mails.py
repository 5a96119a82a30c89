"""What the benchmark of mails measures, and that it measures to the end whatever a contender does."""

import pytest

from benchmarks import mails

PLAIN = b"From: a@example.com\r\nSubject: One\r\n\r\nhello\r\n"
HTML = b"From: a@example.com\r\nSubject: Two\r\nContent-Type: text/html\r\n\r\n<p onclick=x>hello</p>\r\n"
ODD = (
    b"From: a@example.com\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=no-such\r\n\r\nhello\r\n"
)
MAILS = [PLAIN, HTML, ODD]


def test_every_contender_is_measured_on_every_mail():
    page, alone, least, usual = contenders = [
        mails.build_page_contender(),
        mails.build_show_contender(),
        mails.build_floor_contender(),
        mails.build_default_policy_contender(),
    ]
    mails.run_contenders(contenders, MAILS, 2)
    assert all(set(one.seconds) == {0, 1, 2} and min(one.seconds.values()) > 0 for one in contenders)
    assert not page.failed
    assert not alone.failed
    assert usual.failed == {2: "LookupError"}
    assert least.pace > page.pace
    assert page.ratio(usual) == pytest.approx(
        (usual.seconds[0] + usual.seconds[1]) / (page.seconds[0] + page.seconds[1])
    )


def test_it_is_the_page_that_is_measured():
    made = mails.build_page_contender().work(HTML)
    assert "Two" in made
    assert "<iframe" in made
    assert mails.extract_html_parts(HTML) == [b"<p onclick=x>hello</p>\r\n"]
    assert "onclick" not in mails.build_frame_contender().work(b"<p onclick=x>hello</p>")


def test_who_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(mails, "MAX_MAIL_SECONDS", 0.05)

    def dawdle(data):
        while data == HTML:
            pass

    slow = mails.MailContender("slow", dawdle)
    mails.run_contenders([slow], MAILS, 2)
    assert slow.failed == {1: "stopped after 0.05 s"}
    assert 0 < slow.milliseconds[2] / 1000 < 1


def test_the_report_says_who_failed(capsys):
    usual = mails.build_default_policy_contender()
    mails.run_contenders([usual], MAILS, 1)
    mails.print_report([usual])
    assert "1 LookupError" in capsys.readouterr().out


def test_the_mails_of_a_folder(tmp_path):
    boxed = b"From nobody Mon Mar  2 09:33:10 2026\r\n" + PLAIN
    (tmp_path / "plain.txt").write_bytes(boxed)
    (tmp_path / "odd.eml").write_bytes(b"no mail")
    (tmp_path / "list.txt").write_bytes(b"just words")
    assert mails.load_corpus(tmp_path, 9)[0] == [
        b"no mail",
        b"From nobody Mon Mar  2 09:33:10 2026\r\n" + PLAIN,
    ]


def test_without_corpora_the_sample_is_read(tmp_path):
    found, said = mails.load_corpus(tmp_path / "none", 3)
    assert len(found) == 3
    assert "there are no corpora" in said
