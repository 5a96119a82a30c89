"""How a customer's year goes: matters begin, and each takes its way through the media, step by step."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random

from contactserver.loaders.records import Record
from contactserver.loaders.sample import calls, chats, letters, posts, work
from contactserver.loaders.sample.cast import Customer
from contactserver.loaders.sample.identifiers import Mint
from contactserver.loaders.sample.interaction import DONE, IN_PROCESS, NEW, PENDING
from contactserver.loaders.sample.rhythm import LAST, awake, later, open_again
from contactserver.loaders.sample.texts import matters
from contactserver.loaders.sample.thread import Thread, open_thread

Step = Callable[[Thread, datetime], Record]

STEPS: dict[str, Step] = {
    "call": calls.call,
    "call_out": calls.call_out,
    "call_lost": calls.call_lost,
    "call_transfer": calls.call_transfer,
    "callback": calls.callback,
    "callback_failed": calls.callback_failed,
    "chat": chats.chat,
    "bot_chat": chats.bot_chat,
    "sms_chat": chats.sms_chat,
    "facebook_chat": chats.facebook_chat,
    "mail_in": letters.mail_in,
    "mail_out": letters.mail_out,
    "mail_thanks": letters.mail_thanks,
    "mail_photo": letters.mail_photo,
    "mail_offer": letters.mail_offer,
    "mail_invoice": letters.mail_invoice,
    "sms_in": posts.sms_in,
    "sms_out": posts.sms_out,
    "tweet": posts.tweet,
    "tweet_reply": posts.tweet_reply,
    "facebook": posts.facebook,
    "facebook_photo": posts.facebook_photo,
    "facebook_reply": posts.facebook_reply,
    "work": work.work,
    "work_pdf": work.work_pdf,
    "work_photo": work.work_photo,
}
# Customers write and post when they like; agents are there in office hours.
ANY_TIME = {"mail_in", "mail_thanks", "mail_photo", "tweet", "facebook", "sms_in", "bot_chat", "mail_invoice"}
QUEUED = {
    "mail_in",
    "mail_thanks",
    "mail_photo",
    "tweet",
    "facebook",
    "facebook_photo",
    "sms_in",
    "work",
    "work_pdf",
    "work_photo",
    "callback",
}
LAST_STEPS = ("mail_in", "mail_in", "tweet", "sms_in", "work", "callback")
RECENT = {NEW: 25, PENDING: 15, IN_PROCESS: 20, DONE: 15}  # how the last of these stand, in hundredths


def year(customer: Customer, rng: Random, mint: Mint, beginnings: list[datetime]) -> Iterator[Record]:
    """All that a customer does: a thread for each beginning, in turn, and now and then one that still waits
    when the sample ends."""
    told = matters(customer.language)
    if customer.segment == "default":
        told = tuple(matter for matter in told if matter.group != "Contracts")
    for moment in beginnings:
        thread = open_thread(customer, rng.choice(told), rng, mint, moment)
        yield from play(thread, moment, rng.choice(thread.matter.shapes))
    if customer.ordinal % 3 == 1:
        moment = LAST - timedelta(minutes=rng.randrange(10, 170))
        thread = open_thread(customer, rng.choice(told), rng, mint, moment)
        yield from play(thread, moment, rng.choice(LAST_STEPS))


def play(thread: Thread, moment: datetime, shape: str) -> Iterator[Record]:
    """One thread by its shape: steps, and between them how long it takes until the next."""
    for word in shape.split():
        if word[0].isdigit():
            moment = later(thread.rng, moment, word)
            continue
        moment = awake(moment) if word in ANY_TIME else open_again(thread.rng, moment)
        if moment > LAST:
            return
        thread.status = _status(thread.rng, moment, word)
        yield STEPS[word](thread, moment)
        if thread.status != DONE:
            return


def _status(rng: Random, moment: datetime, step: str) -> int:
    """Done, except for some of what waits in queues at the end; what is not done ends the thread for now."""
    if step not in QUEUED or LAST - moment > timedelta(hours=72):
        return DONE
    return rng.choices(tuple(RECENT), tuple(RECENT.values()))[0]
