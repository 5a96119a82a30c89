"""A thread of one customer about one reason, from its first interaction to its last, with its numbers."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from samplecentre.identifier_factory import IdentifierFactory
from samplecentre.people import SampleAgent, SampleCustomer, find_speakers, load_agents
from samplecentre.texts import ContactReason, ThreadFacts, build_thread_facts, load_things

STORY_KINDS = {"chats", "letters", "replies", "calls"}


@dataclass(frozen=True)
class SentMail:
    """A mail of the thread that an answer may refer to and quote."""

    message_id: str
    sender: str
    moment: datetime
    text: str
    language: str = "en"

    @property
    def heading(self) -> str:
        """The line above the quoted letter: who wrote it and when."""
        wrote: str = load_things()[self.language]["wrote"]
        return wrote.format(date=f"{self.moment:%Y-%m-%d}", time=f"{self.moment:%H:%M}", sender=self.sender)

    def build_quotation(self) -> str:
        """As it stands below an answer."""
        lines = "\n".join(f"> {line}".rstrip() for line in self.text.strip().splitlines())
        return f"{self.heading}\n{lines}\n"


@dataclass
class SampleThread:
    """`story` is which of its reason's stories it is: subject, chat, letter and answer of one number fit
    together. `shift` is how far the thread was moved from where it was planned. `service_id` is the case that
    the thread belongs to, for about a third of them. `status` is that of the interactions to come. `previous`
    is the ID of the last one so far."""

    customer: SampleCustomer
    reason: ContactReason
    agent: SampleAgent
    rng: Random
    mint: IdentifierFactory
    facts: ThreadFacts
    story: int
    subject: str
    identifier: str
    shift: timedelta = timedelta()
    service_id: str | None = None
    status: int = 3
    previous: str | None = None
    mails: list[SentMail] = field(default_factory=list)
    used_texts: set[str] = field(default_factory=set)

    def mint_identifier(self, moment: datetime) -> str:
        """A new ID. It follows from the planned moment, so that loading on another day gives the same ID."""
        return self.mint(moment - self.shift)

    def say(self, kind: str) -> str:
        """A text of a kind with the facts filled in: that of the story, or any that was not told yet."""
        texts = self.reason.texts[kind]
        if kind in STORY_KINDS:
            text = texts[self.story % len(texts)]
            if kind == "calls" and text in self.used_texts:
                text = load_things()[self.reason.language]["again"]
        else:
            text = self.rng.choice([text for text in texts if text not in self.used_texts] or texts)
        self.used_texts.add(text)
        return text.format_map(self.facts)

    def choose_colleague(self) -> SampleAgent:
        """Somebody else who speaks the customer's language; anybody when nobody does."""
        others = [agent for agent in find_speakers(self.customer.language) if agent != self.agent]
        return self.rng.choice(others or [agent for agent in load_agents() if agent != self.agent])


def start_thread(
    customer: SampleCustomer,
    reason: ContactReason,
    rng: Random,
    mint: IdentifierFactory,
    moment: datetime,
    *,
    shift: timedelta = timedelta(),
) -> SampleThread:
    """A new thread about a contact reason, with an agent who speaks the language, of the reason's group if
    any. It begins at `moment`, which is `shift` after the planned one."""
    able = [agent for agent in find_speakers(customer.language) if agent.group == reason.group]
    agent = rng.choice(able or find_speakers(customer.language))
    story = rng.randrange(len(reason.texts["subjects"]))
    numbers = build_thread_facts(rng, customer, agent, moment)
    return SampleThread(
        customer=customer,
        reason=reason,
        agent=agent,
        rng=rng,
        mint=mint,
        facts=numbers,
        story=story,
        subject=rng.choice(reason.texts["subjects"][story].split("|")).format_map(numbers),
        identifier=mint(moment - shift),
        shift=shift,
        service_id=f"{customer.ordinal + 6}{rng.randrange(1000, 9999)}" if rng.random() < 0.36 else None,
    )
