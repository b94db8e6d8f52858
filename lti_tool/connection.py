"""A connection to a platform, as whoever looks for a fault in it sees it.

`lti_tool.connection_checks` looks at one thing after another; `lti_tool.connection_advice` knows
what to change, and where in that LMS. The command line and the page show the same.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from learning.database import Database
from lti_tool.access_token import request_token
from lti_tool.connection_advice import Topic, what_to_change
from lti_tool.course import LtiContext
from lti_tool.platform import Deployment, Platform
from lti_tool.quirks import family_of
from lti_tool.service import Services
from lti_tool.teacher_launch import TeacherLaunch
from lti_tool.tool_key import signing_key
from web.http import Answer
from web.keyring import Keyring


@dataclass(frozen=True)
class Parts:
    """What checks need of the product."""

    database: Database
    keyring: Keyring
    services: Services
    public_url: str


@dataclass(frozen=True)
class Connection:
    """One platform, with the course that is looked at. Read at once; checks hold no transaction."""

    parts: Parts
    platform: Platform
    course: LtiContext | None
    """None if nobody has opened Baton from there yet."""
    launch: TeacherLaunch | None

    @property
    def family(self) -> str:
        """Which LMS it is, as the table of quirks names it; empty if that is not known."""
        return family_of(self.platform.family, self.platform.issuer)

    def change(self, topic: Topic) -> str:
        """Return what to change in this LMS."""
        return what_to_change(topic, self.family, self.parts.public_url)

    def ask_for_token(self, scope: str) -> Answer:
        """Ask the platform for a token of one scope, and keep nothing of it.

        Raises Unreachable or SecretChanged.
        """
        with self.parts.database.read() as session:
            key = signing_key(session, self.parts.keyring, datetime.now(UTC))
        return request_token(self.platform, scope, key)


def read_connection(session: Session, parts: Parts, platform: Platform) -> Connection:
    """Return a platform's connection, with its newest course."""
    newest = (
        select(LtiContext)
        .join(Deployment)
        .where(Deployment.platform_id == platform.id)
        .order_by(LtiContext.context_id.desc())
        .limit(1)
    )
    return _connection(session, parts, platform, session.scalar(newest))


def read_course_connection(session: Session, parts: Parts, context_id: int) -> Connection | None:
    """Return the connection through which a course came; None if it came through another door."""
    wanted = (
        select(LtiContext)
        .where(LtiContext.context_id == context_id)
        .options(joinedload(LtiContext.deployment).joinedload(Deployment.platform))
    )
    course = session.scalar(wanted)
    return _connection(session, parts, course.deployment.platform, course) if course else None


def _connection(
    session: Session, parts: Parts, platform: Platform, course: LtiContext | None
) -> Connection:
    launch = session.get(TeacherLaunch, course.context_id) if course else None
    return Connection(parts, platform, course, launch)
