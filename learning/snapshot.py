"""A snapshot of the spread: taken once a week, so that no single day's doings can be read off it.

Each says how it was when its Monday began. The rows are the history; none is ever changed.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from learning.catalogue import Catalogue
from learning.clock import Now, monday_of
from learning.database import Base, Database
from learning.organisation import Organisation
from learning.spread import Spread, measure
from learning.spread_facts import read_spread_facts
from learning.spread_person import count_people

WHOLE = ""
"""In place of an arc: the whole programme."""
PATIENCE = timedelta(minutes=30)
"""After this a claim without a result is taken over: whoever made it was stopped."""


class SpreadSnapshot(Base):
    """The counts of one week and one arc, or of the whole programme."""

    __tablename__ = "spread_snapshot"
    __table_args__ = (UniqueConstraint("organisation_id", "monday", "arc"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    monday: Mapped[date]
    arc: Mapped[str] = mapped_column(String(80))
    figures: Mapped[str | None] = mapped_column(Text)
    """A `Spread` as JSON; None while it is being measured."""
    claimed_at: Mapped[datetime]
    """In real time: since when somebody is at it."""

    @property
    def spread(self) -> Spread:
        """The counts."""
        return Spread.model_validate_json(self.figures or "")


def read_snapshots(
    session: Session, organisation_id: int, arc: str = WHOLE, since: date | None = None
) -> list[SpreadSnapshot]:
    """Return the weekly snapshots of an arc, or of the whole programme, oldest first."""
    mine = (
        select(SpreadSnapshot)
        .where(
            SpreadSnapshot.organisation_id == organisation_id,
            SpreadSnapshot.arc == arc,
            SpreadSnapshot.figures.is_not(None),
        )
        .order_by(SpreadSnapshot.monday)
    )
    return list(session.scalars(mine.where(SpreadSnapshot.monday >= since) if since else mine))


def latest_snapshot(session: Session, organisation_id: int) -> SpreadSnapshot | None:
    """Return the newest snapshot of the whole programme, if there is one."""
    mine = (
        select(SpreadSnapshot)
        .where(
            SpreadSnapshot.organisation_id == organisation_id,
            SpreadSnapshot.arc == WHOLE,
            SpreadSnapshot.figures.is_not(None),
        )
        .order_by(SpreadSnapshot.monday.desc())
    )
    return session.scalar(mine.limit(1))


def take_due(
    database: Database,
    catalogue: Catalogue,
    now: Now,
    goes_on: Callable[[], bool] = lambda: True,
) -> int:
    """Take this week's snapshots that are missing; return for how many organisations.

    Several workers may do so at once: a row says who is at it. Nothing is locked while measuring.
    `goes_on` says whether there is time for one more.
    """
    with database.read() as session:
        due = _due(session, now)
    taken = 0
    for organisation, monday in due:
        if not goes_on():
            break
        with database.write() as session:
            if not _claim(session, organisation.id, monday, now.real):
                continue
        with database.read() as session:
            week = measure_week(session, organisation, catalogue, monday)
        with database.write() as session:
            keep_week(session, organisation.id, monday, week, now.real)
        taken += 1
    return taken


@dataclass(frozen=True)
class Week:
    """What was measured of one week: who was counted, and the counts of the whole and each arc."""

    people: frozenset[int]
    spreads: tuple[tuple[str, Spread], ...]


def measure_week(
    session: Session, organisation: Organisation, catalogue: Catalogue, monday: date
) -> Week:
    """Return the counts as a Monday began: of the whole programme, and of each arc."""
    facts = read_spread_facts(session, organisation, _beginning(organisation, monday))
    arcs = ((arc.slug, measure(facts.of_modules(arc.modules))) for arc in catalogue.order.arcs)
    return Week(facts.eligible, ((WHOLE, measure(facts)), *arcs))


def keep_week(
    session: Session, organisation_id: int, monday: date, week: Week, at: datetime
) -> None:
    """Keep a week as its snapshots, and note who was counted: so it is seen how many leave."""
    before = latest_snapshot(session, organisation_id)
    gone = count_people(session, organisation_id, week.people, before.spread if before else None)
    spreads = [(arc, spread.model_copy(update={"gone": gone})) for arc, spread in week.spreads]
    keep(session, organisation_id, monday, spreads, at)


def keep(
    session: Session,
    organisation_id: int,
    monday: date,
    measured: Iterable[tuple[str, Spread]],
    at: datetime,
) -> None:
    """Keep these counts as the snapshots of a week."""
    week = (
        SpreadSnapshot.organisation_id == organisation_id,
        SpreadSnapshot.monday == monday,
    )
    session.execute(delete(SpreadSnapshot).where(*week))
    for arc, spread in measured:
        session.add(
            SpreadSnapshot(
                organisation_id=organisation_id,
                monday=monday,
                arc=arc,
                figures=spread.model_dump_json(),
                claimed_at=at,
            )
        )
    session.flush()


def _due(session: Session, now: Now) -> list[tuple[Organisation, date]]:
    done: set[tuple[int, date]] = set()
    oldest = monday_of(now.learning.date()) - timedelta(weeks=1)
    rows = select(SpreadSnapshot.organisation_id, SpreadSnapshot.monday).where(
        SpreadSnapshot.arc == WHOLE,
        SpreadSnapshot.monday >= oldest,
        SpreadSnapshot.figures.is_not(None) | (SpreadSnapshot.claimed_at > now.real - PATIENCE),
    )
    done.update((organisation, monday) for organisation, monday in session.execute(rows))
    every = [
        (organisation, monday_of(organisation.today(now.learning)))
        for organisation in session.scalars(select(Organisation).order_by(Organisation.id))
    ]
    return [one for one in every if (one[0].id, one[1]) not in done]


def _claim(session: Session, organisation_id: int, monday: date, at: datetime) -> bool:
    """Note that this process measures a week; tell whether no other one does."""
    this = (
        SpreadSnapshot.organisation_id == organisation_id,
        SpreadSnapshot.monday == monday,
        SpreadSnapshot.arc == WHOLE,
    )
    session.execute(
        delete(SpreadSnapshot).where(
            *this, SpreadSnapshot.figures.is_(None), SpreadSnapshot.claimed_at <= at - PATIENCE
        )
    )
    try:
        with session.begin_nested():
            session.add(
                SpreadSnapshot(
                    organisation_id=organisation_id, monday=monday, arc=WHOLE, claimed_at=at
                )
            )
    except IntegrityError:
        return False
    return True


def _beginning(organisation: Organisation, monday: date) -> datetime:
    return datetime.combine(monday, time(), organisation.zone)
