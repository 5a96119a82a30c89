"""What a supervisor looks for in a chat: how soon an agent answered, the longest silence, who handed it on to
whom, the end; each with the place in the log to go to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from statistics import median

from django.utils.translation import gettext as _

from interactions.content.chat.entry_words import is_read_as_message
from interactions.content.chat.parties import ChatParty
from interactions.content.chat.session_parser import SessionEntry

HUMAN_ROLES = {"agent", "supervisor"}
MAX_NAMED_TRANSFERS = 5  # transfers named at most
MIN_LONGEST_SILENCE_SECONDS = 10  # seconds; a shorter longest silence is none


@dataclass(frozen=True)
class SilenceGap:
    """Nobody wrote for `seconds` between the entries at these places."""

    seconds: int
    since: int
    until: int
    anchor: str = ""


@dataclass(frozen=True)
class JumpLink:
    """A link to an anchor of the log. `seconds` go with the words; `why` explains what was counted."""

    anchor: str
    words: str
    seconds: int | None = None
    why: str = ""


def build_jump_links(
    entries: tuple[SessionEntry, ...], anchors: Sequence[str], quiet: tuple[SilenceGap, ...]
) -> tuple[JumpLink, ...]:
    """In the order of the log. `anchors` are in the order of the entries, `quiet` the gaps with theirs."""
    found: list[tuple[float, JumpLink]] = []
    if (at := _find_first_message(entries, {"customer"})) is not None:
        found.append((at, JumpLink(anchors[at], _("First customer message"))))
    if answer := find_first_response(entries):
        at, seconds = answer
        why = _(
            "Time from the agent joining, or the customer’s message if later, to the agent’s first message"
        )
        found.append((at, JumpLink(anchors[at], _("First response"), seconds, why)))
    found += [(at, JumpLink(anchors[at], words)) for at, words in _find_transfers(entries)]
    longest = max(quiet, key=lambda gap: gap.seconds, default=None)
    if longest and longest.seconds >= MIN_LONGEST_SILENCE_SECONDS:
        jump = JumpLink(longest.anchor, _("Longest gap"), longest.seconds, _("Longest gap without a message"))
        found.append((longest.since + 0.5, jump))
    last = len(entries) - 1
    if last >= 0 and entries[last].what == "leave":
        found.append((last, JumpLink(anchors[last], _("End"))))
    return tuple(jump for _, jump in sorted(found, key=lambda pair: pair[0]))


def find_silence_gaps(entries: tuple[SessionEntry, ...]) -> tuple[SilenceGap, ...]:
    """The times between what was written; a session that ended, up to its end."""
    found: list[SilenceGap] = []
    before: tuple[int, int] | None = None
    last = len(entries) - 1
    for at, entry in enumerate(entries):
        ends = at == last and entry.what == "leave"
        if entry.seconds is None or not (is_read_as_message(entry) or ends):
            continue
        if before and entry.seconds > before[1]:
            found.append(SilenceGap(entry.seconds - before[1], before[0], at))
        before = at, entry.seconds
    return tuple(found)


def find_first_response(entries: tuple[SessionEntry, ...]) -> tuple[int, int] | None:
    """Where an agent first wrote, and after how many seconds: since the agent came, or since the customer
    wrote after that. A bot answers for nobody, and an internal line is no answer."""
    came: dict[ChatParty, int] = {}
    asked = -inf
    for at, entry in enumerate(entries):
        if entry.seconds is None:
            continue
        if entry.what == "join" and entry.party.role in HUMAN_ROLES:
            came[entry.party] = entry.seconds
        elif entry.what == "message" and entry.party.role == "customer":
            asked = entry.seconds
        elif entry.what == "message" and entry.party in came and not entry.internal:
            return at, max(0, int(entry.seconds - max(came[entry.party], asked)))
    return None


def compute_median_reply(entries: tuple[SessionEntry, ...]) -> float | None:
    """The median of the seconds between a customer's last message and the agent's next."""
    replies, asked = [], None
    for entry in entries:
        if entry.what != "message" or entry.seconds is None or entry.internal:
            continue
        if entry.party.role == "customer":
            asked = entry.seconds
        elif entry.party.role in HUMAN_ROLES and asked is not None:
            replies.append(max(0, entry.seconds - asked))
            asked = None
    return median(replies) if replies else None


def _find_first_message(entries: tuple[SessionEntry, ...], roles: set[str]) -> int | None:
    return next((at for at, e in enumerate(entries) if e.what == "message" and e.party.role in roles), None)


def _find_transfers(entries: tuple[SessionEntry, ...]) -> list[tuple[int, str]]:
    """The agents who came after somebody had been there: after a bot, after an agent who then went first
    (a transfer), or beside one who stayed (asked for help, or listening)."""
    until = _find_last_leaves(entries)
    found: list[tuple[int, str]] = []
    bots, longest = False, -inf
    for at, entry in enumerate(entries):
        if entry.what != "join" or entry.again:
            continue
        bots |= entry.party.role == "bot"
        if entry.party.role not in HUMAN_ROLES:
            continue
        own = until.get(entry.party, inf)
        if longest > -inf:
            transfer = entry.party.role == "agent" and own > longest
            words = _("Transfer to %(name)s") if transfer else _("%(name)s joined")
            found.append((at, words % {"name": entry.party.label}))
        elif bots:
            found.append((at, _("Bot to %(name)s") % {"name": entry.party.label}))
        longest = max(longest, own)
    return found[:MAX_NAMED_TRANSFERS]


def _find_last_leaves(entries: tuple[SessionEntry, ...]) -> dict[ChatParty, float]:
    """When each party left for the last time; who came back and stayed is not among them."""
    left: dict[ChatParty, float] = {}
    for entry, now in _iter_with_times(entries):
        if entry.what == "leave":
            left[entry.party] = now
        elif entry.what == "join":
            left.pop(entry.party, None)
    return left


def _iter_with_times(entries: tuple[SessionEntry, ...]) -> Iterator[tuple[SessionEntry, int]]:
    """The entries with the last time that could be read."""
    now = 0
    for entry in entries:
        now = entry.seconds if entry.seconds is not None else now
        yield entry, now
