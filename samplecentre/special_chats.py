"""What happens in chats (docs/ucs-protocol.md §3.2, traps of the schema): one customer has them all."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from contactserver.loaders.stored_records import InteractionRecord
from samplecentre.channel_udata import generate_hexadecimal
from samplecentre.interaction import (
    CHAT,
    STATUS_DONE,
    STATUS_IN_PROCESS,
    InteractionTimes,
    build_interaction_record,
    build_stored_content,
)
from samplecentre.people import get_agent
from samplecentre.sample_calendar import SampleCalendar
from samplecentre.scenarios import CHAT_CUSTOMER, build_scenario_thread, format_scenario_id
from samplecentre.thread_udata import build_thread_udata
from samplecentre.transcripts import (
    CLOSED_REASON,
    DISCONNECTED_REASON,
    FORCED_REASON,
    LEFT_REASON,
    REMOVED_REASON,
    SampleParty,
    TranscriptWriter,
)


def iter_special_chats(calendar: SampleCalendar) -> Iterator[InteractionRecord]:
    for number, session in enumerate(SPECIAL_SESSIONS, 1):
        yield _build_special_chat(number, session, calendar)


def _build_special_chat(
    number: int, session: "SpecialSession", calendar: SampleCalendar
) -> InteractionRecord:
    subject, planned, by, tell = session
    at = calendar.move(planned)
    thread = build_scenario_thread(CHAT_CUSTOMER, number, subject, at, calendar.shift, by=by)
    identifier = format_scenario_id("CHAT", number)
    pen = TranscriptWriter(identifier, at, thread.rng)
    tell(pen)
    established = at + timedelta(seconds=pen.answered or 0)
    running = "<partyLeft" not in "".join(pen.lines)
    thread.status = STATUS_IN_PROCESS if running else STATUS_DONE
    times = InteractionTimes(at, established, pen.now, pen.now + timedelta(seconds=9, milliseconds=420))
    kept = {"structured_text": build_stored_content("text/xml", pen.build_xml(), times.last)}
    if number == 1:
        kept["plain_text"] = build_stored_content("text/plain; charset=utf-8", pen.build_text(), times.last)
    return build_interaction_record(
        thread,
        CHAT,
        times,
        type="Inbound",
        sub_type="InboundNew",
        agent=thread.agent,
        interaction_id=identifier,
        external_id=generate_hexadecimal(thread.rng, 16),
        udata=build_thread_udata(thread, "chat", at, thread.agent),
        contents=kept,
    )


def _join_customer(pen: TranscriptWriter, nick: str = "Robin") -> SampleParty:
    return pen.join(nick, "CLIENT", data={"FirstName": "Robin", "EmailAddress": CHAT_CUSTOMER.mail})


def _join_agent(pen: TranscriptWriter, employee: str) -> SampleParty:
    who = get_agent(employee)
    return pen.join(
        who.first, "AGENT", person_id=employee, data={"GWS_USERID": generate_hexadecimal(pen.rng, 32)}
    )


def _say_as_bot(pen: TranscriptWriter, bot: SampleParty, html: str, plain: str) -> None:
    pen.wait(1).say(bot, plain)
    pen.add_notice(bot, html)


def _write_handover(pen: TranscriptWriter) -> None:
    """A bot, an agent, a line among colleagues, a second agent."""
    robin = _join_customer(pen)
    bot = pen.wait(1).join("Pip", "AGENT", bot=True)
    _say_as_bot(
        pen,
        bot,
        '<p>Hello Robin, I\'m <b>Pip</b>. Choose: <a href="https://www.tern.example/track">Tracking</a>, '
        '<a href="https://www.tern.example/bills">Invoice</a>, Something else</p>',
        "Hello Robin, I'm Pip. Choose: Tracking, Invoice, Something else",
    )
    pen.wait(8).say(robin, "Something else")
    _say_as_bot(pen, bot, "<p>I'm looking for a colleague.</p>", "I'm looking for a colleague.")
    megan = _join_agent(pen.wait(34), "1003")
    pen.leave(bot, LEFT_REASON, asker=megan)
    pen.wait(6).say(megan, "Hello Robin, Megan here. What can I do for you?")
    pen.wait(19).say(robin, "the same parcel is on my bill twice, 6120 on invoice 40-0883")
    pen.wait(14).say(
        megan,
        "I see both lines. That's one for billing, may I bring in a colleague?",
    )
    pen.wait(5).say(robin, "sure")
    sarah = _join_agent(pen.wait(27), "1011")
    pen.wait(4).say(
        megan,
        "Sarah, 6120 was scanned twice on Tuesday, second scan is a correction. I'd credit it.",
        visibility="INT",
    )
    pen.wait(9).say(sarah, "Agreed, I have it. Thanks!", visibility="INT")
    pen.wait(3).say(megan, "Sarah from billing takes over. Have a good day, Robin!")
    pen.wait(2).leave(megan)
    pen.wait(11).say(
        sarah,
        "Hello Robin. The second line, € 8.90, is a double scan. I've credited it.",
    )
    pen.wait(12).say(robin, "thanks both of you 👏")
    pen.wait(7).leave(robin, LEFT_REASON)
    pen.leave(sarah, CLOSED_REASON)


def _write_running_chat(pen: TranscriptWriter) -> None:
    """Still going on: nobody has left."""
    robin = _join_customer(pen)
    luis = _join_agent(pen.wait(22), "1008")
    pen.wait(5).say(luis, "Hello Robin, Luis speaking. How can I help?")
    pen.wait(16).say(robin, "parcel 7731, driver says he cant find the house")
    pen.wait(21).say(luis, "I'm calling him now. One moment, please.")


def _write_reconnection(pen: TranscriptWriter) -> None:
    """The line breaks: the same person is another party, without a name; an empty message; emoji."""
    robin = _join_customer(pen)
    mei = _join_agent(pen.wait(12), "1015")
    pen.wait(4).say(mei, "Hello Robin, Mei speaking.")
    pen.wait(11).say(robin, "hi im on the train so 🚂💨")
    pen.wait(3).say(robin, "")
    pen.wait(38).leave(robin, DISCONNECTED_REASON)
    again = _join_customer(pen.wait(64), nick=" ")
    pen.wait(6).say(again, "tunnel. sorry 😅")
    pen.wait(7).say(mei, "No problem. You were about to tell me the number of the parcel.")
    pen.wait(15).say(again, "8045 🙏🏽 can it go to my neighbour? 👩‍👩‍👧 no 14")
    pen.wait(13).say(mei, "Done: 8045 goes to number 14 when nobody is in.")
    pen.wait(8).say(again, "❤️")
    pen.wait(3).leave(again)
    pen.leave(mei)


def _write_machine_notices(pen: TranscriptWriter) -> None:
    """What machines say in between: data, a pushed link, warnings of silence; somebody is removed."""
    robin = _join_customer(pen)
    system = pen.join("System", "EXTERNAL")
    pen.add_notice(system, f"InteractionId={pen.session_id}")
    pen.add_notice(system, "0")
    ravi = _join_agent(pen.wait(9), "1004")
    pen.wait(5).say(ravi, "Hello, Ravi from contracts. Is it about the offer?")
    pen.wait(24).say(robin, 'if (weight < 30 && length > 120) then what? your form says "R&D <pending>"')
    pen.wait(31).say(ravi, "Then the long rate applies: < 30 kg & > 1.20 m is € 4.50. Here is the table:")
    pen.wait(2).add_notice(ravi, "https://www.tern.example/rates?band=C&weight=30", kind="PUSH_URL")
    pen.wait(180).add_notice(system, "No message for 3 minutes", kind="IDLE_CONTROL_ALERT")
    pen.add_notice(system, "still there?", kind="")
    pen.wait(120).add_notice(system, "No message for 5 minutes", kind="IDLE_CONTROL_CLOSE")
    ellen = _join_agent(pen.wait(4), "1020")
    pen.leave(ravi, REMOVED_REASON, asker=ellen)
    pen.wait(2).leave(robin, FORCED_REASON, asker=system)
    pen.leave(ellen, FORCED_REASON, asker=system)


def _write_two_directions(pen: TranscriptWriter) -> None:
    """Arabic and English in one session, and in one line."""
    robin = _join_customer(pen, nick="روبن")
    hassan = _join_agent(pen.wait(14), "1017")
    pen.wait(5).say(hassan, "مرحبًا، معك حسن. كيف يمكنني مساعدتك؟")
    pen.wait(18).say(robin, "الطرد رقم 6120 (order T26-40117) ما زال في Ashby")
    pen.wait(12).say(hassan, "وصل إلى Ashby صباح اليوم، ويصلك غدًا بين 8:00 و10:00.")
    pen.wait(9).say(robin, "thanks! شكرا 🌹")
    pen.wait(3).leave(robin)
    pen.leave(hassan)


def _write_long_chat(pen: TranscriptWriter) -> None:
    """Long enough for a link to one message to be worth something: forty parcels, one by one."""
    robin = _join_customer(pen)
    megan = _join_agent(pen.wait(8), "1003")
    pen.wait(3).say(
        megan, "Hello Robin, Megan here. Forty parcels, you said? Let's go through them one by one."
    )
    answers = (
        "on the van, by noon",
        "delivered this morning, signed by the neighbour",
        "in Ashby, tomorrow",
        "at the pick-up point, 4 Weir Road",
        "held at customs, papers missing",
        "not scanned yet",
    )
    for number in range(40):
        pen.wait(pen.rng.randrange(3, 9)).say(robin, f"and {6100 + number * 7}?")
        pen.wait(pen.rng.randrange(6, 22)).say(megan, f"{6100 + number * 7}: {pen.rng.choice(answers)}.")
    pen.wait(6).say(robin, "that was all forty. you are a saint")
    pen.wait(5).say(megan, "Only patient! Have a good day.")
    pen.wait(4).leave(robin)
    pen.leave(megan)


def _build_chat_moment(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 11, day, hour, minute, 5, tzinfo=UTC)


# Subject, planned moment, employee, and what writes the transcript.
SpecialSession = tuple[str, datetime, str, Callable[[TranscriptWriter], None]]
SPECIAL_SESSIONS: tuple[SpecialSession, ...] = (
    ("Charged twice for parcel 6120", _build_chat_moment(5, 9, 41), "1011", _write_handover),
    ("Driver can't find the house", _build_chat_moment(16, 11, 14), "1008", _write_running_chat),
    ("Parcel 8045 to a neighbour", _build_chat_moment(9, 17, 22), "1015", _write_reconnection),
    ("Rates for long parcels", _build_chat_moment(10, 13, 3), "1020", _write_machine_notices),
    ("Parcel 6120 still in Ashby", _build_chat_moment(6, 10, 30), "1017", _write_two_directions),
    ("Forty parcels, one by one", _build_chat_moment(12, 14, 0), "1003", _write_long_chat),
)
