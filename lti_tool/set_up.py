"""What a course's LMS has granted, in words, for Set-up: from what its launches have told."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import format_date
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.context import Enrolment
from learning.line_item import LineItem
from learning.person import Identity, Person
from lti_tool.course import LtiContext
from lti_tool.quirks import family_of
from lti_tool.roster import Roster
from lti_tool.where_granted import Service, where_granted
from web.language import gettext as _
from web.session import WebSession

_SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/"
TEMPLATE = "set_up_granted.html"


class Answer(StrEnum):
    """How far something is granted."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True)
class Grant:
    """One thing that the LMS may grant; `where` says where to do so, for what is missing."""

    what: str
    answer: Answer
    meaning: str
    where: str = ""


def granted_section(session: Session, web_session: WebSession) -> tuple[str, Mapping[str, object]]:
    """Return the section of Set-up that only this door knows."""
    return TEMPLATE, {"grants": grants_of(session, web_session.context_id)}


def grants_of(session: Session, context_id: int) -> list[Grant]:
    """Return what the LMS has granted in a course, and what is missing."""
    course = session.scalars(select(LtiContext).where(LtiContext.context_id == context_id)).one()
    platform = course.deployment.platform
    family = family_of(platform.family, platform.issuer)
    return [
        _scores(session, course, family),
        _columns(course, family),
        _roster(session, course, family),
        _names(session, context_id, family),
    ]


def _scores(session: Session, course: LtiContext, family: str) -> Grant:
    mine = LineItem.context_id == course.context_id, LineItem.url.is_not(None)
    has_column = bool(session.scalar(select(func.count()).select_from(LineItem).where(*mine)))
    if f"{_SCOPE}score" not in course.scopes.split():
        missing = _("Nothing that is finished here reaches the gradebook.")
        return Grant(_("Scores"), Answer.NO, missing, where_granted(Service.SCORES, family))
    if not has_column and not course.lineitems_url:
        missing = _("Baton may send scores, but no link in this course has a grade.")
        return Grant(_("Scores"), Answer.PARTLY, missing, where_granted(Service.COLUMN, family))
    return Grant(_("Scores"), Answer.YES, _("What is finished here reaches the gradebook."))


def _columns(course: LtiContext, family: str) -> Grant:
    if f"{_SCOPE}lineitem" in course.scopes.split() and course.lineitems_url:
        return Grant(_("Columns"), Answer.YES, _("Baton may look after its gradebook columns."))
    missing = _("Baton uses the columns that its links bring, and cannot make any.")
    return Grant(_("Columns"), Answer.NO, missing, where_granted(Service.COLUMNS, family))


def _roster(session: Session, course: LtiContext, family: str) -> Grant:
    if not course.memberships_url:
        missing = _("Baton knows people only once they have opened it.")
        return Grant(_("Roster"), Answer.NO, missing, where_granted(Service.ROSTER, family))
    since = session.scalar(
        select(Roster.incomplete_since).where(Roster.context_id == course.context_id)
    )
    if since is not None:
        missing = _(
            "Incomplete since %(day)s. Baton keeps the people that it knows.",
            day=format_date(since, "d MMMM y"),
        )
        return Grant(_("Roster"), Answer.PARTLY, missing)
    return Grant(_("Roster"), Answer.YES, _("Baton knows who is in this course."))


def _names(session: Session, context_id: int, family: str) -> Grant:
    counts = (
        select(func.count(), func.count(Person.name), func.count(Person.email))
        .select_from(Enrolment)
        .join(Identity, Identity.id == Enrolment.identity_id)
        .join(Person, Person.id == Identity.person_id)
        .where(Enrolment.context_id == context_id, Enrolment.left_at.is_(None))
    )
    everyone, named, with_email = session.execute(counts).one()
    title, where = _("Names and e-mail addresses"), where_granted(Service.NAMES, family)
    if named == with_email == everyone:
        return Grant(title, Answer.YES, _("People can be found by their e-mail address."))
    if not named and not with_email:
        missing = _("People can be put into teams by their user name or id only.")
        return Grant(title, Answer.NO, missing, where)
    missing = _("Not of everyone. Who has no e-mail address here can be named by user name or id.")
    return Grant(title, Answer.PARTLY, missing, where)
