"""Links from the top of a transcript to what a supervisor looks for: the first response, the longest silence,
the transfers and the end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from statistics import median

from django.utils.translation import gettext as _

from interactions.content.chat.entry_words import is_read_as_message
from interactions.content.chat.parties import ChatParty
from interactions.content.chat.session_parser import SessionEntry

HUMAN_ROLES = {"agent", "supervisor"}
MAX_NAMED_TRANSFERS = 5
MIN_LONGEST_SILENCE_SECONDS = 10  # a shorter longest silence gets no link


@dataclass(frozen=True)
class SilenceGap:
    """A time of `seconds` in which nobody wrote, between the entries at these two indexes. `anchor` is the
    line of the log to link to, "" until the log is built."""

    seconds: int
    start_index: int
    end_index: int
    anchor: str = ""


@dataclass(frozen=True)
class JumpLink:
    """A link to an anchor of the log. `seconds` is shown after the label, None for no time; `explanation`
    says what was measured, or is ""."""

    anchor: str
    label: str
    seconds: int | None = None
    explanation: str = ""


def build_jump_links(
    entries: tuple[SessionEntry, ...], anchors: Sequence[str], silences: tuple[SilenceGap, ...]
) -> tuple[JumpLink, ...]:
    """The links in the order of the log. `anchors` are those of the entries, in their order; `silences` have
    anchors of their own."""
    links: list[tuple[float, JumpLink]] = []
    if (index := _find_first_message(entries, {"customer"})) is not None:
        links.append((index, JumpLink(anchors[index], _("First customer message"))))
    if response := find_first_response(entries):
        index, seconds = response
        explanation = _(
            "Time from the agent joining, or the customer’s message if later, to the agent’s first message"
        )
        links.append((index, JumpLink(anchors[index], _("First response"), seconds, explanation)))
    links += [(index, JumpLink(anchors[index], label)) for index, label in _find_transfers(entries)]
    longest = max(silences, key=lambda gap: gap.seconds, default=None)
    if longest and longest.seconds >= MIN_LONGEST_SILENCE_SECONDS:
        link = JumpLink(longest.anchor, _("Longest gap"), longest.seconds, _("Longest gap without a message"))
        links.append((longest.start_index + 0.5, link))
    last_index = len(entries) - 1
    if last_index >= 0 and entries[last_index].kind == "leave":
        links.append((last_index, JumpLink(anchors[last_index], _("End"))))
    return tuple(link for _, link in sorted(links, key=lambda pair: pair[0]))


def find_silence_gaps(entries: tuple[SessionEntry, ...]) -> tuple[SilenceGap, ...]:
    """The gaps between messages; in a session that ended, also the one before its end."""
    gaps: list[SilenceGap] = []
    previous: tuple[int, int] | None = None
    last_index = len(entries) - 1
    for index, entry in enumerate(entries):
        is_end = index == last_index and entry.kind == "leave"
        if entry.seconds is None or not (is_read_as_message(entry) or is_end):
            continue
        if previous and entry.seconds > previous[1]:
            gaps.append(SilenceGap(entry.seconds - previous[1], previous[0], index))
        previous = index, entry.seconds
    return tuple(gaps)


def find_first_response(entries: tuple[SessionEntry, ...]) -> tuple[int, int] | None:
    """The index of the first message of an agent or supervisor, and the seconds that it took.

    The time runs from when that agent joined, or from the customer's last message if that is later. Bots and
    internal messages do not count. None without such a message.
    """
    joined: dict[ChatParty, int] = {}
    last_question = -inf
    for index, entry in enumerate(entries):
        if entry.seconds is None:
            continue
        if entry.kind == "join" and entry.party.role in HUMAN_ROLES:
            joined[entry.party] = entry.seconds
        elif entry.kind == "message" and entry.party.role == "customer":
            last_question = entry.seconds
        elif entry.kind == "message" and entry.party in joined and not entry.internal:
            return index, max(0, int(entry.seconds - max(joined[entry.party], last_question)))
    return None


def compute_median_reply(entries: tuple[SessionEntry, ...]) -> float | None:
    """The median of the seconds between a customer's last message and the agent's next; None without a
    reply."""
    replies, question_seconds = [], None
    for entry in entries:
        if entry.kind != "message" or entry.seconds is None or entry.internal:
            continue
        if entry.party.role == "customer":
            question_seconds = entry.seconds
        elif entry.party.role in HUMAN_ROLES and question_seconds is not None:
            replies.append(max(0, entry.seconds - question_seconds))
            question_seconds = None
    return median(replies) if replies else None


def _find_first_message(entries: tuple[SessionEntry, ...], roles: set[str]) -> int | None:
    return next(
        (
            index
            for index, entry in enumerate(entries)
            if entry.kind == "message" and entry.party.role in roles
        ),
        None,
    )


def _find_transfers(entries: tuple[SessionEntry, ...]) -> list[tuple[int, str]]:
    """The agents and supervisors who joined after others: after a bot, after an agent who then left first (a
    transfer), or beside one who stayed (to help or to listen). Gives the index and the words of each join,
    `MAX_NAMED_TRANSFERS` at most."""
    left_at = _find_last_leaves(entries)
    transfers: list[tuple[int, str]] = []
    had_bot, latest_leave = False, -inf
    for index, entry in enumerate(entries):
        if entry.kind != "join" or entry.is_return:
            continue
        had_bot |= entry.party.role == "bot"
        if entry.party.role not in HUMAN_ROLES:
            continue
        own_leave = left_at.get(entry.party, inf)
        if latest_leave > -inf:
            is_transfer = entry.party.role == "agent" and own_leave > latest_leave
            words = _("Transfer to %(name)s") if is_transfer else _("%(name)s joined")
            transfers.append((index, words % {"name": entry.party.label}))
        elif had_bot:
            transfers.append((index, _("Bot to %(name)s") % {"name": entry.party.label}))
        latest_leave = max(latest_leave, own_leave)
    return transfers[:MAX_NAMED_TRANSFERS]


def _find_last_leaves(entries: tuple[SessionEntry, ...]) -> dict[ChatParty, float]:
    """The seconds at which each party left for the last time; parties that came back and stayed are not
    included."""
    left_at: dict[ChatParty, float] = {}
    for entry, seconds in _iter_with_times(entries):
        if entry.kind == "leave":
            left_at[entry.party] = seconds
        elif entry.kind == "join":
            left_at.pop(entry.party, None)
    return left_at


def _iter_with_times(entries: tuple[SessionEntry, ...]) -> Iterator[tuple[SessionEntry, int]]:
    """Each entry with its seconds since the start, or with those of the entry before where it has none."""
    seconds = 0
    for entry in entries:
        seconds = entry.seconds if entry.seconds is not None else seconds
        yield entry, seconds
