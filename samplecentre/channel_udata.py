"""What each medium's own server leaves in the attached data, by the names that its documents give
(docs/ucs-protocol.md §4.2). Every value is invented; hosts and addresses are of the ranges kept for
documentation.
"""

from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Any

from samplecentre.thread import SampleThread

Udata = dict[str, Any]

USER_AGENTS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.1 Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Mobile/15E148",
)


def generate_hexadecimal(rng: Random, digits: int) -> str:
    return f"{rng.getrandbits(4 * digits):0{digits}X}"


def format_unix_seconds(moment: datetime) -> str:
    """Seconds since 1970, as social media give times."""
    return str(int(moment.timestamp()))


def build_voice_udata(thread: SampleThread, moment: datetime) -> Udata:
    return {
        "ConnID": generate_hexadecimal(thread.rng, 16),
        "CallUUID": generate_hexadecimal(thread.rng, 32),
        "GVP-Session-Data": "",
    }


def build_chat_udata(thread: SampleThread, moment: datetime) -> Udata:
    rng, customer = thread.rng, thread.customer
    page = f"https://www.tern.example/{customer.language}/help/{thread.reason.key}"
    return {
        "ChatServerHost": "chat-a.tern.example",
        "ChatServerPort": "4856",
        "GCTI_LanguageCode": customer.locale.replace("_", "-"),
        "IPaddress": f"198.51.100.{rng.randrange(2, 250)}",
        "UserAgent": rng.choice(USER_AGENTS),
        "PageTag": thread.reason.key,
        "TimeZone": customer.timeshift,
        "_genesys_url": f"{page}?order={thread.facts['order']}",
        "_genesys_referrer": "",
        "_genesys_pageTitle": thread.subject,
    }


def build_sms_udata(thread: SampleThread, moment: datetime) -> Udata:
    return {
        "_smsSrcNumber": thread.customer.number,
        "_smsDestNumber": "+447700900990",
        "_smsSeqNumber": thread.rng.randrange(1000, 99999),
        "_smsInbDataEnc": "8" if thread.customer.language in ("ja", "ar") else "0",
        "_smsSrcAddrTon": "1",
        "_smsSrcAddrNpi": "1",
        "_umsChannel": "sms-main",
        "_msg_CreatedAt": format_unix_seconds(moment),
    }


def build_facebook_udata(thread: SampleThread, moment: datetime) -> Udata:
    rng = thread.rng
    return {
        "_facebookPostId": f"{rng.randrange(10**14, 10**15)}_{rng.randrange(10**14, 10**15)}",
        "_facebookActorId": str(rng.randrange(10**14, 10**15)),
        "_facebookSourceNickName": thread.customer.handle,
        "_facebookItxType": "1",
        "_facebookCreatedTime": format_unix_seconds(moment),
        "_facebookUpdatedTime": format_unix_seconds(moment),
        "_facebookNLikes": rng.randrange(12),
        "_facebookNComments": rng.randrange(5),
        "_facebookCanComment": "true",
        "_facebookLocale": thread.customer.locale,
        "_umsChannel": "facebook-main",
        "_umsChannelInfo": {"monitor": "wall", "page": {"name": "Tern Parcels", "id": "100000000000001"}},
    }


def build_twitter_udata(thread: SampleThread, moment: datetime) -> Udata:
    rng = thread.rng
    return {
        "_twitterFromUserScreenName": thread.customer.handle,
        "_twitterMsgId": str(rng.randrange(10**17, 10**18)),
        "_twitterMsgType": "mention",
        "_twitterFollowersCount": rng.randrange(20, 900),
        "_umsChannel": "twitter-main",
        "_msg_CreatedAt": format_unix_seconds(moment),
        "Screen_Sentiment": rng.choice(("negative", "negative", "neutral")),
        "desktop_actionable": "true",
    }


CHANNEL_UDATA_BUILDERS: dict[str, Callable[[SampleThread, datetime], Udata]] = {
    "voice": build_voice_udata,
    "chat": build_chat_udata,
    "sms": build_sms_udata,
    "facebook": build_facebook_udata,
    "twitter": build_twitter_udata,
}
