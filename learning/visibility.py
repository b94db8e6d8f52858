"""Who sees what: the one table of it. Pages about others ask it, and *Who sees what* tells it.

What stands in no row, nobody sees: plans, answers and look backs are in their owner's row alone.
"""

from collections.abc import Iterable
from enum import StrEnum

from learning.policy import Policy


class Viewer(StrEnum):
    """Somebody who might look. One person may be several of these."""

    LEARNER = "learner"
    HOST = "host"
    LEADER = "leader"
    LEARNING = "learning"
    """Who looks after learning and development: they set the course up."""
    GRADEBOOK = "gradebook"
    """Whoever reads the gradebook of the LMS."""
    UNION = "union"
    """Who speaks for the employees: a union or a safety representative."""
    OPERATOR = "operator"


class Sight(StrEnum):
    """Something that can be seen. Each has its sentence in `web/privacy.py`."""

    OWN = "own"
    """All that one has written and done oneself."""
    HEADLINE = "headline"
    """How many teams have held a huddle, in the whole organisation."""
    TEAM_SPREAD = "team-spread"
    """How learning spreads in a team that one is on: what everyone on it sees alike."""
    HEADCOUNT = "headcount"
    """How many were at a huddle that one has hosted."""
    TEAM_COUNTS = "team-counts"
    """How many of one's own team have done something."""
    TEAM_NAMES = "team-names"
    """Who of one's own team has completed a module."""
    PULSE = "pulse"
    """What people have answered about their teams, added up over the organisation."""
    SPREAD = "spread"
    """How learning spreads in the organisation, in figures."""
    LOG = "log"
    """Who has saved figures or a person's data, and when the policy was changed."""
    SCORE = "score"
    """80 or 100, beside a name."""
    HANDED = "handed"
    """What Baton's users may hand over: the same figures, the log, and what is kept where."""
    DATABASE = "database"
    """All that is stored."""


SEES: dict[Viewer, frozenset[Sight]] = {
    Viewer.LEARNER: frozenset({Sight.OWN, Sight.HEADLINE, Sight.TEAM_SPREAD}),
    Viewer.HOST: frozenset({Sight.HEADCOUNT}),
    Viewer.LEADER: frozenset({Sight.TEAM_COUNTS, Sight.TEAM_NAMES}),
    Viewer.LEARNING: frozenset({Sight.PULSE, Sight.SPREAD, Sight.LOG}),
    Viewer.GRADEBOOK: frozenset({Sight.SCORE}),
    Viewer.UNION: frozenset({Sight.HANDED}),
    Viewer.OPERATOR: frozenset({Sight.DATABASE}),
}
"""The rows, in the order in which they are told."""

NEEDS: dict[Sight, Policy] = {Sight.TEAM_NAMES: Policy.NAMED}
"""What is seen under one policy only."""


def sees(viewer: Viewer, sight: Sight, policy: Policy = Policy.COUNTS) -> bool:
    """Tell whether this viewer sees this, where the organisation has this policy."""
    return sight in SEES[viewer] and NEEDS.get(sight, policy) == policy


def any_sees(viewers: Iterable[Viewer], sight: Sight, policy: Policy = Policy.COUNTS) -> bool:
    """Tell whether somebody who is all of these sees this."""
    return any(sees(viewer, sight, policy) for viewer in viewers)


def sights_of(viewer: Viewer, policy: Policy) -> list[Sight]:
    """Return what this viewer sees, in the order of `Sight`."""
    return [sight for sight in Sight if sees(viewer, sight, policy)]
