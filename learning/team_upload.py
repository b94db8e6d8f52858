"""An upload: a file of teams that somebody has sent and not confirmed yet."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Text, delete, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from learning.database import Base
from learning.team_file import TeamFile, read_team_text

LIFE = timedelta(days=1)


class TeamUpload(Base):
    """The text of a file, kept between the look at what it would change and the yes to it."""

    __tablename__ = "team_upload"

    id: Mapped[int] = mapped_column(primary_key=True)
    context_id: Mapped[int] = mapped_column(ForeignKey("context.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]

    @property
    def file(self) -> TeamFile:
        """What it says."""
        return read_team_text(self.text)


def keep_upload(
    session: Session, context_id: int, person_id: int, text: str, at: datetime
) -> TeamUpload:
    """Keep a file in place of this person's last one; what nobody has confirmed in a day goes."""
    mine = (TeamUpload.context_id == context_id) & (TeamUpload.person_id == person_id)
    session.execute(delete(TeamUpload).where(or_(mine, TeamUpload.at < at - LIFE)))
    upload = TeamUpload(context_id=context_id, person_id=person_id, text=text, at=at)
    session.add(upload)
    session.flush()
    return upload


def find_upload(session: Session, context_id: int, person_id: int) -> TeamUpload | None:
    """Return the file that this person has sent from this context, or None."""
    mine = TeamUpload.context_id == context_id, TeamUpload.person_id == person_id
    return session.scalar(select(TeamUpload).where(*mine).order_by(TeamUpload.id.desc()).limit(1))
