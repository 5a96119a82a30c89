"""All as one zip file, when it goes on for long, breaks off, or is left early."""

import io
import tracemalloc
import zipfile
from dataclasses import dataclass, field, replace

import pytest

from interactions.content.errors import UnviewableContent
from interactions.content.nested.container import ContainerEntry
from interactions.content.nested.in_memory import build_in_memory_source
from interactions.pages.contents.zip_download import UNREAD_LIST_FILE_NAME, iter_zip_pieces
from interactions.ucs.errors import UCSUnavailable
from tests.interactions.content.conftest import Bytes

SIZE = 1_000_000
DATA = b"x" * SIZE


@dataclass
class Breaking(Bytes):
    """A body that fails after so many bytes; None for never."""

    after: int | None = None
    error: Exception = field(default_factory=lambda: UnviewableContent("It is damaged."))

    def read(self, limit):
        if self.after is not None and self.taken >= self.after:
            raise self.error
        return super().read(limit)


class Many:
    """A holder of so many files; remembers the bodies it gave."""

    def __init__(self, count, **last):
        self.count, self.last, self.bodies = count, last, list[Breaking]()
        self.entries = tuple(ContainerEntry(str(n), f"{n}", f"{n}.bin") for n in range(1, count + 1))

    def source(self, path):
        own = self.last if path == str(self.count) else {}

        def give(headers):
            self.bodies.append(Breaking(DATA, **own))
            return replace(build_in_memory_source(b"")({}), body=self.bodies[-1])

        return give

    def images(self, path):
        return {}


@pytest.mark.parametrize("error", [UnviewableContent("It is damaged."), UCSUnavailable("It broke off.")])
def test_what_breaks_in_the_middle_never_ends(error):
    many, sent = Many(2, after=700_000, error=error), bytearray()
    with pytest.raises(ConnectionResetError):
        for piece in iter_zip_pieces(many):
            sent += piece
    assert len(sent) > SIZE
    assert not zipfile.is_zipfile(io.BytesIO(bytes(sent)))
    assert [body.closed for body in many.bodies] == [True, True]


def test_what_breaks_at_once_is_named_but_for_the_ucs():
    whole = b"".join(iter_zip_pieces(Many(2, after=0)))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert archive.namelist() == ["1.bin", UNREAD_LIST_FILE_NAME]
    many = Many(2, after=0, error=UCSUnavailable("It broke off."))
    with pytest.raises(ConnectionResetError):
        b"".join(iter_zip_pieces(many))
    assert [body.closed for body in many.bodies] == [True, True]


def test_who_leaves_early_leaves_nothing_open():
    many = Many(3)
    pieces = iter_zip_pieces(many)
    next(pieces)
    pieces.close()
    assert [body.closed for body in many.bodies] == [True]


def test_a_thousand_files_take_the_memory_of_one():
    tracemalloc.start()
    size = sum(map(len, iter_zip_pieces(Many(1000))))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 1000 * SIZE
    assert peak < 5 * SIZE


def test_names_are_those_of_files_and_each_its_own():
    many = Many(3)
    many.entries = tuple(replace(entry, file_name="a.txt") for entry in many.entries)
    with zipfile.ZipFile(io.BytesIO(b"".join(iter_zip_pieces(many)))) as archive:
        assert archive.namelist() == ["a.txt", "a (2).txt", "a (3).txt"]
