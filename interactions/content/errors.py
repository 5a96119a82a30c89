"""Why a content, or something in it, can't be shown."""


class UnviewableContent(Exception):
    """The content can't be shown in the way that was tried. `reason` is a sentence for the reader; empty when
    there is nothing to tell."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason)
        self.reason = reason


class MemoryBudgetExhausted(UnviewableContent):
    """The content can't be shown at the moment, while others use the memory that it needs."""
