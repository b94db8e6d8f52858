"""A change of teams: who made it, and how they were before, so that it can be taken back."""

import json
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ForeignKey, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from learning.database import Base
from learning.organisation import Organisation
from learning.person import Person
from learning.team import Team, new_team, read_teams


class TeamChange(Base):
    """One change; the last one of an organisation can be taken back."""

    __tablename__ = "team_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """Who did it; None for the operator."""
    before: Mapped[str] = mapped_column(Text)
    """JSON: for each team that changed, by name, its members and leaders; null if it was new."""
    at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]

    def take_back(self, session: Session, at: datetime) -> bool:
        """Make the teams as they were; tell whether that was done.

        It is not if it was done already, or if somebody has changed teams since.
        """
        lock_teams(session, self.organisation_id)
        session.refresh(self)
        if self.taken_back_at is not None or last_change(session, self.organisation_id) is not self:
            return False
        before: dict[str, dict[str, list[int]] | None] = json.loads(self.before)
        teams = {team.name: team for team in read_teams(session, self.organisation_id)}
        everyone = Person.organisation_id == self.organisation_id
        known = set(session.scalars(select(Person.id).where(everyone)))
        for name, people in before.items():
            team = teams.get(name)
            if people is None:
                if team is not None:
                    session.delete(team)
                continue
            if team is None:
                team = new_team(self.organisation_id, name, at)
                session.add(team)
            team.consist_of(known & set(people["members"]), known & set(people["leaders"]), at)
        self.taken_back_at = at
        session.flush()
        return True


def lock_teams(session: Session, organisation_id: int) -> None:
    """Hold an organisation's teams until the transaction ends; changes wait for each other."""
    # Not against those who only point at the organisation: launches go on.
    mine = select(Organisation.id).where(Organisation.id == organisation_id)
    session.execute(mine.with_for_update(key_share=True))


def last_change(session: Session, organisation_id: int) -> TeamChange | None:
    """Return the last change that was not taken back."""
    mine = TeamChange.organisation_id == organisation_id, TeamChange.taken_back_at.is_(None)
    newest = select(TeamChange).where(*mine).order_by(TeamChange.id.desc()).limit(1)
    return session.scalar(newest)


def note_change(
    session: Session,
    organisation_id: int,
    teams: Iterable[tuple[str, Team | None]],
    by_id: int | None,
    at: datetime,
) -> TeamChange:
    """Note how teams are, by name, before they change; None is a team that is about to be made."""
    before = {
        name: team and {"members": sorted(team.member_ids), "leaders": sorted(team.leader_ids)}
        for name, team in teams
    }
    change = TeamChange(
        organisation_id=organisation_id, by_id=by_id, before=json.dumps(before), at=at
    )
    session.add(change)
    return change


def remove_team(session: Session, team: Team, by_id: int | None, at: datetime) -> TeamChange:
    """Remove a team; its people stay, and so does what they have done."""
    lock_teams(session, team.organisation_id)
    change = note_change(session, team.organisation_id, [(team.name, team)], by_id, at)
    session.delete(team)
    session.flush()
    return change
