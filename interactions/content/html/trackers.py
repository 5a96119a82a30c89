"""What of a remote resource looks like a tracker, and why: a resource that tells its sender who has read.

Reasons, in the order in which they are looked for. Each is a guess that says its grounds; nothing depends on
it, as nothing remote is loaded anyway.

1. A service that sells it, by host and path (`SERVICES`). Taken in were large senders of mail whose own
   documents say that they put an image for this into a mail, under addresses seen in the public lists of
   trackers (EasyPrivacy, "email trackers"):
   Amazon SES "an invisible image … references to a domain operated by AWS" (API, TrackingOptions); SendGrid
   "an invisible, one pixel image", /wf/open and, on a customer's own host, /ss/o/; Mailchimp and Mandrill,
   /track/open.php; Mailgun "open tracking pixel is added", email.…/o/; Postmark "an invisible pixel",
   pstmrk.it/open; Mailjet /oo/; SparkPost /q/; Brevo /tr/op/ and /mk/op/; Campaign Monitor cmail…/t/;
   Klaviyo; Customer.io /e/o/; HubSpot /e2t/, /e3t/; Salesforce Marketing Cloud /open.aspx; LinkedIn /emimp/;
   eBay /roveropen/; Litmus; Yesware; Hunter; Substack; and the three that count visits of anything: Google
   Analytics, DoubleClick, Facebook /tr.
2. A name in the path that says it: open, pixel, beacon, track.
3. An image that nobody is to see: 1×1, without size, or hidden. What is called a spacer and says nothing more
   in its address is layout (before 2005 nearly every newsletter had them).
4. An address that names somebody: an e-mail address in it, or a long opaque token among its parameters. Sums
   that tell versions of a file apart and signatures of stores (S3, CloudFront) are none.
5. `utm_` parameters: the names of a campaign, by the convention of Google Analytics.
"""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from django.utils.translation import gettext

SERVICES = (
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
OWN_HOST = (
    (r"/wf/open|/ss/o/", "SendGrid"),
    (r"/track/open", "Mailchimp"),
    (r"//email\.[^/]{1,200}/o/", "Mailgun"),
    (r"/(?:tr|mk)/op/", "Brevo"),
    (r"/e[123]t/[ot]/", "HubSpot"),
    (r"/open\.aspx\?", "Salesforce Marketing Cloud"),
)
SERVICE = re.compile(
    r"//(?:[^/?#]{0,200}\.)?(?:"
    + "|".join(f"(?P<s{number}>{where})" for number, (where, _) in enumerate(SERVICES))
    + ")|"
    + "|".join(f"(?P<o{number}>{where})" for number, (where, _) in enumerate(OWN_HOST))
)
NAMED = re.compile(
    r"[/._-](?:open(?:ed|ing)?|email[_-]?open|o|opentrack\w{0,9}|track(?:er|ing)?[_-]?(?:pixel|open)?|"
    r"(?:web)?beacon|pixel|1x1)(?:\.(?:gif|png|php|aspx?|cgi|jsp|html?)\b|[/?]|$)"
)
SPACER = re.compile(r"spac(?:er|e)|blank|clear|shim|trans(?:parent)?|dot|empty|null|invis|1x1|pix", re.I)
PERSON = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,}")
PARAMETER = re.compile(r"[?&;]([^=&;#]{0,64})=?([^&;#]{0,2000})")
MANY = 40  # parameters that are looked at
VERSION = re.compile(
    r"v|ver|version|rev|hash|md5|sum|etag|x-amz-.*|x-goog-.*|signature|sig|policy|key-pair-id", re.I
)
HEXADECIMAL = re.compile(r"[0-9a-f]{16,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
OPAQUE = re.compile(r"(?=.*[A-Z])(?=.*[a-z])(?=.*\d)[\w.~+=-]{20,}")
CAMPAIGN = re.compile(r"[?&;]utm_[a-z]+=", re.I)


def why(address: str, *, unseen: str = "") -> str:
    """Why this remote address looks like a tracker's; "" if it does not. `unseen` says what keeps an image
    from being seen ("1×1")."""
    return next(_reasons(address[:4000], unseen), "")


def _reasons(address: str, unseen: str) -> Iterator[str]:
    lower = address.lower()
    if found := SERVICE.search(lower):
        kind, number = str(found.lastgroup)[0], int(str(found.lastgroup)[1:])
        yield gettext("known address of %(name)s") % {
            "name": (SERVICES if kind == "s" else OWN_HOST)[number][1]
        }
    path, _, query = address.partition("?")
    if unseen and not (SPACER.search(path.rpartition("/")[2]) and not query):
        yield gettext("hidden image") if unseen == "hidden" else gettext("%(size)s image") % {"size": unseen}
    if found := NAMED.search(lower[len("https://") :]):
        yield gettext("“%(word)s” in the address") % {"word": found[0].strip("/.?_-")}
    yield from _names_somebody(address)
    if CAMPAIGN.search(address):
        yield gettext("campaign tag in the address (utm_)")


def _names_somebody(address: str) -> Iterator[str]:
    if PERSON.search(unquote(address)):
        yield gettext("e-mail address in the address")
    for name, value in PARAMETER.findall(address)[:MANY]:
        if not VERSION.fullmatch(name) and (HEXADECIMAL.fullmatch(value) or OPAQUE.fullmatch(value)):
            yield gettext("long token in the address")
