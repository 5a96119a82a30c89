"""Short messages: SMS one by one, and what people write on Twitter and Facebook for all to read."""

from datetime import datetime

from contactserver.loaders.stored_records import InteractionRecord, StoredContent
from samplecentre.interaction import (
    FACEBOOK,
    SMS,
    TWITTER,
    SampleMediaType,
    build_handled_times,
    build_interaction_record,
    build_stored_content,
)
from samplecentre.pictures import draw_damaged_box
from samplecentre.thread import SampleThread
from samplecentre.thread_udata import build_thread_udata

PLAIN_TEXT_MEDIA_TYPE = "text/plain; charset=utf-8"
TEXT_UDATA_KEYS = {"sms": "_smsText", "twitter": "_twitterMsgText", "facebook": "_facebookMessageText"}


def build_incoming_sms(thread: SampleThread, at: datetime) -> InteractionRecord:
    return _build_incoming_post(thread, at, "asks", SMS, "sms")


def build_outgoing_sms(thread: SampleThread, at: datetime) -> InteractionRecord:
    """A text from the company; the first thing in a thread is a notification that nobody asked for."""
    return _build_outgoing_post(thread, at, "sms", SMS, "sms")


def build_tweet(thread: SampleThread, at: datetime) -> InteractionRecord:
    return _build_incoming_post(thread, at, "posts", TWITTER, "twitter")


def build_tweet_reply(thread: SampleThread, at: datetime) -> InteractionRecord:
    return _build_outgoing_post(thread, at, "answers", TWITTER, "twitter")


def build_facebook_post(thread: SampleThread, at: datetime) -> InteractionRecord:
    return _build_incoming_post(thread, at, "posts", FACEBOOK, "facebook")


def build_facebook_reply(thread: SampleThread, at: datetime) -> InteractionRecord:
    return _build_outgoing_post(thread, at, "answers", FACEBOOK, "facebook")


def build_facebook_photo(thread: SampleThread, at: datetime) -> InteractionRecord:
    """A post with a photograph of the damage."""
    picture = build_stored_content("image/png", draw_damaged_box(), at)
    return _build_incoming_post(thread, at, "posts", FACEBOOK, "facebook", more={"binary_content": picture})


def _build_incoming_post(
    thread: SampleThread,
    at: datetime,
    kind: str,
    medium: SampleMediaType,
    channel: str,
    *,
    more: dict[str, StoredContent] | None = None,
) -> InteractionRecord:
    rng, agent = thread.rng, thread.agent
    times = build_handled_times(
        rng, at, wait=rng.randrange(20, 1500), handle=rng.randrange(15, 240), wrap=rng.choice((0, 0, 4))
    )
    text = thread.say(kind)
    return build_interaction_record(
        thread,
        medium,
        times,
        type="Inbound",
        sub_type="InboundNew",
        agent=agent,
        subject=thread.subject if channel == "sms" else _build_headline(text),
        udata=build_thread_udata(thread, channel, at, agent) | {TEXT_UDATA_KEYS[channel]: text},
        contents={"plain_text": build_stored_content(PLAIN_TEXT_MEDIA_TYPE, text + "\n", at)} | (more or {}),
    )


def _build_outgoing_post(
    thread: SampleThread, at: datetime, kind: str, medium: SampleMediaType, channel: str
) -> InteractionRecord:
    rng = thread.rng
    unasked = thread.previous is None
    agent = None if unasked else thread.agent
    times = build_handled_times(
        rng, at, wait=0, handle=rng.randrange(1, 4) if unasked else rng.randrange(20, 180), wrap=0
    )
    text = thread.say(kind)
    return build_interaction_record(
        thread,
        medium,
        times,
        type="Outbound",
        sub_type="OutboundNotification" if unasked else "OutboundReply",
        agent=agent,
        answers=not unasked,
        udata=build_thread_udata(thread, channel, at, agent) | {TEXT_UDATA_KEYS[channel]: text},
        contents={"plain_text": build_stored_content(PLAIN_TEXT_MEDIA_TYPE, text + "\n", at)},
    )


def _build_headline(text: str) -> str:
    """What a social server puts into the subject: the beginning of the post."""
    return text if len(text) <= 60 else text[:57].rsplit(" ", 1)[0] + "…"
