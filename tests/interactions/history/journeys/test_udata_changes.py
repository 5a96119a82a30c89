from hypothesis import given
from hypothesis import strategies as st

from interactions.history.journeys.udata_changes import ChangeKind, compare_udata, find_udata_changes
from interactions.ucs.resources import UdataEntry

PLAIN = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(("", "1", "true")) | st.floats(0, 1)
VALUES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=2), inner, max_size=2)
)
UDATA = st.lists(
    st.builds(UdataEntry, st.sampled_from(("a", "b", "RTenant", "ServiceType", "")), VALUES), max_size=8
)


@given(UDATA, UDATA)
def test_every_key_once_and_the_other_way_round_the_same(left, right):
    found = compare_udata(left, right)
    assert sorted(pair.key for pair in found) == sorted({udatum.key for udatum in (*left, *right)})
    turned = {ChangeKind.LEFT: ChangeKind.RIGHT, ChangeKind.RIGHT: ChangeKind.LEFT}
    back = {pair.key: pair.kind for pair in compare_udata(right, left)}
    assert back == {pair.key: turned.get(pair.kind, pair.kind) for pair in found}
    for pair in found:
        assert (pair.kind is ChangeKind.LEFT) == (not pair.right)
        assert (pair.kind is ChangeKind.RIGHT) == (not pair.left)


@given(UDATA)
def test_nothing_changes_between_equals(udata):
    assert find_udata_changes(udata, udata) == ()


def test_target_agent_and_segment_come_first():
    before = [
        UdataEntry("Case", "1"),
        UdataEntry("CustomerSegment", "gold"),
        UdataEntry("RTargetAgentSelected", "A"),
    ]
    after = [
        UdataEntry("RTargetAgentSelected", "B"),
        UdataEntry("CustomerSegment", "default"),
        UdataEntry("New", 1),
    ]
    assert [(pair.key, pair.kind, pair.leads) for pair in find_udata_changes(before, after)] == [
        ("RTargetAgentSelected", ChangeKind.CHANGED, True),
        ("CustomerSegment", ChangeKind.CHANGED, True),
        ("Case", ChangeKind.LEFT, False),
        ("New", ChangeKind.RIGHT, False),
    ]


def test_json_decides_what_is_the_same():
    for left, right in ((1, True), (0, False), (1, 1.0), ("1", 1), (None, ""), ([1], [True])):
        assert find_udata_changes([UdataEntry("k", left)], [UdataEntry("k", right)])
    assert not find_udata_changes([UdataEntry("k", {"a": 1, "b": 2})], [UdataEntry("k", {"b": 2, "a": 1})])
    assert find_udata_changes(
        [UdataEntry("k", 1), UdataEntry("k", 2)], [UdataEntry("k", 2), UdataEntry("k", 1)]
    )


def test_what_is_nested_beyond_comparing_is_said_to_have_changed():
    deep: list = []
    for _ in range(5000):
        deep = [deep]
    assert find_udata_changes([UdataEntry("k", deep)], [UdataEntry("k", deep)])[0].kind is ChangeKind.CHANGED


def test_a_key_that_came_a_hundred_thousand_times_is_paired_at_once():
    many = [UdataEntry("k", number) for number in range(100_000)]
    (pair,) = compare_udata(many, many[:-1])
    assert (len(pair.left), len(pair.right), pair.kind) == (100_000, 99_999, ChangeKind.CHANGED)
