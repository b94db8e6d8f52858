"""What arrived at the last launch by somebody who teaches a course: names of claims, and roles.

It is for whoever looks for a fault in the connection. No value of a claim is kept that could name a
person. A learner's launch writes nothing here.
"""

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base, Database

_OFTEN = timedelta(days=1)
"""How old a note may be before it is written again, though nothing has changed."""
_MOST = 100
_NAME = re.compile(r"[\w:/.#-]{1,200}", re.ASCII)
_MESSAGE_TYPE = "https://purl.imsglobal.org/spec/lti/claim/message_type"
_ROLES = "https://purl.imsglobal.org/spec/lti/claim/roles"
_LONGEST_DIFFERENCE = 10**6


class TeacherLaunch(Base):
    """One row for each course."""

    __tablename__ = "teacher_launch"

    context_id: Mapped[int] = mapped_column(ForeignKey("context.id"), primary_key=True)
    at: Mapped[datetime]
    message_type: Mapped[str] = mapped_column(String(200))
    claims: Mapped[str] = mapped_column(Text)
    """The names of the claims, sorted, as a JSON list."""
    roles: Mapped[str] = mapped_column(Text)
    """The same of the roles."""
    seconds_old: Mapped[int]
    """How old the message was by our clock when it came; below 0, the platform's clock is ahead."""

    @property
    def claim_names(self) -> list[str]:
        """The names of the claims that came."""
        return list(json.loads(self.claims))

    @property
    def role_names(self) -> list[str]:
        """The roles, as the platform calls them."""
        return list(json.loads(self.roles))

    def says_the_same(self, other: "TeacherLaunch") -> bool:
        """Tell whether two launches brought the same claims and roles."""
        mine = self.message_type, self.claims, self.roles
        return mine == (other.message_type, other.claims, other.roles)


def note_teacher_launch(
    database: Database, context_id: int, body: dict[str, Any], at: datetime
) -> None:
    """Note a verified launch by somebody who teaches, if it brings something new, or once a day.

    The launch itself is worth more than this note: if it cannot be written, it is left out.
    """
    new = _read(context_id, body, at)
    with suppress(DBAPIError, PoolTimeout):
        with database.read() as session:
            known = session.get(TeacherLaunch, context_id)
        if known is None or not known.says_the_same(new) or at - known.at >= _OFTEN:
            with database.write() as session:
                session.merge(new)


def _read(context_id: int, body: dict[str, Any], at: datetime) -> TeacherLaunch:
    roles, message_type = body.get(_ROLES), body.get(_MESSAGE_TYPE)
    return TeacherLaunch(
        context_id=context_id,
        at=at,
        message_type=message_type if _is_name(message_type) else "",
        claims=_listed(name for name, value in body.items() if value is not None),
        roles=_listed(roles if isinstance(roles, list) else []),
        seconds_old=_age(body.get("iat"), at),
    )


def _listed(names: Iterable[object]) -> str:
    return json.dumps(sorted({str(name) for name in names if _is_name(name)})[:_MOST])


def _is_name(value: object) -> bool:
    """Tell whether a text is a technical name. What is none is left out: it may be a person's."""
    return isinstance(value, str) and _NAME.fullmatch(value) is not None


def _age(issued_at: object, at: datetime) -> int:
    try:
        age = at.timestamp() - float(str(issued_at))
        return int(max(-_LONGEST_DIFFERENCE, min(age, _LONGEST_DIFFERENCE)))
    except (ValueError, OverflowError):
        return 0
