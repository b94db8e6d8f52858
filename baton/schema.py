"""The database's schema: every table of the product, and the migrations between its versions."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, MetaData, inspect, text

import baton.pulse
import learning.account_link
import learning.audit
import learning.clock
import learning.delivery
import learning.draft
import learning.handover
import learning.huddle
import learning.link_code
import learning.linking_domain
import learning.loop
import learning.notice
import learning.optional_answer
import learning.pause
import learning.policy
import learning.poll
import learning.pulse
import learning.reminder
import learning.reports
import learning.retention
import learning.snapshot
import learning.spread_person
import learning.team_change
import learning.team_snapshot
import learning.team_source
import learning.team_upload
import learning.training
import lti_tool.access_token
import lti_tool.course
import lti_tool.invite
import lti_tool.key_set_reading
import lti_tool.nonce
import lti_tool.picker
import lti_tool.roster
import lti_tool.teacher_launch
import lti_tool.tool_key
import teams_app.intake
import teams_app.nudge
import teams_app.nudging
import teams_app.recipient
import teams_app.tenant
import web.ticket
from learning.database import Base, Database

if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATIONS = Path(__file__).parent / "migrations"
_UPGRADE_LOCK = 7_214_511
"""Any number; PostgreSQL's advisory lock lets one process at a time change the schema."""

TABLES: tuple[object, ...] = (
    baton.pulse.WorkerPulse,
    learning.account_link.AccountLink,
    learning.audit.AuditEntry,
    learning.clock.ClockOffset,
    learning.delivery.Delivery,
    learning.draft.Draft,
    learning.handover.Handover,
    learning.huddle.Huddle,
    learning.link_code.LinkCode,
    learning.linking_domain.LinkingDomain,
    learning.loop.Loop,
    learning.notice.Notice,
    learning.optional_answer.OptionalAnswer,
    learning.pause.Pause,
    learning.policy.PolicyChange,
    learning.poll.PollTally,
    learning.pulse.PulseCount,
    learning.reminder.Reminder,
    learning.reports.ReportsReading,
    learning.retention.RetentionRun,
    learning.snapshot.SpreadSnapshot,
    learning.spread_person.SpreadPerson,
    learning.team_change.TeamChange,
    learning.team_snapshot.TeamSnapshot,
    learning.team_source.TeamSourceChange,
    learning.team_upload.TeamUpload,
    learning.training.Training,
    lti_tool.access_token.AccessToken,
    lti_tool.course.ResourceLink,
    lti_tool.invite.Invite,
    lti_tool.key_set_reading.KeySetReading,
    lti_tool.nonce.SpentNonce,
    lti_tool.picker.Picker,
    lti_tool.teacher_launch.TeacherLaunch,
    lti_tool.roster.Roster,
    lti_tool.tool_key.ToolKey,
    teams_app.intake.Intake,
    teams_app.nudge.Nudge,
    teams_app.nudging.Nudging,
    teams_app.recipient.Recipient,
    teams_app.tenant.Tenant,
    web.ticket.Ticket,
)
"""Importing these has made all tables known to `metadata`."""


class WrongVersion(Exception):
    """The database and this Baton do not go together; the sentence says what to do."""


def metadata() -> MetaData:
    """Return the tables as the code has them."""
    return Base.metadata


def upgrade(database: Database) -> None:
    """Bring the database to the newest version. Safe to call from several processes at once.

    Raises WrongVersion if a newer Baton has had it.
    """
    with database.write_core() as connection:
        if not database.is_sqlite:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_UPGRADE_LOCK})"))
        if not _is_current(connection):
            _migrate(connection)


def check_current(database: Database) -> None:
    """Raise WrongVersion unless the database has the newest version."""
    with database.engine.connect() as connection:
        if not _is_current(connection):
            _check_known(connection)
            raise WrongVersion("The database is of an older version. Run `baton migrate` first.")


def is_empty(database: Database) -> bool:
    """Tell whether the database has never had a version."""
    with database.engine.connect() as connection:
        return _version(connection) is None


def versions() -> list[str]:
    """Return all versions, oldest first. A migration's file is named for the version it makes."""
    files = (_MIGRATIONS / "versions").glob("[0-9]*.py")
    return sorted(file.name.partition("_")[0] for file in files)


def alembic_config(connection: Connection) -> "Config":
    """Return Alembic's configuration for one connection."""
    # Read here since every process looks at the version, and hardly any has to change it.
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _migrate(connection: Connection) -> None:
    from alembic import command

    _check_known(connection)
    command.upgrade(alembic_config(connection), "head")


def _is_current(connection: Connection) -> bool:
    return _version(connection) == versions()[-1]


def _check_known(connection: Connection) -> None:
    version = _version(connection)
    if version not in {None, *versions()}:
        raise WrongVersion(
            f"A newer Baton has had this database (version {version}). Install that one again."
        )


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version
