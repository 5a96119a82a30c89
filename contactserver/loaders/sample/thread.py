"""One matter of one customer, from its first interaction to its last: who, about what, with which numbers."""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from contactserver.loaders.sample.cast import Agent, Customer, agents, speakers
from contactserver.loaders.sample.identifiers import Mint
from contactserver.loaders.sample.texts import Facts, Matter, facts, things

STORY = {"chats", "letters", "replies", "calls"}


@dataclass(frozen=True)
class Sent:
    """A mail of the thread that an answer may refer to and quote."""

    message_id: str
    sender: str
    moment: datetime
    text: str
    language: str = "en"

    @property
    def heading(self) -> str:
        """The line above the quoted letter: who wrote it and when."""
        wrote: str = things()[self.language]["wrote"]
        return wrote.format(date=f"{self.moment:%Y-%m-%d}", time=f"{self.moment:%H:%M}", sender=self.sender)

    def quoted(self) -> str:
        """As it stands below an answer."""
        lines = "\n".join(f"> {line}".rstrip() for line in self.text.strip().splitlines())
        return f"{self.heading}\n{lines}\n"


@dataclass
class Thread:
    """`story` is which of its matter's stories it is: subject, chat, letter and answer of one number fit
    together. `service_id` is the case that the thread belongs to, for about a third of them. `status` is
    that of the interactions to come. `previous` is the ID of the last one so far."""

    customer: Customer
    matter: Matter
    agent: Agent
    rng: Random
    mint: Mint
    facts: Facts
    story: int
    subject: str
    identifier: str
    service_id: str | None = None
    status: int = 3
    previous: str | None = None
    mails: list[Sent] = field(default_factory=list)
    told: set[str] = field(default_factory=set)

    def say(self, kind: str) -> str:
        """A text of a kind with the facts filled in: that of the story, or any that was not told yet."""
        texts = self.matter.texts[kind]
        if kind in STORY:
            text = texts[self.story % len(texts)]
            if kind == "calls" and text in self.told:
                text = things()[self.matter.language]["again"]
        else:
            text = self.rng.choice([text for text in texts if text not in self.told] or texts)
        self.told.add(text)
        return text.format_map(self.facts)

    def colleague(self) -> Agent:
        """Somebody else who speaks the customer's language; anybody when nobody does."""
        others = [agent for agent in speakers(self.customer.language) if agent != self.agent]
        return self.rng.choice(others or [agent for agent in agents() if agent != self.agent])


def open_thread(customer: Customer, matter: Matter, rng: Random, mint: Mint, moment: datetime) -> Thread:
    """A new thread about a matter, with an agent who speaks the language, of the matter's group if any."""
    able = [agent for agent in speakers(customer.language) if agent.group == matter.group]
    agent = rng.choice(able or speakers(customer.language))
    story = rng.randrange(len(matter.texts["subjects"]))
    numbers = facts(rng, customer, agent, moment)
    return Thread(
        customer=customer,
        matter=matter,
        agent=agent,
        rng=rng,
        mint=mint,
        facts=numbers,
        story=story,
        subject=rng.choice(matter.texts["subjects"][story].split("|")).format_map(numbers),
        identifier=mint(moment),
        service_id=f"{customer.ordinal + 6}{rng.randrange(1000, 9999)}" if rng.random() < 0.36 else None,
    )
