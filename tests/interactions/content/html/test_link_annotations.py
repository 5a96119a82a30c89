"""How sanitised HTML shows where its links lead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.html.link_annotations import annotate_links
from interactions.content.html.sanitiser import sanitise_html
from tests.interactions.content.html.sanitised import iter_violations

WARNING = '<span class="goes-to">goes to evil.example</span>'
EVIL_URL = "https://evil.example"


def annotate(html):
    return annotate_links(sanitise_html(html))


def test_a_link_shows_its_host_and_its_address():
    link = annotate(
        "<a href='https://u@SHOP.example:8443/a?b=1&c=2' title='https://bank.example'>Track it</a>"
    )
    address = "https://shop.example:8443/a?b=1&amp;c=2"
    assert link.startswith(f'<a href="{address}" title="{address}" data-host="shop.example:8443" ')
    assert "bank.example" not in link
    assert "goes-to" not in link


def test_a_link_that_leads_nowhere_loses_its_address():
    assert "href" not in annotate(
        "<a href='https://a..b/'>x</a><a href='//evil.example'>y</a><a href=/z>z</a>"
    )


@pytest.mark.parametrize(
    ("words", "warned"),
    [
        ("https://bank.example/login now", f"https://bank.example/login{WARNING} now"),
        ("www.<b>bank</b>.example<br>x", f"www.<b>bank</b>.example{WARNING}<br>x"),
        ("<b>www.bank</b><span>.example</span>", f"<b>www.bank</b><span>.example{WARNING}</span>"),
        ('<img alt="https://bank.example">', f'<img alt="https://bank.example">{WARNING}'),
        ("a &amp; bank.com&nbsp;b", f"a &amp; bank.com{WARNING}&nbsp;b"),
        ("b&shy;ank&#46;com", f"b\u00adank.com{WARNING}"),
        ("<div>bank</div>.com", "<div>bank</div>.com"),
    ],
)
def test_a_warning_follows_the_misleading_words(words, warned):
    assert annotate(f"<a href={EVIL_URL}>{words}</a>").partition(">")[2] == f"{warned}</a>"


def test_a_nested_link_has_its_own_words():
    inner = "<a href=https://bank.example>bank.example</a>"
    html = f"<a href={EVIL_URL}>x<table><tr><td>{inner} bank.com</table></a>"
    annotated = annotate(html)
    assert annotated.count("goes-to") == 1
    assert f"bank.com{WARNING}" in annotated
    assert list(iter_violations(annotated, linked=True)) == []


def test_a_sender_can_not_forge_annotations():
    faked = annotate(
        f'<a href={EVIL_URL} data-host="bank.example" class=goes-to title="https://bank.example">x</a>'
        '<span class="goes-to" title=x>goes to bank.example</span><b data-host=x>y</b>'
    )
    assert faked.count("class=") == 0
    assert faked.count("data-host=") == faked.count("title=") == 1
    assert 'bank.example"' not in faked


HOSTILE_LINKS = [
    f"<a href='{EVIL_URL}/\"><script>alert(1)</script>'>bank.com</a>",
    f"<a href='{EVIL_URL}/&quot; onmouseover=alert(1) x=&quot;'>bank.com</a>",
    "<a href='https://evil.example&quot;onclick=x/'>bank.com</a>",
    "<a href='https://\"\\a;}*{background:url(//evil.example)}\"/'>bank.com</a>",
    "<a href='mailto:&quot;&gt;&lt;img src=x onerror=alert(1)&gt;@x.example'>bank.com</a>",
    "<a href='tel:\"});alert(1)//'>bank.com</a>",
    "<a href='https://xn--\u202egnp.example/'>bank.com</a>",
    "<a href='https://evil.example/\u202egpj.exe\u0000'>bank.com</a>",
    "<a href='https://</style><script>x</script>/'>bank.com</a>",
    "<a href='https://xn--/'>bank.com</a><a href='https://xn--a\u00ad-/'>bank.com</a>",
    f"<table><a href={EVIL_URL}>bank.com<tr><td>x<a href={EVIL_URL}>bank.com",
    f"<a href={EVIL_URL}><a href={EVIL_URL}><b><a href={EVIL_URL}>bank.com",
    f"<a href={EVIL_URL}>bank.com<p><a href={EVIL_URL}>www.bank.com</p></a></a>",
    f"<a href={EVIL_URL}><svg><a href={EVIL_URL}>bank.com</svg><math><mtext><a href={EVIL_URL}>bank.com",
    f"<a href={EVIL_URL}><img alt='bank.com\"><script>x</script>'>",
    f"<a href={EVIL_URL}>&lt;a href=&quot;bank.com&quot;&gt;bank.com",
    f"<a href={EVIL_URL} style='display:block;margin-top:90vh;height:100VMIN'>bank.com</a>",
]


@pytest.mark.parametrize("payload", HOSTILE_LINKS)
def test_annotations_open_no_way_for_markup(payload):
    linked = annotate(payload)
    assert list(iter_violations(linked, linked=True)) == []
    plain = sanitise_html(linked)
    assert plain.count("<a ") == linked.count("<a ")
    assert sanitise_html(plain) == plain


@given(st.text(alphabet="<>/='\" ahref:tps.bkcom@&#;\u200b\u202e", max_size=120), st.text(max_size=60))
def test_any_annotated_html_is_harmless(text, address):
    for html in (
        text,
        f"<a href='https://{text}'>{text}</a>",
        f'<a href="https://{address}">bank.com {address}',
    ):
        assert list(iter_violations(annotate(html), linked=True)) == []
