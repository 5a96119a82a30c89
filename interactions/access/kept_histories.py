"""Histories, kept for a moment."""

from dataclasses import replace

from interactions.access.kept import Kept
from interactions.history.history import History, Owner

ROWS = 200_000  # about 0.7 kB each


def weight(history: History) -> int:
    """In rows. An owner whom the UCS does not know weighs too, or there could be any number of them."""
    return max(1, len(history.rows))


def marked(history: History) -> History:
    return replace(history, kept=True)


histories: Kept[tuple[Owner, str], History] = Kept(weigh=weight, most=lambda: ROWS, mark=marked)
