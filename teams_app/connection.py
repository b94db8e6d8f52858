"""The connection to Microsoft 365, as whoever looks for a fault in it sees it.

`teams_app.connection_checks` looks at one thing after another.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from teams_app.entra import Entra
from teams_app.nudge_report import NudgeReport, read_reports
from teams_app.tenant import tenants


@dataclass(frozen=True)
class Directory:
    """One onboarded tenant."""

    entra_id: str
    organisation: str

    def __str__(self) -> str:
        """Return how it is called in a finding."""
        return f"{self.organisation} ({self.entra_id})"


@dataclass(frozen=True)
class Connection:
    """The registration, and everybody who may sign in. Read at once; checks hold no transaction."""

    entra: Entra
    directories: tuple[Directory, ...]
    nudges: tuple[NudgeReport, ...] = ()
    """How this week's notices stand, for each of them."""


def read_connection(session: Session, entra: Entra, at: datetime) -> Connection:
    """Return the connection with all tenants that are onboarded. `at` is learning time."""
    known = tuple(Directory(t.entra_id, t.organisation.name) for t in tenants(session))
    return Connection(entra, known, tuple(read_reports(session, at)))
