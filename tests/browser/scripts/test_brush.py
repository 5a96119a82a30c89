"""What static/js/brush.js works out of a histogram: its bars, the one that was meant, the chosen days."""

import pytest

pytestmark = pytest.mark.browser
PATH = "M0 0v3M4 0v12M5 0v1"


def test_bars_are_read_from_what_is_drawn(call):
    assert call("brush.js", "parseBars", PATH) == [[0, 3], [4, 12], [5, 1]]


def test_coloured_parts_of_one_bar_are_added(call):
    assert call("brush.js", "countColoured", "M4 0v2M5 0v1M4 2v3M14 0v9", 4) == 5
    assert call("brush.js", "countColoured", "M4 0v2", 3) == 0


@pytest.mark.parametrize(
    ("point", "slip", "place"),
    [(4.7, 0, 4), (3.2, 0, 3), (3.2, 1, 4), (1.5, 1.9, 0), (2.5, 1, 2), (2.5, 2, 0), (5.1, 9, 5)],
)
def test_the_nearest_bar_within_a_slip_is_meant(context, open_page, point, slip, place):
    page = open_page()
    found = page.evaluate(
        """async ([path, point, slip]) => {
          const {findBar, parseBars} = await import("/static/js/brush.js")
          return findBar(parseBars(path), point, slip)
        }""",
        [PATH, point, slip],
    )
    assert found == place


@pytest.mark.parametrize(
    ("anchor", "place", "days"),
    [(2.2, 4.1, [2, 5]), (4.1, 2.2, [2, 5]), (3.0, 3.0, [3, 4]), (10, 10, [9, 10]), (0, 10, [0, 10])],
)
def test_dragging_chooses_whole_days_and_one_at_least(call, anchor, place, days):
    assert call("brush.js", "spanDays", anchor, place, 10) == days
