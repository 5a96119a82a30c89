import pytest

from interactions.ucs.deadline import MIN_BYTES_PER_SECOND, ResponseDeadline


def test_a_read_may_take_its_own_limit_and_never_more_than_is_left():
    assert ResponseDeadline(60, 10).get_timeout() == 10
    assert 0 < ResponseDeadline(5, 10).get_timeout() <= 5
    assert ResponseDeadline(60, 10).get_timeout(3) == 3


def test_no_step_begins_after_the_end():
    with pytest.raises(TimeoutError):
        ResponseDeadline(0, 10).get_timeout()


def test_a_stream_earns_time_with_what_it_brings():
    deadline = ResponseDeadline(2, 10)
    deadline.start_streaming()
    deadline.record_read(seconds=1.5, byte_count=0)
    assert deadline.get_remaining_seconds() == 0.5
    deadline.record_read(seconds=1.5, byte_count=4 * MIN_BYTES_PER_SECOND)
    assert deadline.get_remaining_seconds() == 3


def test_a_stream_that_pauses_at_the_readers_end_loses_nothing():
    deadline = ResponseDeadline(0.001, 10)
    deadline.start_streaming()
    deadline.ends_at -= 3600
    assert deadline.get_remaining_seconds() == 0.001
