"""An import of teams: what a file would change, shown first, and then done as one."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from sqlalchemy.orm import Session

from learning.directory import Directory
from learning.errors import gettext_noop
from learning.team import LONGEST_NAME, Team, new_team, read_teams, team_key, team_name
from learning.team_change import TeamChange, lock_teams, note_change
from learning.team_file import TeamFile, TeamRow


class Reason(StrEnum):
    """Why a row is left out. Each is a sentence for whoever wrote it."""

    NO_TEAM = gettext_noop("The team is missing.")
    LONG_TEAM = gettext_noop("The team's name is too long.")
    NOBODY_NAMED = gettext_noop("It names neither a leader nor a person.")
    UNKNOWN = gettext_noop("Nobody here has this e-mail address, user name or id.")
    SEVERAL = gettext_noop("Several people here have this e-mail address, user name or id.")
    ELSEWHERE = gettext_noop(
        "A team of this name has people outside this course. Choose another name."
    )


@dataclass(frozen=True)
class LeftOut:
    """A row that is left out; `named` is the cell that the reason is about."""

    row: TeamRow
    named: str
    reason: Reason


@dataclass
class TeamEdit:
    """What becomes of one team that the file names. People are ids of persons."""

    name: str
    team: Team | None
    members: set[int] = field(default_factory=set)
    leaders: set[int] = field(default_factory=set)

    @property
    def joining(self) -> set[int]:
        """Who comes to the team."""
        return self.members - (self.team.member_ids if self.team else set())

    @property
    def leaving(self) -> set[int]:
        """Who is on the team now and not in the file."""
        return (self.team.member_ids if self.team else set()) - self.members

    @property
    def new_leaders(self) -> set[int]:
        """Who leads it from now on."""
        return self.leaders - (self.team.leader_ids if self.team else set())

    @property
    def former_leaders(self) -> set[int]:
        """Who leads it no longer."""
        return (self.team.leader_ids if self.team else set()) - self.leaders

    @property
    def changes(self) -> bool:
        """Whether anything changes."""
        moves = self.joining or self.leaving or self.new_leaders or self.former_leaders
        return self.team is None or bool(moves)


@dataclass
class TeamImport:
    """What a file says about an organisation's teams as they are now."""

    organisation_id: int
    edits: list[TeamEdit]
    left_out: list[LeftOut]
    names: dict[int, str]

    @property
    def changing(self) -> list[TeamEdit]:
        """The teams that change."""
        return [edit for edit in self.edits if edit.changes]

    @property
    def digest(self) -> str:
        """A short name of exactly these changes: what was shown is what is done."""
        told = sorted(
            (e.name, sorted(e.joining), sorted(e.leaving), sorted(e.members), sorted(e.leaders))
            for e in self.changing
        )
        return hashlib.sha256(repr(told).encode()).hexdigest()[:32]

    @cached_property
    def origins(self) -> dict[int, str]:
        """The team that each person leaves by this file, if there is one."""
        return {person: edit.name for edit in self.changing for person in edit.leaving}

    def carry_out(self, session: Session, by_id: int | None, at: datetime) -> TeamChange | None:
        """Change the teams, and note how they were; None if nothing changes."""
        changing = self.changing
        if not changing:
            return None
        before = [(edit.name, edit.team) for edit in changing]
        change = note_change(session, self.organisation_id, before, by_id, at)
        for edit in changing:
            team = edit.team or new_team(self.organisation_id, edit.name, at)
            session.add(team)
            team.consist_of(edit.members, edit.leaders, at)
        session.flush()
        return change


def plan_import(
    session: Session, file: TeamFile, organisation_id: int, context_id: int | None = None
) -> TeamImport:
    """Find out what a file would change; nothing is written.

    With a context, only those who are enrolled in it can be named, and a team with anybody else
    on it is left alone. Teams that the file does not name stay as they are, and so does one of
    whose rows none can be used.
    """
    lock_teams(session, organisation_id)
    return _Reading(session, organisation_id, context_id).read(file)


class _Reading:
    def __init__(self, session: Session, organisation_id: int, context_id: int | None) -> None:
        self.organisation_id, self.is_limited = organisation_id, context_id is not None
        self.directory = Directory(session, organisation_id, context_id)
        self.teams = {team.key: team for team in read_teams(session, organisation_id)}
        self.edits: dict[str, TeamEdit] = {}
        self.left_out: list[LeftOut] = []

    def read(self, file: TeamFile) -> TeamImport:
        for row in file.rows:
            faults = list(self._faults(row))
            self.left_out += faults
            if not faults:
                self._take(row)
        edits = sorted(self.edits.values(), key=lambda edit: team_key(edit.name))
        return TeamImport(self.organisation_id, edits, self.left_out, self.directory.names)

    def _faults(self, row: TeamRow) -> Iterator[LeftOut]:
        """Say what is wrong with a row; one that is wrong in part is left out as a whole."""
        name = team_name(row.team)
        if not name:
            yield LeftOut(row, "", Reason.NO_TEAM)
        elif len(name) > LONGEST_NAME:
            yield LeftOut(row, name[:LONGEST_NAME], Reason.LONG_TEAM)
        elif not self._is_ours(team_key(name)):
            yield LeftOut(row, name, Reason.ELSEWHERE)
        if not row.leader and not row.person:
            yield LeftOut(row, "", Reason.NOBODY_NAMED)
        for named in dict.fromkeys((row.leader, row.person)):
            count = len(self.directory.find(named)) if named else 1
            if count != 1:
                yield LeftOut(row, named, Reason.SEVERAL if count else Reason.UNKNOWN)

    def _is_ours(self, key: str) -> bool:
        team = self.teams.get(key)
        people = team.member_ids | team.leader_ids if team else set()
        return not self.is_limited or people <= self.directory.names.keys()

    def _take(self, row: TeamRow) -> None:
        key = team_key(row.team)
        team = self.teams.get(key)
        edit = self.edits.setdefault(
            key, TeamEdit(team.name if team else team_name(row.team), team)
        )
        edit.leaders |= self.directory.find(row.leader) if row.leader else set()
        edit.members |= self.directory.find(row.person) if row.person else set()
