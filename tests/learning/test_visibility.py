"""Who sees what, as the table has it: the table of the design, and nothing more."""

from learning.policy import Policy
from learning.visibility import SEES, Sight, Viewer, any_sees, sees, sights_of


def test_plans_and_answers_are_in_their_owners_row_alone() -> None:
    assert [viewer for viewer in Viewer if Sight.OWN in SEES[viewer]] == [Viewer.LEARNER]


def test_leaders_see_names_under_that_policy_only() -> None:
    assert not sees(Viewer.LEADER, Sight.TEAM_NAMES)
    assert sees(Viewer.LEADER, Sight.TEAM_NAMES, Policy.NAMED)
    assert Sight.TEAM_COUNTS in sights_of(Viewer.LEADER, Policy.COUNTS)
    assert [viewer for viewer in Viewer if sees(viewer, Sight.TEAM_NAMES, Policy.NAMED)] == [
        Viewer.LEADER
    ]


def test_who_is_several_sees_what_each_of_them_sees() -> None:
    both = {Viewer.LEARNER, Viewer.LEARNING}
    assert any_sees(both, Sight.LOG)
    assert not any_sees(both, Sight.TEAM_COUNTS)


def test_everybody_has_a_row() -> None:
    assert set(SEES) == set(Viewer)
    assert all(SEES.values())
