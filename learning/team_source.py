"""Where an organisation's teams come from: its own data, Microsoft 365, or both."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, exists, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from learning.database import Base
from learning.organisation import Organisation
from learning.team import Origin, Team


class TeamSource(StrEnum):
    """Which teams count."""

    DATA = "data"
    """Those of an uploaded file or of Set-up. Microsoft 365 is not asked."""
    REPORTS = "direct-reports"
    """For each leader who lets Baton ask: who reports to them in Microsoft 365."""
    BOTH = "both"


class TeamSourceChange(Base):
    """One change of it. These rows are a log; none is ever removed."""

    __tablename__ = "team_source_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    source: Mapped[TeamSource] = mapped_column(String(16))
    by: Mapped[str] = mapped_column(String(200))
    """Who changed it, as the operator says."""
    at: Mapped[datetime]


def source_changes(session: Session, organisation_id: int) -> list[TeamSourceChange]:
    """Return all changes, oldest first."""
    mine = select(TeamSourceChange).where(TeamSourceChange.organisation_id == organisation_id)
    return list(session.scalars(mine.order_by(TeamSourceChange.at, TeamSourceChange.id)))


def team_source(session: Session, organisation_id: int) -> TeamSource:
    """Return where teams come from as it is now.

    Unless somebody has changed it: the organisation's data if it has named any team, and
    Microsoft 365 if it has not.
    """
    changes = source_changes(session, organisation_id)
    if changes:
        return TeamSource(changes[-1].source)
    named = exists().where(Team.organisation_id == organisation_id, Team.origin == Origin.DATA)
    return TeamSource.DATA if session.scalar(select(named)) else TeamSource.REPORTS


def data_counts(session: Session, organisation_id: int) -> bool:
    """Tell whether teams of the organisation's data count, or would if there were any."""
    changes = source_changes(session, organisation_id)
    return not changes or changes[-1].source != TeamSource.REPORTS


def origins(session: Session, organisation_id: int) -> frozenset[Origin]:
    """Return the origins of the teams that count."""
    source = team_source(session, organisation_id)
    counting = {
        TeamSource.DATA: {Origin.DATA},
        TeamSource.REPORTS: {Origin.REPORTS},
        TeamSource.BOTH: {Origin.DATA, Origin.REPORTS},
    }
    return frozenset(counting[source])


def set_team_source(
    session: Session, organisation: Organisation, source: TeamSource, by: str, at: datetime
) -> bool:
    """Change where teams come from; tell whether that was on record otherwise before."""
    changes = source_changes(session, organisation.id)
    if changes and changes[-1].source == source:
        return False
    session.add(
        TeamSourceChange(organisation_id=organisation.id, source=source, by=by[:200], at=at)
    )
    session.flush()
    return True
