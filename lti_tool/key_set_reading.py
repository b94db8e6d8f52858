"""When somebody last read Baton's key set. Who it was cannot be told: all platforms ask alike."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from learning.database import Base, Database, Moment

_NOTICE = timedelta(minutes=1)
"""How old the note may be before it is written again."""
_NOTE = text(
    "INSERT INTO key_set_reading (id, at) VALUES (1, :at)"
    " ON CONFLICT (id) DO UPDATE SET at = excluded.at"
).bindparams(bindparam("at", type_=Moment))


class KeySetReading(Base):
    """One row: the last time that somebody else read the key set."""

    __tablename__ = "key_set_reading"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]


def last_reading(session: Session) -> datetime | None:
    """Return when the key set was last read; None if never."""
    note = session.get(KeySetReading, 1)
    return note.at if note else None


def note_reading(database: Database, at: datetime) -> None:
    """Note that somebody has read the key set, at most once a minute."""
    with database.read() as session:
        last = last_reading(session)
    if last is None or at - last > _NOTICE:
        with database.write() as session:
            session.execute(_NOTE, {"at": at})
