"""Who was counted in the newest snapshot of the spread: so that it is known how many have left.

It is kept from week to week, and never longer (`learning/told_reach.py` says what for).
"""

from collections.abc import Collection

from sqlalchemy import ForeignKey, delete, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from learning.database import Base
from learning.spread import Spread

_PIECE = 500


class SpreadPerson(Base):
    """Somebody was among those whom the newest snapshot tells of."""

    __tablename__ = "spread_person"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)


def count_people(
    session: Session, organisation_id: int, people: Collection[int], before: Spread | None
) -> int:
    """Note who is counted now; return how many of those counted before are not any more.

    Who was erased meanwhile has left, too: so the number that the snapshot has is taken, and not
    that of the rows.
    """
    mine = SpreadPerson.organisation_id == organisation_id
    known = set(session.scalars(select(SpreadPerson.person_id).where(mine)))
    gone, new = sorted(known - set(people)), sorted(set(people) - known)
    for piece in (gone[start : start + _PIECE] for start in range(0, len(gone), _PIECE)):
        session.execute(delete(SpreadPerson).where(mine, SpreadPerson.person_id.in_(piece)))
    if new:
        rows = [{"person_id": one, "organisation_id": organisation_id} for one in new]
        session.execute(insert(SpreadPerson), rows)
    return before.eligible - len(known & set(people)) if before and known else 0
