"""The pace that keeps Microsoft's rates; against them it is tried in `test_worker_nudges`."""

from doubles.graph import BULK, PER_SECOND, SINGLE

from teams_app.pace import ALONE, AMONG_MANY, APART, Pace


def test_calls_that_far_apart_are_never_too_many() -> None:
    """One more than a second's allowance is spread over more than a second."""
    assert APART[ALONE] * PER_SECOND[SINGLE] > 1
    assert APART[AMONG_MANY] * PER_SECOND[BULK] > 1


def test_who_is_to_stop_waits_for_nothing() -> None:
    pace = Pace()
    assert pace.wait(ALONE, lambda: True)
    pace.note_answer(ALONE)
    assert not pace.wait(ALONE, lambda: False)


def test_a_call_for_many_does_not_wait_for_one_for_somebody_alone() -> None:
    pace = Pace()
    pace.note_answer(ALONE)
    asked = []
    assert pace.wait(AMONG_MANY, lambda: not asked.append(1))
    assert len(asked) == 1, "it looked once, and did not wait"
