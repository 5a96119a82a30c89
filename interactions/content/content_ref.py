"""The name of a content: of which interaction it is, which of its three, and where in it."""

from dataclasses import dataclass, replace

from interactions.ucs.resources import ContentKind


@dataclass(frozen=True)
class ContentRef:
    """Names a content of an interaction, or what lies in it: `path` "2.1" is a part of a mail, "2.1/3" a file
    of the archive that is this part (nested/nested_content.py), "" the content itself."""

    interaction_id: str
    kind: ContentKind
    path: str = ""

    @property
    def outermost(self) -> "ContentRef":
        """The content of the interaction in which it lies, or which it is."""
        return replace(self, path="")

    @property
    def container(self) -> "ContentRef":
        """What it lies in directly. The outermost content is taken to lie in itself."""
        return replace(self, path=self.path.rpartition("/")[0])

    def enter(self, entry_path: str) -> "ContentRef":
        """What lies in it at `entry_path`, a path that begins here."""
        return replace(self, path=f"{self.path}/{entry_path}" if self.path else entry_path)
