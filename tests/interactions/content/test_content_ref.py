"""The name of a content leads into it and out again."""

from interactions.content.content_ref import ContentRef
from interactions.ucs.resources import ContentKind

WHOLE = ContentRef("00001aTESTIXN001", ContentKind.BINARY_CONTENT)


def test_what_is_entered_lies_in_what_it_was_entered_from():
    part = WHOLE.enter("2.1")
    file = part.enter("3")
    assert (part.path, file.path) == ("2.1", "2.1/3")
    assert (file.container, part.container) == (part, WHOLE)


def test_the_outermost_content_is_that_of_the_interaction():
    assert WHOLE.enter("2.1").enter("3").outermost == WHOLE
    assert (WHOLE.outermost, WHOLE.container) == (WHOLE, WHOLE)
