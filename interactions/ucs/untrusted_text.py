"""Text that others wrote, made fit to be counted with or shown: whole numbers, and texts cut to a length."""


def parse_whole_number(text: str, *, max_digits: int = 18, signed: bool = False) -> int | None:
    """The number that 1 to `max_digits` ASCII digits stand for, None for any other text.

    `signed` allows a minus sign before them. Blanks, plus signs and the digits of other scripts, all of which
    `int` takes, are refused. 18 digits always fit into 64 bits.
    """
    digits = text.removeprefix("-") if signed else text
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= max_digits):
        return None
    return int(text)


def shorten_text(text: str, max_characters: int) -> str:
    """The text itself, or its first `max_characters` - 1 characters and an ellipsis where it is longer."""
    return text if len(text) <= max_characters else f"{text[: max_characters - 1]}…"
