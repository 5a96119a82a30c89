"""Work items: tasks between colleagues, with a report as text and a document or a picture beside it."""

from datetime import datetime

from contactserver.loaders.records import Record, StoredContent
from contactserver.loaders.sample.interaction import WORK_ITEM, content, handled, record
from contactserver.loaders.sample.paper import invoice_pdf, offer_pdf
from contactserver.loaders.sample.pictures import damaged_box
from contactserver.loaders.sample.rhythm import later
from contactserver.loaders.sample.thread import Thread
from contactserver.loaders.sample.udata import attached


def work(thread: Thread, at: datetime) -> Record:
    return _item(thread, at, {})


def work_pdf(thread: Thread, at: datetime) -> Record:
    """With a printed document: the invoice or the offer that the matter is about."""
    print_out = offer_pdf if thread.matter.group == "Contracts" else invoice_pdf
    return _item(thread, at, {"binary_content": content("application/pdf", print_out(thread, at), at)})


def work_photo(thread: Thread, at: datetime) -> Record:
    return _item(thread, at, {"binary_content": content("image/png", damaged_box(), at)})


def _item(thread: Thread, at: datetime, more: dict[str, StoredContent]) -> Record:
    rng, agent = thread.rng, thread.agent
    wait = int((later(rng, at, "90m") - at).total_seconds())
    times = handled(rng, at, wait=wait, handle=rng.randrange(30, 600), wrap=0)
    report = content("text/plain; charset=utf-8", thread.say("reports"), at)
    return record(
        thread,
        WORK_ITEM,
        times,
        type="Internal",
        sub_type="InternalNew",
        agent=agent,
        answers=True,
        subject=thread.say("work"),
        udata=attached(thread, "workitem", at, agent),
        contents={"plain_text": report} | more,
    )
