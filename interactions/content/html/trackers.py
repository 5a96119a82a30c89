"""Guesses whether a remote resource is a tracker, which tells its sender who has read the mail, and why.

These are the reasons, in the order in which they are tried. Each is a guess that gives its grounds; nothing
depends on it, because nothing remote is loaded anyway.

1. A tracking service, by host and path (`TRACKING_SERVICES`). These are large senders of mail whose own
   documents say that they put a tracking image into mails, under addresses that are in the public lists of
   trackers (EasyPrivacy, "email trackers"):
   Amazon SES "an invisible image … references to a domain operated by AWS" (API, TrackingOptions); SendGrid
   "an invisible, one pixel image", /wf/open and, on a customer's own host, /ss/o/; Mailchimp and Mandrill,
   /track/open.php; Mailgun "open tracking pixel is added", email.…/o/; Postmark "an invisible pixel",
   pstmrk.it/open; Mailjet /oo/; SparkPost /q/; Brevo /tr/op/ and /mk/op/; Campaign Monitor cmail…/t/;
   Klaviyo; Customer.io /e/o/; HubSpot /e2t/, /e3t/; Salesforce Marketing Cloud /open.aspx; LinkedIn /emimp/;
   eBay /roveropen/; Litmus; Yesware; Hunter; Substack; and the three that count visits of anything: Google
   Analytics, DoubleClick, Facebook /tr.
2. A telling name in the path: open, pixel, beacon, track.
3. An image that can't be seen: 1×1, without size, or hidden. One called a spacer, without parameters, is
   layout (before 2005 nearly every newsletter had them).
4. An address that identifies somebody: by an e-mail address in it, or by a long opaque token among its
   parameters. Hashes that distinguish versions of a file, and signatures of stores (S3, CloudFront), are
   none.
5. `utm_` parameters: the names of a campaign, by the convention of Google Analytics.
"""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from django.utils.translation import gettext

TRACKING_SERVICES = (
    (r"awstrack\.me/", "Amazon SES"),
    (r"ct\.sendgrid\.net/|sendgrid\.(?:net|com)/(?:wf/open|trk)", "SendGrid"),
    (r"(?:list-manage\.com|mandrillapp\.com)/track/", "Mailchimp"),
    (r"pstmrk\.it/open", "Postmark"),
    (r"mjt\.lu/oo/", "Mailjet"),
    (r"(?:sparkpostmail2?|spmailtechnolo?)\.com/q/", "SparkPost"),
    (r"(?:sendibt[23]|sendibm1)\.com/|brevo\.net/mk/op/", "Brevo"),
    (r"(?:cmail\d{1,2}|createsend\d?)\.com/ti?/", "Campaign Monitor"),
    (r"(?:klclick\d?|klaviyomail)\.com/", "Klaviyo"),
    (r"customeriomail\.com/e/o/", "Customer.io"),
    (r"hs-sales-engage\.com/|hubspot\w{0,9}\.(?:com|net)/e[123]t/", "HubSpot"),
    (r"linkedin\.com/emimp/", "LinkedIn"),
    (r"rover\.ebay\.com/roveropen/", "eBay"),
    (r"emltrk\.com/", "Litmus"),
    (r"t\.yesware\.com/", "Yesware"),
    (r"mltrk\.io/pixel/", "Hunter"),
    (r"substack\.com/o/", "Substack"),
    (r"google-analytics\.com/", "Google Analytics"),
    (r"doubleclick\.net/", "DoubleClick"),
    (r"facebook\.com/tr[/?]", "Facebook"),
)
CUSTOM_HOST_SERVICES = (
    (r"/wf/open|/ss/o/", "SendGrid"),
    (r"/track/open", "Mailchimp"),
    (r"//email\.[^/]{1,200}/o/", "Mailgun"),
    (r"/(?:tr|mk)/op/", "Brevo"),
    (r"/e[123]t/[ot]/", "HubSpot"),
    (r"/open\.aspx\?", "Salesforce Marketing Cloud"),
)
TRACKING_SERVICE_PATTERN = re.compile(
    r"//(?:[^/?#]{0,200}\.)?(?:"
    + "|".join(f"(?P<s{number}>{where})" for number, (where, _) in enumerate(TRACKING_SERVICES))
    + ")|"
    + "|".join(f"(?P<o{number}>{where})" for number, (where, _) in enumerate(CUSTOM_HOST_SERVICES))
)
TRACKER_NAME_PATTERN = re.compile(
    r"[/._-](?:open(?:ed|ing)?|email[_-]?open|o|opentrack\w{0,9}|track(?:er|ing)?[_-]?(?:pixel|open)?|"
    r"(?:web)?beacon|pixel|1x1)(?:\.(?:gif|png|php|aspx?|cgi|jsp|html?)\b|[/?]|$)"
)
SPACER_NAME_PATTERN = re.compile(
    r"spac(?:er|e)|blank|clear|shim|trans(?:parent)?|dot|empty|null|invis|1x1|pix", re.I
)
MAIL_ADDRESS_PATTERN = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,}")
QUERY_PARAMETER_PATTERN = re.compile(r"[?&;]([^=&;#]{0,64})=?([^&;#]{0,2000})")
MAX_QUERY_PARAMETERS = 40  # of one address, searched for tokens
VERSION_PARAMETER_PATTERN = re.compile(
    r"v|ver|version|rev|hash|md5|sum|etag|x-amz-.*|x-goog-.*|signature|sig|policy|key-pair-id", re.I
)
HEXADECIMAL_TOKEN_PATTERN = re.compile(r"[0-9a-f]{16,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
OPAQUE_TOKEN_PATTERN = re.compile(r"(?=.*[A-Z])(?=.*[a-z])(?=.*\d)[\w.~+=-]{20,}")
CAMPAIGN_PARAMETER_PATTERN = re.compile(r"[?&;]utm_[a-z]+=", re.I)


def explain_tracker(address: str, *, invisibility: str = "") -> str:
    """Why this remote address looks like a tracker's, in a few words; "" if it does not. `invisibility` says
    why an image can't be seen ("1×1", "hidden"), "" if it can."""
    return next(_iter_tracker_reasons(address[:4000], invisibility), "")


def _iter_tracker_reasons(address: str, invisibility: str) -> Iterator[str]:
    lower = address.lower()
    if match := TRACKING_SERVICE_PATTERN.search(lower):
        group_prefix, number = str(match.lastgroup)[0], int(str(match.lastgroup)[1:])
        services = TRACKING_SERVICES if group_prefix == "s" else CUSTOM_HOST_SERVICES
        yield gettext("known address of %(name)s") % {"name": services[number][1]}
    path, _, query = address.partition("?")
    if invisibility and not (SPACER_NAME_PATTERN.search(path.rpartition("/")[2]) and not query):
        is_hidden = invisibility == "hidden"
        yield gettext("hidden image") if is_hidden else gettext("%(size)s image") % {"size": invisibility}
    if match := TRACKER_NAME_PATTERN.search(lower[len("https://") :]):
        yield gettext("“%(word)s” in the address") % {"word": match[0].strip("/.?_-")}
    yield from _iter_identity_reasons(address)
    if CAMPAIGN_PARAMETER_PATTERN.search(address):
        yield gettext("campaign tag in the address (utm_)")


def _iter_identity_reasons(address: str) -> Iterator[str]:
    if MAIL_ADDRESS_PATTERN.search(unquote(address)):
        yield gettext("e-mail address in the address")
    for name, value in QUERY_PARAMETER_PATTERN.findall(address)[:MAX_QUERY_PARAMETERS]:
        if not VERSION_PARAMETER_PATTERN.fullmatch(name) and (
            HEXADECIMAL_TOKEN_PATTERN.fullmatch(value) or OPAQUE_TOKEN_PATTERN.fullmatch(value)
        ):
            yield gettext("long token in the address")
