"""Work items: tasks between colleagues, with a report as text and a document or a picture beside it."""

from datetime import datetime

from contactserver.loaders.stored_records import InteractionRecord, StoredContent
from samplecentre.contact_times import add_lag
from samplecentre.interaction import (
    WORK_ITEM,
    build_handled_times,
    build_interaction_record,
    build_stored_content,
)
from samplecentre.pdf_writer import build_invoice_pdf, build_offer_pdf
from samplecentre.pictures import draw_damaged_box
from samplecentre.thread import SampleThread
from samplecentre.thread_udata import build_thread_udata


def build_work_item(thread: SampleThread, at: datetime) -> InteractionRecord:
    return _build_work_item_record(thread, at, {})


def build_document_work_item(thread: SampleThread, at: datetime) -> InteractionRecord:
    """With a printed document: the invoice or the offer that the matter is about."""
    print_out = build_offer_pdf if thread.reason.group == "Contracts" else build_invoice_pdf
    return _build_work_item_record(
        thread, at, {"binary_content": build_stored_content("application/pdf", print_out(thread, at), at)}
    )


def build_photo_work_item(thread: SampleThread, at: datetime) -> InteractionRecord:
    return _build_work_item_record(
        thread, at, {"binary_content": build_stored_content("image/png", draw_damaged_box(), at)}
    )


def _build_work_item_record(
    thread: SampleThread, at: datetime, more: dict[str, StoredContent]
) -> InteractionRecord:
    rng, agent = thread.rng, thread.agent
    wait = int((add_lag(rng, at, "90m") - at).total_seconds())
    times = build_handled_times(rng, at, wait=wait, handle=rng.randrange(30, 600), wrap=0)
    report = build_stored_content("text/plain; charset=utf-8", thread.say("reports"), at)
    return build_interaction_record(
        thread,
        WORK_ITEM,
        times,
        type="Internal",
        sub_type="InternalNew",
        agent=agent,
        answers=True,
        subject=thread.say("work"),
        udata=build_thread_udata(thread, "workitem", at, agent),
        contents={"plain_text": report} | more,
    )
