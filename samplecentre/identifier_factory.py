"""IDs in the form that Genesys gives: 16 characters, five of which grow with time
(docs/ucs-protocol.md §2.5)."""

from datetime import UTC, datetime, timedelta

BASE36_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
IDENTIFIER_TICK = timedelta(
    seconds=20
)  # then the IDs of 2009 and of 2022 that are known come out about right
REFERENCE_TICK = (datetime(2009, 8, 5, 9, 33, 10, tzinfo=UTC), int("57JGQ", 36))  # the documented record


def format_base36(number: int, width: int) -> str:
    """The last `width` digits of a number in base 36."""
    text = ""
    for _ in range(width):
        number, digit = divmod(number, 36)
        text = BASE36_DIGITS[digit] + text
    return text


class IdentifierFactory:
    """Gives the IDs of one customer's interactions, threads and documents. The customer's own number is in
    each, so that one more interaction of one customer changes no ID of another."""

    def __init__(self, ordinal: int) -> None:
        self.next = ordinal * 36**3

    def __call__(self, moment: datetime) -> str:
        self.next += 1
        ticks = REFERENCE_TICK[1] + (moment - REFERENCE_TICK[0]) // IDENTIFIER_TICK
        return f"00001a{format_base36(ticks, 5)}{format_base36(self.next, 5)}"
