"""Launches wait for the tool, but not for ever."""

from practice_lms.course import LINKS
from practice_lms.launches import Launch, Launches
from practice_lms.people import person_named


def test_a_launch_is_good_once():
    launches = Launches()
    launch = Launch(person_named("Ben"), LINKS[0], "iframe")
    launch_id = launches.begin(launch)
    assert launches.use_up(launch_id) == launch
    assert launches.use_up(launch_id) is None


def test_the_oldest_of_a_thousand_are_forgotten():
    launches = Launches()
    launch = Launch(person_named("Ben"), LINKS[0], "iframe")
    ids = [launches.begin(launch) for _ in range(1001)]
    assert launches.use_up(ids[0]) is None
    assert launches.use_up(ids[1]) == launch
