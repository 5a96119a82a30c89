"""What static/js/player.js works out: the clock, and the second that an address names."""

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "0:00"), (9.99, "0:09"), (83, "1:23"), (600, "10:00"), (3599.9, "59:59"), (3723, "1:02:03")],
)
def test_a_clock_shows_whole_seconds_and_hours_when_there_are_some(call, seconds, shown):
    assert call("player.js", "formatClock", seconds) == shown


@pytest.mark.parametrize(
    ("fragment", "second"),
    [
        ("#t=83", 83),
        ("#t=83.5", 83.5),
        ("#t=1:23", 83),
        ("#t=1:02:03", 3723),
        ("#t=0", 0),
        ("", None),
        ("#t=", None),
        ("#t=-1", None),
        ("#t=1e3", None),
        ("#t=1:2:3:4", None),
        ("#t=1234567", None),
        ("#m5", None),
        ("#t=5<", None),
    ],
)
def test_a_fragment_names_a_second_or_nothing(call, fragment, second):
    assert call("player.js", "parseSecond", fragment) == second
