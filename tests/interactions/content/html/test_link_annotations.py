"""What cleaned HTML says of its links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interactions.content.html.link_annotations import annotate_links
from interactions.content.html.sanitiser import sanitise_html
from tests.interactions.content.html.sanitised import iter_violations

GOES = '<span class="goes-to">goes to evil.example</span>'
EVIL = "https://evil.example"


def made(html: str) -> str:
    return annotate_links(sanitise_html(html))


def test_a_link_says_its_host_and_its_address() -> None:
    link = made("<a href='https://u@SHOP.example:8443/a?b=1&c=2' title='https://bank.example'>Track it</a>")
    address = "https://shop.example:8443/a?b=1&amp;c=2"
    assert link.startswith(f'<a href="{address}" title="{address}" data-host="shop.example:8443" ')
    assert "bank.example" not in link
    assert "goes-to" not in link


def test_a_link_that_leads_nowhere_is_words() -> None:
    assert "href" not in made("<a href='https://a..b/'>x</a><a href='//evil.example'>y</a><a href=/z>z</a>")


@pytest.mark.parametrize(
    ("words", "warned"),
    [
        ("https://bank.example/login now", f"https://bank.example/login{GOES} now"),
        ("www.<b>bank</b>.example<br>x", f"www.<b>bank</b>.example{GOES}<br>x"),
        ("<b>www.bank</b><span>.example</span>", f"<b>www.bank</b><span>.example{GOES}</span>"),
        ('<img alt="https://bank.example">', f'<img alt="https://bank.example">{GOES}'),
        ("a &amp; bank.com&nbsp;b", f"a &amp; bank.com{GOES}&nbsp;b"),
        ("b&shy;ank&#46;com", f"b\u00adank.com{GOES}"),
        ("<div>bank</div>.com", "<div>bank</div>.com"),
    ],
)
def test_a_warning_stands_behind_the_words_that_deny_it(words, warned) -> None:
    assert made(f"<a href={EVIL}>{words}</a>").partition(">")[2] == f"{warned}</a>"


def test_a_link_in_a_link_has_words_of_its_own() -> None:
    html = (
        f"<a href={EVIL}>x<table><tr><td><a href=https://bank.example>bank.example</a> bank.com</table></a>"
    )
    both = made(html)
    assert both.count("goes-to") == 1
    assert f"bank.com{GOES}" in both
    assert list(iter_violations(both, linked=True)) == []


def test_a_sender_can_t_write_what_we_write() -> None:
    faked = made(
        f'<a href={EVIL} data-host="bank.example" class=goes-to title="https://bank.example">x</a>'
        '<span class="goes-to" title=x>goes to bank.example</span><b data-host=x>y</b>'
    )
    assert faked.count("class=") == 0
    assert faked.count("data-host=") == faked.count("title=") == 1
    assert 'bank.example"' not in faked


HOSTILE = [
    f"<a href='{EVIL}/\"><script>alert(1)</script>'>bank.com</a>",
    f"<a href='{EVIL}/&quot; onmouseover=alert(1) x=&quot;'>bank.com</a>",
    "<a href='https://evil.example&quot;onclick=x/'>bank.com</a>",
    "<a href='https://\"\\a;}*{background:url(//evil.example)}\"/'>bank.com</a>",
    "<a href='mailto:&quot;&gt;&lt;img src=x onerror=alert(1)&gt;@x.example'>bank.com</a>",
    "<a href='tel:\"});alert(1)//'>bank.com</a>",
    "<a href='https://xn--\u202egnp.example/'>bank.com</a>",
    "<a href='https://evil.example/\u202egpj.exe\u0000'>bank.com</a>",
    "<a href='https://</style><script>x</script>/'>bank.com</a>",
    "<a href='https://xn--/'>bank.com</a><a href='https://xn--a\u00ad-/'>bank.com</a>",
    f"<table><a href={EVIL}>bank.com<tr><td>x<a href={EVIL}>bank.com",
    f"<a href={EVIL}><a href={EVIL}><b><a href={EVIL}>bank.com",
    f"<a href={EVIL}>bank.com<p><a href={EVIL}>www.bank.com</p></a></a>",
    f"<a href={EVIL}><svg><a href={EVIL}>bank.com</svg><math><mtext><a href={EVIL}>bank.com",
    f"<a href={EVIL}><img alt='bank.com\"><script>x</script>'>",
    f"<a href={EVIL}>&lt;a href=&quot;bank.com&quot;&gt;bank.com",
    f"<a href={EVIL} style='display:block;margin-top:90vh;height:100VMIN'>bank.com</a>",
]


@pytest.mark.parametrize("payload", HOSTILE)
def test_what_is_added_opens_no_way(payload) -> None:
    linked = made(payload)
    assert list(iter_violations(linked, linked=True)) == []
    plain = sanitise_html(linked)
    assert plain.count("<a ") == linked.count("<a ")
    assert sanitise_html(plain) == plain


@given(st.text(alphabet="<>/='\" ahref:tps.bkcom@&#;\u200b\u202e", max_size=120), st.text(max_size=60))
def test_any_text_comes_out_harmless(text, address) -> None:
    for html in (
        text,
        f"<a href='https://{text}'>{text}</a>",
        f'<a href="https://{address}">bank.com {address}',
    ):
        assert list(iter_violations(made(html), linked=True)) == []
