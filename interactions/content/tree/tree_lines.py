"""A tree as lines, of which some begin a fold and some end it. Flat on purpose: a template goes through it
without recursion, and a browser folds it without script."""

from dataclasses import dataclass
from typing import Literal

PieceKind = Literal["tag", "key", "text", "value", "note"]
LinePiece = tuple[PieceKind, str]


@dataclass(frozen=True)
class TreeLine:
    """One line: how deep it stands, and its pieces, each with what it is. `fold` says that it begins or ends
    what folds; `inside` is how much stands in it, in words."""

    depth: int
    pieces: tuple[LinePiece, ...]
    fold: Literal["", "begin", "end"] = ""
    size_words: str = ""


@dataclass(frozen=True)
class ContentTree:
    """`unfolded` is how many levels are open to begin with."""

    lines: tuple[TreeLine, ...]
    open_levels: int
