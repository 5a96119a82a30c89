"""Short messages: SMS one by one, and what people write on Twitter and Facebook for all to read."""

from datetime import datetime

from contactserver.loaders.records import Record, StoredContent
from contactserver.loaders.sample.interaction import FACEBOOK, SMS, TWITTER, Medium, content, handled, record
from contactserver.loaders.sample.pictures import damaged_box
from contactserver.loaders.sample.thread import Thread
from contactserver.loaders.sample.udata import attached

PLAIN = "text/plain; charset=utf-8"
HANDLES = {"sms": "_smsText", "twitter": "_twitterMsgText", "facebook": "_facebookMessageText"}


def sms_in(thread: Thread, at: datetime) -> Record:
    return _incoming(thread, at, "asks", SMS, "sms")


def sms_out(thread: Thread, at: datetime) -> Record:
    """A text from the company; the first thing in a thread is a notification that nobody asked for."""
    return _outgoing(thread, at, "sms", SMS, "sms")


def tweet(thread: Thread, at: datetime) -> Record:
    return _incoming(thread, at, "posts", TWITTER, "twitter")


def tweet_reply(thread: Thread, at: datetime) -> Record:
    return _outgoing(thread, at, "answers", TWITTER, "twitter")


def facebook(thread: Thread, at: datetime) -> Record:
    return _incoming(thread, at, "posts", FACEBOOK, "facebook")


def facebook_reply(thread: Thread, at: datetime) -> Record:
    return _outgoing(thread, at, "answers", FACEBOOK, "facebook")


def facebook_photo(thread: Thread, at: datetime) -> Record:
    """A post with a photograph of the damage."""
    picture = content("image/png", damaged_box(), at)
    return _incoming(thread, at, "posts", FACEBOOK, "facebook", more={"binary_content": picture})


def _incoming(
    thread: Thread,
    at: datetime,
    kind: str,
    medium: Medium,
    channel: str,
    *,
    more: dict[str, StoredContent] | None = None,
) -> Record:
    rng, agent = thread.rng, thread.agent
    times = handled(
        rng, at, wait=rng.randrange(20, 1500), handle=rng.randrange(15, 240), wrap=rng.choice((0, 0, 4))
    )
    text = thread.say(kind)
    return record(
        thread,
        medium,
        times,
        type="Inbound",
        sub_type="InboundNew",
        agent=agent,
        subject=thread.subject if channel == "sms" else _headline(text),
        udata=attached(thread, channel, at, agent) | {HANDLES[channel]: text},
        contents={"plain_text": content(PLAIN, text + "\n", at)} | (more or {}),
    )


def _outgoing(thread: Thread, at: datetime, kind: str, medium: Medium, channel: str) -> Record:
    rng = thread.rng
    unasked = thread.previous is None
    agent = None if unasked else thread.agent
    times = handled(
        rng, at, wait=0, handle=rng.randrange(1, 4) if unasked else rng.randrange(20, 180), wrap=0
    )
    text = thread.say(kind)
    return record(
        thread,
        medium,
        times,
        type="Outbound",
        sub_type="OutboundNotification" if unasked else "OutboundReply",
        agent=agent,
        answers=not unasked,
        udata=attached(thread, channel, at, agent) | {HANDLES[channel]: text},
        contents={"plain_text": content(PLAIN, text + "\n", at)},
    )


def _headline(text: str) -> str:
    """What a social server puts into the subject: the beginning of the post."""
    return text if len(text) <= 60 else text[:57].rsplit(" ", 1)[0] + "…"
