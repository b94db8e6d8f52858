"""What a team is called on a page."""

from learning.team import Origin, Team
from web.language import gettext as _


def called(team: Team) -> str:
    """Return a team's name; one that comes from Microsoft 365 has only that of its leader."""
    if team.origin == Origin.REPORTS:
        return _("%(leader)s's team", leader=team.name)
    return team.name
