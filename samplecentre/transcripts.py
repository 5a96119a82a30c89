"""Chat transcripts in the XML that a Chat Server leaves in `structured_text` (docs/ucs-protocol.md §3.2).

A `TranscriptWriter` is a pen with a clock: whoever uses it lets somebody join, waits, lets somebody speak.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import escape
from random import Random

from samplecentre.channel_udata import generate_hexadecimal

LEFT_REASON = (None, "left")
CLOSED_REASON = (1, "left, close if no agents")
FORCED_REASON = (2, "left, close forcedly")
DISCONNECTED_REASON = (3, "left due to disconnect")
REMOVED_REASON = (4, "removed by other party")
BOT_USER_DATA = {"GCTI_Chat_PartyStyle": "BOT"}
BOT_STYLE_XML = (
    '<item key="GCTI_SYSTEM" type="kvlist"><item key="party-info" type="kvlist">'
    '<item key="style">BOT</item></item></item>'
)


@dataclass(frozen=True)
class SampleParty:
    """One presence in a session; who comes back is another party, with another `user_id`."""

    user_id: str
    nick: str
    kind: str  # CLIENT, AGENT or EXTERNAL
    person_id: str = ""
    bot: bool = False


@dataclass
class TranscriptWriter:
    """`seconds` is the time since the start, `answered` that at which the first agent was there. Event
    numbers rise with gaps: typing is not kept."""

    session_id: str
    start: datetime
    rng: Random
    seconds: int = 0
    event: int = 0
    answered: int | None = None
    lines: list[str] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)

    def wait(self, seconds: int) -> "TranscriptWriter":
        self.seconds += seconds
        return self

    @property
    def now(self) -> datetime:
        return self.start + timedelta(seconds=self.seconds)

    def join(
        self,
        nick: str,
        kind: str,
        *,
        person_id: str = "",
        bot: bool = False,
        offset: int = 0,
        data: Mapping[str, str] | None = None,
    ) -> SampleParty:
        """Somebody joins: a customer (CLIENT) with pre-chat data, an agent, a bot, the system (EXTERNAL)."""
        party = SampleParty(generate_hexadecimal(self.rng, 16), nick, kind, person_id, bot)
        if kind == "AGENT" and not bot and self.answered is None:
            self.answered = self.seconds
        protocol = {"CLIENT": "FLEX", "AGENT": "BASIC", "EXTERNAL": "ESP"}[kind]
        data = (BOT_USER_DATA if bot else {}) | dict(data or {})
        self._write(
            "newParty",
            party,
            f'<userInfo personId="{escape(person_id)}" userNick="{escape(nick)}" userType="{kind}"'
            f' protocolType="{protocol}" timeZoneOffset="{offset}" clientVersion="106"/>'
            + _format_items("userData", data)
            + (f"<eventAttributes>{BOT_STYLE_XML}</eventAttributes>" if bot else ""),
        )
        return party

    def say(self, party: SampleParty, text: str, *, visibility: str = "ALL") -> None:
        how = ' msgType="text"' if party.kind == "CLIENT" else ' treatAs="NORMAL"'
        self._write("message", party, f"<msgText{how}>{escape(text, quote=False)}</msgText>", visibility)
        if visibility == "ALL":
            self.spoken.append(f"[{self.now:%H:%M:%S}] {party.nick or party.kind.title()}: {text}")

    def add_notice(self, party: SampleParty, text: str, *, kind: str = "USER_CUSTOM") -> None:
        """A notice; one without a kind holds a `msgText`, as some do."""
        tag = f'noticeText noticeType="{kind}"' if kind else "msgText"
        self._write("notice", party, f"<{tag}>{escape(text, quote=False)}</{tag.split(maxsplit=1)[0]}>")

    def leave(
        self,
        party: SampleParty,
        reason: tuple[int | None, str] = LEFT_REASON,
        *,
        asker: SampleParty | None = None,
    ) -> None:
        code, words = reason
        attribute = "" if code is None else f' code="{code}"'
        self._write(
            "partyLeft", party, f"<reason{attribute}>{words}</reason>", asker=(asker or party).user_id
        )

    def build_xml(self) -> str:
        head = f'<chatTranscript startAt="{self.start:%Y-%m-%dT%H:%M:%SZ}" sessionId="{self.session_id}">'
        return "\n".join(('<?xml version="1.0" encoding="UTF-8"?>', head, *self.lines, "</chatTranscript>\n"))

    def build_text(self) -> str:
        """What was said to the customer and by them, a line each."""
        return "\n".join(self.spoken) + "\n"

    def _write(
        self, name: str, party: SampleParty, inner: str, visibility: str = "ALL", *, asker: str = ""
    ) -> None:
        self.event += 1 if self.rng.random() < 0.6 else self.rng.randrange(2, 5)
        asked = f' askerId="{asker}"' if asker else ""
        self.lines.append(
            f'  <{name} userId="{party.user_id}" timeShift="{self.seconds}" visibility="{visibility}"'
            f' eventId="{self.event}"{asked}>{inner}</{name}>'
        )


def _format_items(name: str, items: Mapping[str, str]) -> str:
    if not items:
        return ""
    inner = "".join(f'<item key="{escape(key)}">{escape(value)}</item>' for key, value in items.items())
    return f"<{name}>{inner}</{name}>"
