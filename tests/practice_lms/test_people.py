"""Twelve people in two teams."""

from practice_lms.people import PEOPLE, TEAMS, person_named


def test_there_are_twelve_people_in_two_teams_of_six():
    assert len({person.sub for person in PEOPLE}) == 12
    assert {team: len(people) for team, people in TEAMS.items()} == {
        "Day shift": 6,
        "Night shift": 6,
    }


def test_amira_leads_ben_and_dana():
    amira, ben, dana = (person_named(name) for name in ("Amira", "Ben", "Dana"))
    assert amira.role == "Instructor"
    assert ben.role == dana.role == "Learner"
    assert amira.team == ben.team == dana.team == "Day shift"


def test_one_person_leads_each_team_and_cannot_be_graded():
    for people in TEAMS.values():
        assert [person.can_be_graded for person in people].count(False) == 1
