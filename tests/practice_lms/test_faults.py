"""A test can make the LMS fail in the ways in which real ones do."""

import threading

import pytest
import requests


def points(platform, number=2, sub="12"):
    grade = platform.lms.gradebook.grade(number, sub)
    return grade and grade.score


@pytest.fixture
def faults(platform):
    yield platform.lms.faults
    platform.lms.faults.clear()


@pytest.fixture
def in_background(faults):
    """Runs a function in a thread; what is held is let go, and the thread ends, with the test."""
    threads = []

    def run(function):
        answers = []
        thread = threading.Thread(target=lambda: answers.append(function()))
        thread.start()
        threads.append(thread)
        return answers

    yield run
    faults.clear()
    for thread in threads:
        thread.join(timeout=10)


def test_an_answer_can_be_put_in_the_place_of_the_real_one(platform, faults):
    faults.answer_with(503, "<h1>Busy</h1>", {"Retry-After": "7"}, times=2)
    for _ in range(2):
        answer = platform.post_score()
        assert (answer.status_code, answer.text) == (503, "<h1>Busy</h1>")
        assert answer.headers["Retry-After"] == "7"
    assert points(platform) is None
    assert platform.post_score().status_code == 200
    assert [post.status for post in platform.lms.gradebook.log] == [503, 503, 200]


def test_faults_happen_in_the_order_in_which_they_were_asked_for(platform, faults):
    faults.answer_with(500)
    faults.answer_with(429)
    assert [platform.post_score().status_code for _ in range(3)] == [500, 429, 200]


@pytest.mark.parametrize("part", ["tokens", "roster", "results", "line_items", "keys"])
def test_each_part_fails_on_its_own(platform, faults, part):
    bearer = platform.bearer()
    faults.answer_with(502, at=part)
    ask = {
        "tokens": lambda: platform.ask_token(),
        "roster": lambda: requests.get(f"{platform.origin}/course-1/memberships", headers=bearer),
        "results": lambda: requests.get(platform.line_item(2, "/results"), headers=bearer),
        "line_items": lambda: requests.get(platform.line_item(2), headers=bearer),
        "keys": lambda: requests.get(f"{platform.origin}/jwks"),
    }[part]
    assert platform.post_score(bearer=bearer).status_code == 200
    assert [ask().status_code, ask().status_code] == [502, 200]


def test_a_part_that_does_not_exist_cannot_fail(faults):
    with pytest.raises(KeyError):
        faults.answer_with(500, at="toaster")
    with pytest.raises(KeyError):
        faults.hold(1, at="toaster")


def test_a_dropped_score_was_never_stored(platform, faults):
    faults.drop()
    bearer = platform.bearer()
    with pytest.raises(requests.ConnectionError):
        platform.post_score(bearer=bearer)
    assert points(platform) is None
    assert platform.lms.gradebook.log[0].status is None
    assert platform.post_score().status_code == 200


def test_a_score_can_be_stored_and_its_answer_dropped(platform, faults):
    faults.drop(stored=True)
    bearer = platform.bearer()
    with pytest.raises(requests.ConnectionError):
        platform.post_score(bearer=bearer)
    assert points(platform) == 80
    assert platform.post_score().status_code == 409


def test_a_score_is_stored_while_its_answer_is_held_back(platform, faults, in_background):
    faults.hold(60)
    answers = in_background(lambda: platform.post_score())
    assert faults.wait_until_held()
    assert points(platform) == 80
    assert answers == []


def test_a_held_answer_can_be_released(platform, faults, in_background):
    faults.hold(60)
    released = threading.Event()
    in_background(lambda: platform.post_score() and released.set())
    assert faults.wait_until_held()
    faults.release()
    assert released.wait(10)


def test_other_requests_go_on_while_an_answer_is_held(platform, faults, in_background):
    faults.hold(60)
    in_background(lambda: platform.post_score())
    assert faults.wait_until_held()
    assert platform.ask_token().status_code == 200


def test_nothing_is_held_when_no_score_comes(faults):
    faults.hold(60)
    assert not faults.wait_until_held(timeout=0.01)


def test_clearing_ends_every_fault(platform, faults):
    faults.answer_with(500, times=5)
    faults.hold(60)
    faults.clear()
    assert platform.post_score().status_code == 200


def test_scores_can_be_held_for_a_random_time(make_platform):
    platform = make_platform(hold_scores_seconds=0.01)
    assert platform.post_score().status_code == 200
    assert points(platform) == 80
