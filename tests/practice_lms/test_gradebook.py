"""The gradebook keeps what a test or the page wants to look up."""

import threading
from datetime import UTC, datetime

import pytest

from practice_lms.course import LINKS
from practice_lms.gradebook import Gradebook, NoSuchColumn, NotNewer
from practice_lms.score import Score


@pytest.fixture
def gradebook():
    return Gradebook(LINKS)


def score(points: float, second: int = 0) -> Score:
    moment = datetime(2026, 11, 23, 10, 0, second, tzinfo=UTC)
    return Score("12", moment, "Completed", "FullyGraded", points, 100, "")


def test_a_column_is_found_by_its_link(gradebook):
    assert gradebook.column_for("module-ask-early").resource_id == "ask-early"
    assert gradebook.column_for("week-now").label == "This week's module"


def test_a_removed_column_is_not_found(gradebook):
    gradebook.remove_column(gradebook.column_for("week-now").number)
    with pytest.raises(NoSuchColumn):
        gradebook.column_for("week-now")


@pytest.mark.parametrize("verb", ["column", "remove_column", "change_column"])
def test_a_column_that_never_was_cannot_be_changed(gradebook, verb):
    with pytest.raises(NoSuchColumn):
        getattr(gradebook, verb)(99)


def test_a_teacher_can_overwrite_a_grade(gradebook):
    gradebook.record(1, score(80))
    gradebook.set_by_teacher(1, "12", 35, datetime(2026, 11, 24, tzinfo=UTC))
    assert gradebook.grade(1, "12").score == 35
    with pytest.raises(NotNewer):
        gradebook.record(1, score(100, second=30))


def test_of_many_scores_at_once_one_of_each_second_is_taken(gradebook):
    taken = []

    def post(points: int) -> None:
        try:
            gradebook.record(1, score(points))
        except NotNewer:
            return
        taken.append(points)

    threads = [threading.Thread(target=post, args=(points,)) for points in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [gradebook.grade(1, "12").score] == taken
