"""Finding words in text as people mean them: in upper or lower case, with or without accents."""

import unicodedata
from functools import lru_cache

ISOLATE_CHARACTERS = "\u2066\u2067\u2068\u2069"  # around names of our own words; nobody types them


def fold_text(text: str) -> str:
    """The text as it is compared: without case and accents. It may be longer or shorter than the original."""
    return text.lower() if text.isascii() else "".join(map(_fold_character, text))


def find_spans(text: str, folded_needle: str, max_spans: int) -> list[tuple[int, int]]:
    """The spans of `text` that match `folded_needle`, which `fold_text` made, as offsets of their beginning
    and end; at most `max_spans`, never overlapping."""
    folded = fold_text(text)
    if not folded_needle or folded_needle not in folded:
        return []
    positions = None if text.isascii() else _map_folded_positions(text)
    spans: list[tuple[int, int]] = []
    position = folded.find(folded_needle)
    while position >= 0 and len(spans) < max_spans:
        end = position + len(folded_needle)
        spans.append((positions[position], positions[end - 1] + 1) if positions else (position, end))
        position = folded.find(folded_needle, end)
    return _join_overlapping_spans(spans)


@lru_cache(4096)
def _fold_character(character: str) -> str:
    decomposed = unicodedata.normalize("NFKD", character)
    return "".join(
        part
        for part in decomposed.casefold()
        if not (unicodedata.combining(part) or part in ISOLATE_CHARACTERS)
    )


def _map_folded_positions(text: str) -> list[int]:
    """For each character of the folded text the position in the text that it comes from."""
    return [position for position, character in enumerate(text) for _ in _fold_character(character)]


def _join_overlapping_spans(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans, with two that meet within one character (ﬁ, ß) joined into one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
