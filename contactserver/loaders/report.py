"""What became of a load: how much is there, and what could not be read, file by file with the reason."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class LoadFailure:
    """`source` is where it was read (a file, a line, an ID), `reason` one plain sentence."""

    source: str
    reason: str


@dataclass
class LoadReport:
    """Counts of records, and what could not be read. `remarks` are about records that were loaded all the
    same, with something changed that HTTP or JSON can't hold."""

    loaded: int = 0
    unchanged: int = 0
    failures: list[LoadFailure] = field(default_factory=list)
    remarks: list[LoadFailure] = field(default_factory=list)

    def add_failure(self, source: str, reason: str) -> None:
        self.failures.append(LoadFailure(source, reason))

    def add_remark(self, source: str, reason: str) -> None:
        self.remarks.append(LoadFailure(source, reason))
