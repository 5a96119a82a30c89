"""A tree as lines, some of which begin a fold and some end it. Flat on purpose: a template iterates over it
without recursion, and a browser folds it without script."""

from dataclasses import dataclass
from typing import Literal

PieceKind = Literal["tag", "key", "text", "value", "note"]
LinePiece = tuple[PieceKind, str]


@dataclass(frozen=True)
class TreeLine:
    """One line: how deep it stands, and its pieces, each with its kind. `fold` says that it begins or ends a
    fold; `size_words` says how much the fold holds."""

    depth: int
    pieces: tuple[LinePiece, ...]
    fold: Literal["", "begin", "end"] = ""
    size_words: str = ""


@dataclass(frozen=True)
class ContentTree:
    """`open_levels` is how many levels are open to begin with."""

    lines: tuple[TreeLine, ...]
    open_levels: int
