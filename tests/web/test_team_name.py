"""A team is called what its file calls it; one from Microsoft 365 is its leader's."""

from flask import Flask

from learning.team import Origin, Team
from web.language import speaking
from web.team_name import called


def test_a_team_from_microsoft_365_is_called_by_its_leader(app: Flask) -> None:
    with app.test_request_context():
        assert called(Team(name="Day shift", origin=Origin.DATA)) == "Day shift"
        reports = Team(name="Amira", origin=Origin.REPORTS)
        assert called(reports) == "Amira's team"
        with speaking("sv"):
            assert called(reports) == "teamet som Amira leder"
