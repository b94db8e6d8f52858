"""The chain by which one notice takes the place of another."""

from datetime import date, timedelta

from teams_app.nudge import chain_of

MONDAY = date(2026, 11, 23)


def test_each_week_has_a_chain_of_its_own_that_graph_can_count() -> None:
    weeks = [MONDAY + timedelta(weeks=number) for number in range(600)]
    chains = [chain_of(monday) for monday in weeks]
    assert len(set(chains)) == len(weeks)
    assert all(0 < chain < 2**63 for chain in chains)
    assert chain_of(MONDAY) == 20261123
