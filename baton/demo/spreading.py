"""How it has spread in the demo: huddles in both teams, handed on, and the weeks of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from learning.catalogue import Catalogue
from learning.clock import monday_of
from learning.handover import find_handover, hand_over
from learning.huddle import HuddleKind, hold_huddle
from learning.organisation import Organisation
from learning.person import Person
from learning.pulse import count_answers, round_of
from learning.snapshot import keep_week, measure_week
from learning.team import Team

_DAY = timedelta(days=1)
_HUDDLES = (
    (0, 1, 0, 4, "full"),
    (1, 3, 0, 5, "full"),
    (2, 9, 0, 3, "minute"),
    (0, 8, 1, 5, "full"),
    (3, 11, 1, 6, "paper"),
    (1, 16, 2, 5, "full"),
)
"""Who of the team hosted, on which day, which module, how many were there, and how it was held."""


def spread_out(
    session: Session,
    catalogue: Catalogue,
    teams: Sequence[tuple[Team, list[Person]]],
    start: datetime,
    now: datetime,
) -> None:
    """Let both teams meet from `start` on. In each list the leader comes first."""
    for late, (team, people) in enumerate(teams):
        last: dict[str, tuple[int, str]] = {}
        for host, day, number, there, kind in _HUDDLES:
            at = min(start + (day + 2 * late) * _DAY, now)
            module, handover_id = catalogue.programme[number], None
            if module in last and (by := find_handover(session, last[module][1], at)):
                by.take(people[host], at)
                handover_id = by.id
            huddle = hold_huddle(
                session,
                people[host],
                module,
                HuddleKind(kind),
                there - late,
                at,
                team_id=team.id,
                handover_id=handover_id,
            )
            last[module] = (host, hand_over(session, huddle, people[host], at, with_name=True))
    session.flush()


def look_at_the_weeks(
    session: Session, organisation: Organisation, catalogue: Catalogue, weeks: int, now: datetime
) -> None:
    """Take the snapshots of the weeks that have been, as the nights to Monday would have."""
    this_week = monday_of(organisation.today(now))
    for back in reversed(range(weeks)):
        monday = this_week - timedelta(weeks=back)
        week = measure_week(session, organisation, catalogue, monday)
        keep_week(session, organisation.id, monday, week, now)


def feel_the_pulse(
    session: Session, catalogue: Catalogue, people: Sequence[Person], start: datetime
) -> None:
    """Let most people answer the pulse of the first weeks."""
    this = round_of(people[0].organisation, start)
    items = this.items(catalogue, "en")
    for place, person in enumerate(people[:10]):
        answers = {items[0].id: place % 3 != 0, items[1].id: place % 2 == 0}
        count_answers(session, person, this, items, answers)
