"""Why something of a content can't be shown."""


class UnviewableContent(Exception):
    """It can't be shown in the way that was tried. The reason is a sentence for the reader; empty when it is
    none of theirs."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason)
        self.reason = reason


class MemoryBudgetExhausted(UnviewableContent):
    """It can't be shown now, and can be in a moment: others take what it needs."""
