"""The report of what was kept out of a frame."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.errors import UnviewableContent
from interactions.content.html.blocked_content import BlockedContentReport, build_blocked_content_report
from tests.interactions.content.html.test_html import HEAVY_HTML, TOO_COMPLEX_HTML


def collect_hosts(made):
    return {host.name: dict(host.kinds) for host in made.hosts}


def test_resources_are_counted_by_kind_and_host():
    report = build_blocked_content_report(
        "<link rel=stylesheet href=//css.example/a.css><link rel=canonical href=//x.example>"
        "<style>@import 'https://css.example/b';@import url(//css.example/c);"
        "@font-face{src:url(//font.example/f)}p{background:url(//a.example/1)}</style>"
        "<body background=//a.example/2><table><td background='http://a.example/3'>"
        '<p style=\'background:url("https://a.example/4")\'><img src="https://a.example/5">'
        "<img srcset='//a.example/6 1x, //a.example/7 2x'><video src=//film.example poster=//a.example/8>"
        "<iframe src=https://frame.example></iframe><script src=//js.example></script>"
        "<input type=image src=//a.example/9>"
    )
    assert collect_hosts(report) == {
        "a.example": {"background": 4, "image": 4},
        "css.example": {"style sheet": 3},
        "font.example": {"font": 1},
        "film.example": {"recording or film": 1},
        "frame.example": {"frame": 1},
        "js.example": {"script": 1},
    }
    assert (report.resources, report.named_hosts, report.trackers) == (15, 6, 0)
    assert report.kinds[0] in {("background", 4), ("image", 4)}


def test_embedded_resources_are_not_counted():
    report = build_blocked_content_report(
        "<img src=cid:a><img src='data:image/gif;base64,R0lG'><a href=https://x.example>x</a>"
        "<p style='background:url(#a)'><img src><img src=''>"
    )
    assert report.resources == 0


def test_tags_in_comments_and_scripts_are_not_counted():
    report = build_blocked_content_report(
        "<!--[if mso]><img src=//no.example/1><![endif]--><!--><img src=//yes.example/1>"
        "<script>'<img src=//no.example/2>'</script><textarea><img src=//no.example/3></textarea>"
        "<p title='<img src=//no.example/4>'><img alt='>' src=//yes.example/2><!-- <img src=//no.example/5>"
    )
    assert collect_hosts(report) == {"yes.example": {"image": 2}}


def test_relative_addresses_have_the_host_of_the_base_or_none():
    assert collect_hosts(build_blocked_content_report("<img src=/logo.png><img src='x y'>")) == {
        "": {"image": 2}
    }
    assert build_blocked_content_report("<img src=a>").named_hosts == 0
    assert collect_hosts(
        build_blocked_content_report("<base href=https://shop.example/><img src=/logo.png>")
    ) == {"shop.example": {"image": 1}}


def test_active_elements_are_counted():
    report = build_blocked_content_report(
        "<script>1</script><script src=x></script><form><iframe></iframe><object></object>"
        "<embed><applet></applet>"
        "<meta http-equiv=Refresh content='0; URL=x'><meta charset=utf-8><img onerror=x onload=y src=data:,>"
        "<a href=' java\tscript:x'>x</a><a href=javascript:x>y</a>"
    )
    assert dict(report.removed) == {
        "script": 2,
        "form": 1,
        "frame": 1,
        "plug-in": 3,
        "automatic redirect": 1,
        "event handler": 2,
        "script in a link": 2,
    }


def test_links_and_misleading_links_are_counted():
    report = build_blocked_content_report(
        "<a href=https://shop.example/1>a</a><a href=https://shop.example/2>shop<b>.example</b></a>"
        "<a href=https://evil.example>www.<i>bank</i>&#46;example</a>"
        "<a href=https://evil.example><img alt=bank.com></a>"
        "<a href=mailto:a@b.example>write</a><a href=#top>up</a><a name=x>bank.com</a>"
        "<a href=https://evil.example>open to the end: bank.com"
    )
    assert report.links == (("evil.example", 3), ("shop.example", 2), ("mailto:a@b.example", 1))
    assert report.misleading_links == 3


def test_plain_html_has_an_empty_report():
    assert build_blocked_content_report("<p>x</p>") == BlockedContentReport((), (), (), 0)


@pytest.mark.parametrize(
    ("attributes", "reason"),
    [
        ("width=1 height=1", "1×1 image"),
        ("width='1px' height=1.0", "1×1 image"),
        ("style='width:1px;height:1px'", "1×1 image"),
        ("width=0 height=0", "0×0 image"),
        ("height=0", "0×0 image"),
        ("style='display: none'", "hidden image"),
        ("style='visibility:hidden' width=1 height=1", "hidden image"),
        ("style='opacity:0'", "hidden image"),
        ("style='display:none' width=320", None),
        ("width=1 height=20", None),
        ("width='100%' height=1", None),
        ("style='opacity:0.5'", None),
        ("", None),
    ],
)
def test_invisible_images_look_like_trackers(attributes, reason):
    report = build_blocked_content_report(f"<img src=https://a.example/x {attributes}>")
    assert report.hosts[0].tracker_reasons == ((reason,) if reason else ())
    assert report.trackers == (reason is not None)


def test_hosts_with_trackers_come_first():
    report = build_blocked_content_report(
        "<img src=//a.example/1><img src=//a.example/2><img src=//b.example/x width=1 height=1>"
    )
    assert [host.name for host in report.hosts] == ["b.example", "a.example"]


@pytest.mark.parametrize("name", TOO_COMPLEX_HTML)
def test_html_that_is_too_complex_is_refused(name):
    before = time.process_time()
    with pytest.raises(UnviewableContent):
        build_blocked_content_report(TOO_COMPLEX_HTML[name])
    assert time.process_time() - before < 1.5


MANY_RESOURCES = {
    "images": "<img src=//h.example/x?y=1>" * 18_000,
    "hosts": "".join(f"<img src=//h{number}.example>" for number in range(17_000)),
    "urls": "<style>" + "@import 'x';url(//a.example)" * 17_000,
    "fonts": "<style>" + "@font-face{" * 40_000,
    "imports": "<style>" + "@import " * 60_000,
    "parameters": ("<img src='https://x.example/?" + "a=1&" * 3900 + "'>") * 30,
    "people": ("<img src='https://x.example/?" + "a@b." * 3900 + "'>") * 30,
    "folders": ("<img src='https://x.example/" + "o/" * 7900 + "'>") * 30,
    "labels": ("<img src='https://" + "a." * 7900 + "'>") * 30,
    "sizes": ("<img src=//x.example style='" + "width:1px;" * 1500 + "'>") * 30,
    "set": ("<img srcset='" + "a b," * 4000 + "'>") * 30,
    "entities": "<a href=https://x.example>" + "&amp;" * 90_000,
}


@pytest.mark.parametrize("name", [*HEAVY_HTML, *MANY_RESOURCES])
def test_a_report_is_built_in_bounded_time(name):
    before = time.process_time()
    build_blocked_content_report((HEAVY_HTML | MANY_RESOURCES)[name])
    assert time.process_time() - before < 4.5


@given(st.text(alphabet="<>/='\" imgsrcahef:-!?#&;.\n\0", max_size=120), st.text(max_size=80))
def test_any_text_has_a_report(text, address):
    for html in (text, f"<img src='{address}'>", f"<a href='https://{address}'>{text}", f"<style>{text}"):
        assert build_blocked_content_report(html).resources >= 0
