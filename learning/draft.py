"""A draft: a plan that is being written, kept so that nothing is lost when a visit ends."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from learning.database import Base
from learning.person import Person
from learning.plan import LONGEST


class Draft(Base):
    """What somebody has typed of a plan and not saved yet. Only they see it."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("person_id", "module"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    module: Mapped[str] = mapped_column(String(80))
    cue: Mapped[str] = mapped_column(String(LONGEST), default="")
    action: Mapped[str] = mapped_column(String(LONGEST), default="")
    with_: Mapped[str] = mapped_column("with", String(LONGEST), default="")
    at: Mapped[datetime]


def find_draft(session: Session, person_id: int, module: str) -> Draft | None:
    """Return a person's draft for a module, or None."""
    mine = Draft.person_id == person_id, Draft.module == module
    return session.scalar(select(Draft).where(*mine))


def keep_draft(session: Session, person_id: int, module: str, at: datetime, **fields: str) -> None:
    """Keep what is typed so far; what is too long is cut, since it is only a draft."""
    # Two tabs may both keep the first one; they wait for each other.
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    draft = find_draft(session, person_id, module) or Draft(person_id=person_id, module=module)
    for name, text in fields.items():
        setattr(draft, name, text.replace("\x00", "")[:LONGEST])
    draft.at = at
    session.add(draft)


def erase_drafts(session: Session, person_id: int, module: str | None = None) -> None:
    """Erase a person's draft for one module, or all of them."""
    erasing = delete(Draft).where(Draft.person_id == person_id)
    session.execute(erasing if module is None else erasing.where(Draft.module == module))
