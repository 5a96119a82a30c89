"""Chance that is the same on every machine: a generator seeded with words (`random.seed`, version 2)."""

from random import Random


def build_random(seed: str) -> Random:
    """A generator of its own for one customer, thread or picture. For stories, never for secrets."""
    return Random(seed)  # noqa: S311
