from datetime import timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from interactions.history.columns.record_codes import MediaFamily
from interactions.history.journeys.journey_layout import MIN_BAR_WIDTH_PERCENT, lay_out_journey
from tests.interactions.history.rows import NOON, build_row, build_rows

SECONDS = st.integers(-100, 10**6)


@st.composite
def odd_rows(draw):
    """Rows whose times may be missing, reversed or beyond any calendar."""
    made = []
    for number in range(draw(st.integers(0, 25))):
        moments = draw(st.lists(st.none() | SECONDS, min_size=4, max_size=4))
        names = ("start", "established_date", "released_date", "end_date")
        times = {
            name: None if at is None else NOON + timedelta(seconds=at)
            for name, at in zip(names, moments, strict=True)
        }
        media, entity = draw(st.sampled_from((("voice", 3), ("chat", 2), ("email", 0))))
        made.append(
            build_row(
                f"{number}",
                times.pop("start"),
                media_type=media,
                entity_type=entity,
                duration=draw(st.none() | st.integers(-5, 10**20)),
                **times,
            )
        )
    return made


@given(odd_rows(), st.sampled_from((0.0, 16.0)))
def test_every_dated_row_has_a_bar_within_the_axis_and_none_covers_another(rows, label):
    drawn = lay_out_journey(rows, label)
    assert len(drawn.bars) + drawn.undated == len(rows)
    assert [bar.number for bar in drawn.bars] == list(range(1, len(drawn.bars) + 1))
    starts = [bar.row.start_date for bar in drawn.bars]
    assert starts == sorted(starts)
    for bar in drawn.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= 100.0001
        for part in bar.parts:
            assert bar.x <= part.x
            assert part.x + part.width <= bar.x + bar.width + 0.0001
    for lane in drawn.lanes:
        assert {bar.line for bar in lane.bars} == set(range(lane.lines))
        for one, other in combinations(lane.bars, 2):
            (first, end), (start, last) = one.reach(label), other.reach(label)
            assert one.line != other.line or end <= start or last <= first


def test_a_chat_is_drawn_in_its_phases_and_a_mail_in_one():
    chat = build_row(
        "a",
        established_date=NOON + timedelta(seconds=5),
        released_date=NOON + timedelta(seconds=50),
        end_date=NOON + timedelta(seconds=55),
    )
    mail = build_row(
        "b", NOON + timedelta(seconds=20), media_type="email", end_date=NOON + timedelta(seconds=100)
    )
    drawn = lay_out_journey([mail, chat])
    assert [lane.family for lane in drawn.lanes] == [MediaFamily.CHAT, MediaFamily.EMAIL]
    first, second = drawn.bars
    assert [(part.kind, round(part.width)) for part in first.parts] == [
        ("wait", 5),
        ("handled", 45),
        ("wrap_up", 5),
    ]
    assert [(part.kind, round(part.x), round(part.width)) for part in second.parts] == [("mixed", 20, 80)]


def test_a_call_lasts_as_long_as_it_says_and_one_without_an_end_is_a_point():
    call = build_row("a", media_type="voice", entity_type=3, duration=60)
    open_ = build_row("b", NOON + timedelta(seconds=30))
    drawn = lay_out_journey([call, open_])
    assert [(round(bar.x), round(bar.width), bar.stop is None) for bar in drawn.bars] == [
        (0, 100, False),
        (50, 0, True),
    ]


def test_a_label_needs_room_of_its_own_and_stands_before_the_end():
    rows = [
        build_row(f"{hour}", NOON + timedelta(hours=hour)) for hour in (0, 5, 20, 35, 50, 65, 80, 95, 100)
    ]
    assert lay_out_journey(rows).lanes[0].lines == 1
    drawn = lay_out_journey(rows, 15)
    assert [bar.line for bar in drawn.bars] == [0, 1, 0, 0, 0, 0, 1, 0, 1]
    assert [bar.turned for bar in drawn.bars] == [False] * 6 + [True] * 3
    assert drawn.bars[-1].reach(15) == (100 + MIN_BAR_WIDTH_PERCENT - 15, 100 + MIN_BAR_WIDTH_PERCENT)


def test_undated_rows_are_counted():
    rows = build_rows(60)
    assert lay_out_journey(rows).undated == sum(one.start_date is None for one in rows)
    assert lay_out_journey([build_row("a", None)]).axis is None
