"""The team poll: five statements about *us*, which together point to the topic that helps next.

It is about a team and not about anybody in it, so only sums are kept: nothing that somebody
answered can be found again, or erased. A sum says something above the threshold for activity, and
it is a suggestion to whoever looks after the course.
"""

from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from learning.cohort import Cohort
from learning.database import Base
from learning.programme_order import Programme
from learning.threshold import may_show

WEEKS = 4
"""A round: there is one poll in so many weeks."""
AREAS: Mapping[str, tuple[str, ...]] = {
    "feedback": ("feedback",),
    "coaching": ("coaching",),
    "prioritizing": ("prioritizing",),
    "together": ("team-processes", "team-functions"),
    "direction": ("change", "strategy", "reflection"),
}
"""What the five statements are about, and the arcs that help there."""


class Step(StrEnum):
    """How often a statement holds."""

    OFTEN = "often"
    SOMETIMES = "sometimes"
    RARELY = "rarely"


class PollTally(Base):
    """How often each answer was given in one round, in one area."""

    __tablename__ = "poll_tally"
    __table_args__ = (UniqueConstraint("cohort_id", "round", "area"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    round: Mapped[int]
    area: Mapped[str] = mapped_column(String(24))
    often: Mapped[int] = mapped_column(default=0)
    sometimes: Mapped[int] = mapped_column(default=0)
    rarely: Mapped[int] = mapped_column(default=0)

    @property
    def answers(self) -> int:
        """How many have answered."""
        return self.often + self.sometimes + self.rarely

    @property
    def need(self) -> float:
        """How far the statement is from holding often, from 0 to 2."""
        return (self.sometimes + 2 * self.rarely) / self.answers


def round_after(programme: Programme, slug: str, week: int) -> int | None:
    """Return which round's poll comes after a module, or None.

    It comes at an arc's end, or when the arc has lasted for four weeks, and only while there is an
    arc ahead to suggest.
    """
    place = programme.number(slug) - 1
    arc = programme.arcs[place]
    lasted = programme.arcs[: place + 1].count(arc)
    is_due = programme.ends_arc(slug) or lasted >= WEEKS
    return week // WEEKS if is_due and week >= WEEKS and programme.arcs_ahead(week) else None


def take_poll(session: Session, cohort: Cohort, number: int, answers: Mapping[str, Step]) -> None:
    """Count somebody's answers, by area."""
    # Locked, so that the first two of a round do not both begin its sums.
    session.scalars(select(Cohort.id).where(Cohort.id == cohort.id).with_for_update()).one()
    known = {tally.area: tally for tally in _tallies(session, cohort, number)}
    for area, step in answers.items():
        tally = known.get(area) or PollTally(
            cohort_id=cohort.id, round=number, area=area, often=0, sometimes=0, rarely=0
        )
        setattr(tally, step, getattr(tally, step) + 1)
        session.add(tally)


def suggested_arc(session: Session, cohort: Cohort, programme: Programme, week: int) -> str | None:
    """Return the arc that the newest poll points to, of those ahead; None if it points to none.

    Whoever looks may have answered too, so it takes five others beside one.
    """
    number = session.scalar(
        select(PollTally.round)
        .where(PollTally.cohort_id == cohort.id)
        .order_by(PollTally.round.desc())
        .limit(1)
    )
    ahead = programme.arcs_ahead(week)
    needs: dict[str, float] = {}
    for tally in _tallies(session, cohort, number) if number is not None else []:
        arc = next((arc for arc in ahead if arc in AREAS.get(tally.area, ())), None)
        if arc is not None and may_show(tally.answers - 1):
            needs[arc] = tally.need
    best = max(needs, key=lambda arc: (needs[arc], -ahead.index(arc)), default=None)
    return best if best is not None and needs[best] > 0 else None


def _tallies(session: Session, cohort: Cohort, number: int) -> list[PollTally]:
    of_round = PollTally.cohort_id == cohort.id, PollTally.round == number
    return list(session.scalars(select(PollTally).where(*of_round)))
