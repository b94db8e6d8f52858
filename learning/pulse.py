"""The pulse: two statements about *us*, asked every six weeks, and counted without a name.

An answer adds one to a count, and that is all that is kept of it: no row says who gave it or when.
That somebody was asked is known, so that they are not asked twice; see `optional_answer`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint, bindparam, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from learning.catalogue import Catalogue
from learning.clock import monday_of
from learning.content import PulseItem
from learning.database import Base
from learning.errors import NotFound
from learning.organisation import Organisation
from learning.person import Person
from learning.team import TeamMember
from learning.week_off import WEEK

ROUND_WEEKS, ASKED_WEEKS = 6, 3
"""A round takes six weeks; it asks in the first three, and can be read when those are over."""
ITEMS_IN_A_ROUND = 2
SMALLEST_TEAM = 10
"""People; a smaller team could never be shown its answers, so they are not counted for it."""
WHOLE = 0
"""In place of a team: all of the organisation."""

_COUNT = text(
    "INSERT INTO pulse_count (organisation_id, team_id, begins_on, item, answers, agreed)"
    " VALUES (:organisation_id, :team_id, :begins_on, :item, 1, :agreed)"
    " ON CONFLICT (organisation_id, team_id, begins_on, item) DO UPDATE"
    " SET answers = pulse_count.answers + 1, agreed = pulse_count.agreed + excluded.agreed"
).bindparams(bindparam("begins_on", type_=Date))


class PulseCount(Base):
    """How many answered one statement in one round, and how many of them agreed."""

    __tablename__ = "pulse_count"
    __table_args__ = (UniqueConstraint("organisation_id", "team_id", "begins_on", "item"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    team_id: Mapped[int]
    """A team; or 0 for the whole organisation. Counts outlive a team that is removed."""
    begins_on: Mapped[date]
    """The Monday of the round."""
    item: Mapped[str] = mapped_column(String(80))
    answers: Mapped[int]
    agreed: Mapped[int]


@dataclass(frozen=True)
class PulseRound:
    """Six weeks with their two statements."""

    begins_on: date
    number: int
    """Counted from the round in which the organisation came; that is 0."""
    week: int
    """Which week of the round it is: 1 to 6."""

    @property
    def asks(self) -> bool:
        """Whether people are asked in this week."""
        return self.week <= ASKED_WEEKS

    def items(self, catalogue: Catalogue, language: str) -> list[PulseItem]:
        """Return the statements of this round; they take turns in the programme's order."""
        every = all_items(catalogue, language)
        first = self.number * ITEMS_IN_A_ROUND
        return [every[(first + step) % len(every)] for step in range(ITEMS_IN_A_ROUND)]


def round_of(organisation: Organisation, at: datetime) -> PulseRound:
    """Return the round that `at` is in."""
    came, monday = (monday_of(organisation.today(one)) for one in (organisation.created_at, at))
    number, week = divmod((monday - came) // WEEK, ROUND_WEEKS)
    return PulseRound(came + number * ROUND_WEEKS * WEEK, number, week + 1)


def all_items(catalogue: Catalogue, language: str) -> list[PulseItem]:
    """Return every statement once, in the programme's order."""
    modules = (catalogue.module(slug, language) for slug in catalogue.programme)
    return list({item.id: item for module in modules for item in module.pulse}.values())


def count_answers(
    session: Session,
    person: Person,
    this: PulseRound,
    items: Sequence[PulseItem],
    answers: Mapping[str, bool],
) -> None:
    """Add one to the counts of the statements that were answered: True agrees.

    The caller sees to it that nobody is counted twice. Raises NotFound for another statement.
    """
    if not answers.keys() <= {item.id for item in items}:
        raise NotFound("This is not asked any more.")
    places = [WHOLE, *sorted(_teams_counted(session, person.id))]
    for item, agrees in sorted(answers.items()):
        for place in places:
            values = {
                "organisation_id": person.organisation_id,
                "team_id": place,
                "begins_on": this.begins_on,
                "item": item,
                "agreed": int(agrees),
            }
            session.execute(_COUNT, values)


def read_pulse(
    session: Session, organisation: Organisation, at: datetime, team_id: int = WHOLE
) -> list[PulseCount]:
    """Return the counts of the rounds that do not ask any more, oldest first.

    While a round still asks, its counts would show each new answer by itself.
    """
    current = round_of(organisation, at)
    mine = (
        PulseCount.organisation_id == organisation.id,
        PulseCount.team_id == team_id,
        PulseCount.begins_on < current.begins_on
        if current.asks
        else PulseCount.begins_on <= current.begins_on,
    )
    return list(
        session.scalars(
            select(PulseCount).where(*mine).order_by(PulseCount.begins_on, PulseCount.id)
        )
    )


def _teams_counted(session: Session, person_id: int) -> list[int]:
    mine = select(TeamMember.team_id).where(TeamMember.person_id == person_id)
    large = (
        select(TeamMember.team_id)
        .where(TeamMember.team_id.in_(mine))
        .group_by(TeamMember.team_id)
        .having(func.count() >= SMALLEST_TEAM)
    )
    return list(session.scalars(large))
