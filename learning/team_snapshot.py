"""Team snapshots: how many of a team had completed a module, as it was on a Monday.

What a leader sees is read from these rows, so it changes once a week and not with each click. They
are made so that rows cannot be played off against each other (`learning/threshold.py`):

- A count begins on the Monday of the module's week, with those who are on the team then, and stays
  about them. Who comes later is counted from the next module on; who leaves stays as they were.
- Somebody is counted for a module in one row only, whichever teams they are on.
- Who leads the team is not counted: it is they who look.
"""

from collections.abc import Iterator
from datetime import date, datetime, time

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    String,
    UniqueConstraint,
    and_,
    false,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from learning.catalogue import Catalogue
from learning.clock import monday_of
from learning.cohort import Cohort
from learning.completion import has_completed
from learning.database import Base
from learning.organisation import Organisation
from learning.person import Person
from learning.team_unit import Key, Unit, read_units
from learning.threshold import Count, may_show
from learning.week_off import WEEK

MOST_WEEKS = 8
"""How many Mondays are caught up with after a worker was away."""
LIVE_WEEKS = 12
"""For how many weeks a module is counted again; then its count stays as it is."""
_PIECE = 500


class TeamSnapshot(Base):
    """One module in one team, or in one context that has no teams."""

    __tablename__ = "team_snapshot"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(
        ForeignKey("team.id", ondelete="CASCADE"), index=True
    )
    context_id: Mapped[int | None] = mapped_column(
        ForeignKey("context.id", ondelete="CASCADE"), index=True
    )
    """Set where there is no team."""
    module: Mapped[str] = mapped_column(String(80))
    begun_on: Mapped[date]
    """The Monday of the module's week."""
    counted_on: Mapped[date]
    """The Monday whose beginning the count tells of."""
    of: Mapped[int]
    """How many it began with."""
    here: Mapped[int]
    """How many of them are still on the team."""
    done: Mapped[int] = mapped_column(default=0)
    done_gone: Mapped[int] = mapped_column(default=0)
    """How many of those who left had done it when they did."""

    @property
    def key(self) -> Key:
        """Whose count it is."""
        return self.team_id, self.context_id

    @property
    def count(self) -> Count:
        """What is known, for `learning.threshold`."""
        return Count(self.done, self.of, self.of - self.here)


class CountedPerson(Base):
    """Somebody is among those whom a snapshot began with."""

    __tablename__ = "counted_person"
    __table_args__ = (UniqueConstraint("person_id", "module"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    snapshot_id: Mapped[int] = mapped_column(
        ForeignKey("team_snapshot.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    module: Mapped[str] = mapped_column(String(80))
    left_on: Mapped[date | None]
    """The Monday by which they had left; they are not counted any further."""


class SnapshotWeek(Base):
    """Up to which Monday an organisation's snapshots are made. One worker takes a week, once."""

    __tablename__ = "snapshot_week"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    counted_on: Mapped[date]


def mondays_due(session: Session, at: datetime) -> dict[int, date]:
    """Return the organisations whose snapshots are not made yet, and up to which Monday."""
    done = {one.organisation_id: one.counted_on for one in session.scalars(select(SnapshotWeek))}
    mondays = {
        one.id: monday_of(one.today(at))
        for one in session.scalars(select(Organisation).order_by(Organisation.id))
    }
    return {key: day for key, day in mondays.items() if done.get(key, date.min) < day}


def count_weeks(
    session: Session, organisation: Organisation, catalogue: Catalogue, monday: date
) -> bool:
    """Make the snapshots up to this Monday; tell whether there was anything to make.

    The first time, only this Monday's: nobody knows how the teams were before.
    """
    before = _take(session, organisation.id, monday)
    if before is not None and before >= monday:
        return False
    first = monday if before is None else max(before + WEEK, monday - (MOST_WEEKS - 1) * WEEK)
    units = read_units(session, organisation.id)
    while first <= monday:
        _count_week(session, organisation, catalogue, units, first)
        first += WEEK
    return True


def _take(session: Session, organisation_id: int, monday: date) -> date | None:
    """Hold an organisation's row and set it to this Monday; return what it was before."""
    session.execute(
        select(Organisation.id).where(Organisation.id == organisation_id).with_for_update()
    )
    week = session.get(SnapshotWeek, organisation_id, populate_existing=True)
    if week is None:
        session.add(SnapshotWeek(organisation_id=organisation_id, counted_on=monday))
        return None
    before, week.counted_on = week.counted_on, max(week.counted_on, monday)
    return before


def _count_week(
    session: Session,
    organisation: Organisation,
    catalogue: Catalogue,
    units: list[Unit],
    monday: date,
) -> None:
    begins = datetime.combine(monday, time(), organisation.zone)
    mine = TeamSnapshot.organisation_id == organisation.id
    fresh = TeamSnapshot.begun_on > monday - LIVE_WEEKS * WEEK
    live = {one.id: one for one in session.scalars(select(TeamSnapshot).where(mine, fresh))}
    counted = {key: one for key, one in live.items() if may_show(one.here)}
    _let_leave(session, counted, {unit.key: unit.people for unit in units}, monday, begins)
    known = select(TeamSnapshot.team_id, TeamSnapshot.context_id, TeamSnapshot.module).where(mine)
    begun = {tuple(row) for row in session.execute(known)}
    taken: dict[str, set[int]] = {}
    for unit in units:
        module = _module_of(session, unit, catalogue, organisation, begins)
        if module is not None and (*unit.key, module) not in begun:
            if module not in taken:
                taken[module] = _taken(session, organisation.id, module)
            _begin(session, organisation.id, unit.key, unit.people - taken[module], module, monday)
    _count(session, counted, monday, begins)


def _module_of(
    session: Session,
    unit: Unit,
    catalogue: Catalogue,
    organisation: Organisation,
    begins: datetime,
) -> str | None:
    """Return the module of this week: that of the cohort which most of the unit are in."""
    most = max(unit.cohorts, key=lambda cohort: (unit.cohorts[cohort], cohort))
    cohort, today = session.get_one(Cohort, most), organisation.today(begins)
    programme = cohort.programme(catalogue, organisation)
    return cohort.module_of_week(programme, today) if cohort.week(today) > 0 else None


def _let_leave(
    session: Session,
    snapshots: dict[int, TeamSnapshot],
    people: dict[Key, set[int]],
    monday: date,
    begins: datetime,
) -> None:
    """Note who is not there any more, and count them as they leave."""
    here: dict[int, int] = dict.fromkeys(snapshots, 0)
    gone: list[int] = []
    still = (
        select(CountedPerson.id, CountedPerson.snapshot_id, CountedPerson.person_id)
        .join(TeamSnapshot)
        .where(_of(snapshots), CountedPerson.left_on.is_(None))
    )
    for number, snapshot_id, person_id in session.execute(still):
        if snapshot_id not in snapshots:
            continue
        if person_id in people.get(snapshots[snapshot_id].key, ()):
            here[snapshot_id] += 1
        else:
            gone.append(number)
    for number, snapshot in snapshots.items():
        snapshot.here = here[number]
    for piece in (gone[start : start + _PIECE] for start in range(0, len(gone), _PIECE)):
        these = CountedPerson.id.in_(piece)
        for number, done in _completed(session, these, begins):
            snapshots[number].done_gone += done
        session.execute(update(CountedPerson).where(these).values(left_on=monday))


def _taken(session: Session, organisation_id: int, module: str) -> set[int]:
    """Return who is, or was, counted for a module. Nobody is in two units, so it stays true."""
    counted = (
        select(CountedPerson.person_id)
        .join(Person, Person.id == CountedPerson.person_id)
        .where(CountedPerson.module == module, Person.organisation_id == organisation_id)
    )
    return set(session.scalars(counted))


def _begin(
    session: Session,
    organisation_id: int,
    key: Key,
    people: set[int],
    module: str,
    monday: date,
) -> None:
    """Begin to count a module in a unit, with these people."""
    if not may_show(len(people)):
        return
    team_id, context_id = key
    snapshot = TeamSnapshot(
        organisation_id=organisation_id,
        team_id=team_id,
        context_id=context_id,
        module=module,
        begun_on=monday,
        counted_on=monday,
        of=len(people),
        here=len(people),
        done=0,
        done_gone=0,
    )
    session.add(snapshot)
    session.flush()
    row = {"snapshot_id": snapshot.id, "module": module}
    session.execute(insert(CountedPerson), [row | {"person_id": one} for one in sorted(people)])


def _count(
    session: Session, snapshots: dict[int, TeamSnapshot], monday: date, begins: datetime
) -> None:
    """Count again those who are here. A count never falls, whatever has been erased since."""
    here = CountedPerson.left_on.is_(None)
    done = dict(_completed(session, and_(here, _of(snapshots)), begins))
    for number, snapshot in snapshots.items():
        if may_show(snapshot.here):
            snapshot.done = max(snapshot.done, snapshot.done_gone + done.get(number, 0))
            snapshot.counted_on = monday
    session.flush()


def _completed(
    session: Session, which: ColumnElement[bool], begins: datetime
) -> Iterator[tuple[int, int]]:
    """Yield, by snapshot, how many of these counted people have completed its module."""
    completed = has_completed(CountedPerson.person_id, CountedPerson.module, begins)
    by_snapshot = (
        select(CountedPerson.snapshot_id, func.count())
        .join(TeamSnapshot)
        .where(which, completed)
        .group_by(CountedPerson.snapshot_id)
    )
    yield from ((number, done) for number, done in session.execute(by_snapshot))


def _of(snapshots: dict[int, TeamSnapshot]) -> ColumnElement[bool]:
    """Select by what snapshots have in common: a list of them all would be too long for SQL."""
    if not snapshots:
        return false()
    some = next(iter(snapshots.values()))
    return and_(
        TeamSnapshot.organisation_id == some.organisation_id,
        TeamSnapshot.begun_on >= min(one.begun_on for one in snapshots.values()),
    )
