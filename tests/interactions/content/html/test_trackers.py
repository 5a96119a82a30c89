"""Which addresses look like trackers, and which do not."""

import pytest

from interactions.content.html.trackers import explain_tracker

OPAQUE_TOKEN = "Zk3J9qPx71LmT0vbWc8sYd2R"
TRACKERS = [
    (f"https://u1.ct.sendgrid.net/wf/open?upn={OPAQUE_TOKEN}", "known address of SendGrid"),
    (f"https://links.shop.example/wf/open?upn={OPAQUE_TOKEN}", "known address of SendGrid"),
    ("https://shop.us1.list-manage.com/track/open.php?u=1&id=2&e=3", "known address of Mailchimp"),
    ("https://abc.r.eu-west-1.awstrack.me/I0/abc", "known address of Amazon SES"),
    ("https://pstmrk.it/open", "known address of Postmark"),
    ("http://email.shop.example/o/eJwV", "known address of Mailgun"),
    ("https://x.mjt.lu/oo/ABC/e.gif", "known address of Mailjet"),
    ("https://click.shop.example/open.aspx?ffcb10-fe", "known address of Salesforce Marketing Cloud"),
    ("https://www.google-analytics.com/collect?v=1", "known address of Google Analytics"),
    ("https://www.facebook.com/tr?id=1", "known address of Facebook"),
    ("https://news.example/o.gif", "“o.gif” in the address"),
    ("https://news.example/email/open?u=1", "“open” in the address"),
    ("https://news.example/pixel.gif?u=7", "“pixel.gif” in the address"),
    ("https://news.example/logo.png?email=noe%40mail.example", "e-mail address in the address"),
    (f"https://news.example/logo.png?u={OPAQUE_TOKEN}", "long token in the address"),
    ("https://news.example/logo.png?u=1b4e28ba-2fa1-11d2-883f-0016d3cca427", "long token in the address"),
    ("https://news.example/logo.png?utm_source=mail", "campaign tag in the address (utm_)"),
]
OTHER_ADDRESSES = [
    "https://shop.example/logo.png",
    "https://cdn.shop.example/i/3f2a9c41d8e07b65/shoes.jpg",
    "https://shop.example/logo.png?v=5d41402abc4b2a76b9719d911017c592",
    f"https://store.example/a.jpg?X-Amz-Signature={OPAQUE_TOKEN}&X-Amz-Date=20260302T093310Z",
    "https://shop.example/banner.png?name=summer-sale-for-everybody-2026",
    "https://shop.example/images/open-air/pixels-and-beacons.jpg",
    "https://shop.example/tracking-shoes.jpg",
    "https://notsendgrid.example/list-manage.com/logo.png",
    "https://facebook.com/translate.png",
]  # fmt: skip


@pytest.mark.parametrize(("address", "reason"), TRACKERS)
def test_trackers_are_explained(address, reason):
    assert explain_tracker(address) == reason


@pytest.mark.parametrize("address", OTHER_ADDRESSES)
def test_other_addresses_are_no_trackers(address):
    assert explain_tracker(address) == ""


def test_a_spacer_is_no_tracker_unless_its_address_has_parameters():
    assert explain_tracker("https://shop.example/img/spacer.gif", invisibility="1×1") == ""
    assert explain_tracker("https://shop.example/img/spacer.gif?u=7", invisibility="1×1") == "1×1 image"
    assert explain_tracker("https://shop.example/a7", invisibility="1×1") == "1×1 image"
