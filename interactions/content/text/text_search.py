"""Finding words in text as people mean them: in large or small letters, with or without accents."""

import unicodedata
from functools import lru_cache

ISOLATE_CHARACTERS = "\u2066\u2067\u2068\u2069"  # around names of our own words; nobody types them


def fold_text(text: str) -> str:
    """The text as it is compared: without case and accents. May be longer or shorter than the text."""
    return text.lower() if text.isascii() else "".join(map(_fold_character, text))


def find_spans(text: str, sought: str, most: int) -> list[tuple[int, int]]:
    """Where in `text` the folded `sought` stands, at most so often and never overlapping, as places of its
    beginning and its end."""
    folded = fold_text(text)
    if not sought or sought not in folded:
        return []
    places = None if text.isascii() else _map_folded_positions(text)
    found: list[tuple[int, int]] = []
    at = folded.find(sought)
    while at >= 0 and len(found) < most:
        end = at + len(sought)
        found.append((places[at], places[end - 1] + 1) if places else (at, end))
        at = folded.find(sought, end)
    return _join_overlapping_spans(found)


@lru_cache(4096)
def _fold_character(character: str) -> str:
    apart = unicodedata.normalize("NFKD", character)
    return "".join(
        each for each in apart.casefold() if not (unicodedata.combining(each) or each in ISOLATE_CHARACTERS)
    )


def _map_folded_positions(text: str) -> list[int]:
    """For each character of the folded text the place in the text that it comes from."""
    return [at for at, character in enumerate(text) for _ in _fold_character(character)]


def _join_overlapping_spans(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Two that meet within one character (ﬁ, ß) are one."""
    apart: list[tuple[int, int]] = []
    for start, end in found:
        if apart and start < apart[-1][1]:
            apart[-1] = apart[-1][0], max(end, apart[-1][1])
        else:
            apart.append((start, end))
    return apart
