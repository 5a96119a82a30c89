"""How a customer's contacts go: matters begin, and each takes its way through the media, step by step."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from contactserver.loaders.stored_records import InteractionRecord
from samplecentre import calls, chats, mail_records, posts, work_items
from samplecentre.contact_times import add_lag, move_to_daytime, move_to_office_hours
from samplecentre.identifier_factory import IdentifierFactory
from samplecentre.interaction import STATUS_DONE, STATUS_IN_PROCESS, STATUS_NEW, STATUS_PENDING
from samplecentre.people import SampleCustomer
from samplecentre.sample_calendar import PLAN_END, SampleCalendar
from samplecentre.texts import load_contact_reasons
from samplecentre.thread import SampleThread, start_thread

StepBuilder = Callable[[SampleThread, datetime], InteractionRecord]

STEP_BUILDERS: dict[str, StepBuilder] = {
    "call": calls.build_call,
    "call_out": calls.build_outbound_call,
    "call_lost": calls.build_abandoned_call,
    "call_transfer": calls.build_transferred_call,
    "callback": calls.build_callback,
    "callback_failed": calls.build_failed_callback,
    "chat": chats.build_chat,
    "bot_chat": chats.build_bot_chat,
    "sms_chat": chats.build_sms_chat,
    "facebook_chat": chats.build_facebook_chat,
    "mail_in": mail_records.build_incoming_mail,
    "mail_out": mail_records.build_reply_mail,
    "mail_thanks": mail_records.build_thank_you_mail,
    "mail_photo": mail_records.build_photo_mail,
    "mail_offer": mail_records.build_offer_mail,
    "mail_invoice": mail_records.build_invoice_mail,
    "sms_in": posts.build_incoming_sms,
    "sms_out": posts.build_outgoing_sms,
    "tweet": posts.build_tweet,
    "tweet_reply": posts.build_tweet_reply,
    "facebook": posts.build_facebook_post,
    "facebook_photo": posts.build_facebook_photo,
    "facebook_reply": posts.build_facebook_reply,
    "work": work_items.build_work_item,
    "work_pdf": work_items.build_document_work_item,
    "work_photo": work_items.build_photo_work_item,
}
# Customers write and post when they like; agents are there in office hours.
ANY_TIME_STEPS = {
    "mail_in",
    "mail_thanks",
    "mail_photo",
    "tweet",
    "facebook",
    "sms_in",
    "bot_chat",
    "mail_invoice",
}
QUEUED_STEPS = {
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
RECENT_STATUS_WEIGHTS = {
    STATUS_NEW: 25,
    STATUS_PENDING: 15,
    STATUS_IN_PROCESS: 20,
    STATUS_DONE: 15,
}  # how the last of these stand, in hundredths


@dataclass(frozen=True)
class ContactPlan:
    """When a customer's threads begin, and from when to when such moments were planned."""

    beginnings: list[datetime]
    start: datetime
    end: datetime


def iter_planned_records(
    customer: SampleCustomer,
    rng: Random,
    mint: IdentifierFactory,
    plan: ContactPlan,
    calendar: SampleCalendar,
) -> Iterator[InteractionRecord]:
    """All that a customer does: a thread for each planned beginning, in turn, and now and then one that still
    waits when the sample ends."""
    reasons = load_contact_reasons(customer.language)
    if customer.segment == "default":
        reasons = tuple(reason for reason in reasons if reason.group != "Contracts")
    for planned in plan.beginnings:
        shift = calendar.find_thread_shift(planned, plan.start, plan.end)
        thread = start_thread(customer, rng.choice(reasons), rng, mint, planned + shift, shift=shift)
        yield from iter_thread_records(thread, planned + shift, rng.choice(thread.reason.shapes))
    if customer.ordinal % 3 == 1:
        moment = calendar.end - timedelta(minutes=rng.randrange(10, 170))
        thread = start_thread(customer, rng.choice(reasons), rng, mint, moment, shift=calendar.shift)
        yield from iter_thread_records(thread, moment, rng.choice(LAST_STEPS))


def iter_thread_records(thread: SampleThread, moment: datetime, shape: str) -> Iterator[InteractionRecord]:
    """One thread by its shape: steps, and between them how long it takes until the next."""
    for word in shape.split():
        if word[0].isdigit():
            moment = add_lag(thread.rng, moment, word)
            continue
        moment = (
            move_to_daytime(moment) if word in ANY_TIME_STEPS else move_to_office_hours(thread.rng, moment)
        )
        if moment - thread.shift > PLAN_END:
            return
        thread.status = _choose_status(thread.rng, moment - thread.shift, word)
        yield STEP_BUILDERS[word](thread, moment)
        if thread.status != STATUS_DONE:
            return


def _choose_status(rng: Random, planned: datetime, step: str) -> int:
    """Done, except for some of what waits in queues at the end; what is not done ends the thread for now."""
    if step not in QUEUED_STEPS or PLAN_END - planned > timedelta(hours=72):
        return STATUS_DONE
    return rng.choices(tuple(RECENT_STATUS_WEIGHTS), tuple(RECENT_STATUS_WEIGHTS.values()))[0]
