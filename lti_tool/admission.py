"""An admission: what a verified launch brings is written down.

Most launches bring nothing new; then there is nothing to do. Otherwise whatever was not known yet
is made, and whatever has changed is brought up to date.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.catalogue import Catalogue
from learning.clock import Now, monday_of
from learning.cohort import Cohort
from learning.context import Context, Enrolment
from learning.delivery import revive
from learning.grading import owe_column, owe_grades
from learning.journey import change_journey
from learning.line_item import LineItem, has_grade
from learning.organisation import Organisation
from learning.person import Identity, Person
from lti_tool.arrival import Arrival
from lti_tool.claims import LaunchClaims
from lti_tool.course import LtiContext, ResourceLink
from lti_tool.line_items import LINE_ITEM_SCOPE, READ_SCOPE
from lti_tool.platform import Deployment, Platform
from lti_tool.problems import DeploymentPending, NoContext
from lti_tool.role import leads
from web.wiring import wiring


@dataclass
class Admission:
    """One verified launch, what was known of it, and what its link selects."""

    arrival: Arrival
    claims: LaunchClaims
    selection: str

    @property
    def is_nothing_new(self) -> bool:
        """Whether everything that the launch says is known already."""
        known, claims = self.arrival, self.claims
        return (
            known.enrolment_id is not None
            and known.left_at is None
            and known.link_id is not None
            and self._has_same_services()
            and known.selection == self.selection
            and known.leads == leads(claims.roles)
            and self._has_same_names()
        )

    def check(self) -> None:
        """Raise DeploymentPending or NoContext where nobody can be admitted."""
        if self.arrival.organisation is None:
            raise DeploymentPending(self.claims.deployment_id)
        if self.claims.context is None:
            raise NoContext("no context claim")

    def note_deployment(self, session: Session, now: Now) -> None:
        """Note a deployment that nobody has seen before, so that it can be approved."""
        if self.arrival.deployment_id is None:
            session.add(
                Deployment(
                    platform_id=self.arrival.platform.id,
                    lti_id=self.claims.deployment_id,
                    first_seen_at=now.real,
                )
            )

    def admit(self, session: Session, catalogue: Catalogue, now: Now) -> bool:
        """Write down what is new; tell whether there are grades to send because of it.

        What was not known a moment ago is made without asking again. If another launch was faster,
        the database says so by an IntegrityError, and this one begins anew.
        """
        context_id = self._course(session, now)
        new_column = self._update_link(session, context_id)
        identity = self._identity(session, now)
        is_new_here = self._update_enrolment(session, context_id, identity, now)
        session.flush()
        has_news = False
        if new_column is not None:
            has_news = owe_column(session, new_column, catalogue, now.real)
        if is_new_here and self.arrival.has_begun:
            journey = change_journey(session, identity.person.id, catalogue)
            has_news = owe_grades(session, journey, now.real) or has_news
        return has_news

    def _has_same_names(self) -> bool:
        known, claims = self.arrival, self.claims
        return (
            known.person is not None
            and claims.full_name in (None, known.person.name)
            and claims.email in (None, known.person.email)
            and claims.user_name in (None, known.user_name)
            and claims.sourced_id in (None, known.sourced_id)
        )

    def _has_same_services(self) -> bool:
        return self._has_same_course() and self._has_same_link()

    def _has_same_course(self) -> bool:
        known, endpoint = self.arrival, self.claims.endpoint
        roster = self.claims.namesroleservice.context_memberships_url
        family = self.claims.tool_platform.product_family_code
        return (
            endpoint.lineitems in (None, known.lineitems_url)
            and _joined(endpoint.scope) in ("", known.scopes)
            and roster in (None, known.memberships_url)
            and (family is None or _short(family) == known.platform.family)
        )

    def _has_same_link(self) -> bool:
        column = self.claims.endpoint.lineitem
        return (
            self.arrival.link_id is not None
            and self.arrival.selection == self.selection
            and column in (None, self.arrival.line_item_url)
            and (self.arrival.line_item_id is not None or not self._wants_column)
        )

    @property
    def _wants_column(self) -> bool:
        """Whether the worker may look for this link's column, and make it."""
        endpoint = self.claims.endpoint
        may_look = {LINE_ITEM_SCOPE, READ_SCOPE} & set(endpoint.scope)
        return bool(endpoint.lineitems and may_look) and has_grade(self.selection)

    def _course(self, session: Session, now: Now) -> int:
        """Make the course, or bring it up to date; return its context's id."""
        known, endpoint = self.arrival.context, self.claims.endpoint
        if known is not None and self._has_same_course():
            return known.id
        course = session.get_one(LtiContext, known.id) if known else self._new_course(session, now)
        course.lineitems_url = endpoint.lineitems or course.lineitems_url
        course.scopes = _joined(endpoint.scope) or course.scopes or ""
        roster = self.claims.namesroleservice.context_memberships_url
        course.memberships_url = roster or course.memberships_url
        family = self.claims.tool_platform.product_family_code
        if family:
            session.get_one(Platform, self.arrival.platform.id).family = _short(family)
        session.flush()
        return course.context_id

    def _new_course(self, session: Session, now: Now) -> LtiContext:
        organisation, claim = self._organisation(session), self.claims.context
        title = ((claim and claim.title) or "")[:200]
        start = monday_of(organisation.today(now.learning))
        cohort = Cohort(
            organisation=organisation, name=title, starts_on=start, calendar=wiring().calendar
        )
        course = LtiContext(
            context=Context(organisation_id=organisation.id, title=title or None, cohort=cohort),
            deployment_id=self.arrival.deployment_id,
            lti_id=claim and claim.id,
        )
        session.add(course)
        return course

    def _update_link(self, session: Session, context_id: int) -> LineItem | None:
        """Bring the link and its column up to date; return the column if it is new to us."""
        if self._has_same_link():
            return None
        claim, url = self.claims.resource_link, self.claims.endpoint.lineitem
        known = self.arrival.link_id
        link = session.get_one(ResourceLink, known) if known else ResourceLink()
        link.context_id, link.lti_id = context_id, claim.id if claim else ""
        link.selection = self.selection
        session.add(link)
        column, is_new = self._column(session, link, url)
        link.line_item = column
        if column is not None:
            column.url, column.selection = url or column.url, self.selection
        return column if is_new else None

    def _column(
        self, session: Session, link: ResourceLink, url: str | None
    ) -> tuple[LineItem | None, bool]:
        """Return the column for a link's grades, and whether it is new to us.

        Links that were told no column of their own share the one for what they select.
        """
        known = link.line_item
        if known is not None and not self._must_part(session, link, known, url):
            if known.url is None and url is not None:
                revive(session, known.id)
            return known, False
        if url is None and not self._wants_column:
            return None, False
        mine = LineItem.context_id == link.context_id, LineItem.selection == self.selection
        shared = select(LineItem).where(*mine).order_by(LineItem.id).limit(1)
        found = session.scalar(shared) if url is None else None
        return found or LineItem(context_id=link.context_id), found is None

    def _must_part(
        self, session: Session, link: ResourceLink, known: LineItem, url: str | None
    ) -> bool:
        """Whether a link's column is another link's too, and does not fit both any more."""
        if url in (None, known.url) and self.selection == known.selection:
            return False
        if url is None and known.url is None:
            return True
        others = ResourceLink.line_item_id == known.id, ResourceLink.id != link.id
        return session.scalar(select(ResourceLink.id).where(*others).limit(1)) is not None

    def _identity(self, session: Session, now: Now) -> Identity:
        """Return the identity, with the person's names and address as they are today."""
        known = self.arrival.identity_id
        identity = session.get_one(Identity, known) if known else self._new_identity(session, now)
        person, claims = identity.person, self.claims
        person.name = claims.full_name or person.name
        person.email = claims.email or person.email
        identity.user_name = claims.user_name or identity.user_name
        identity.sourced_id = claims.sourced_id or identity.sourced_id
        return identity

    def _new_identity(self, session: Session, now: Now) -> Identity:
        organisation = self.arrival.organisation
        person = Person(organisation_id=organisation and organisation.id, created_at=now.real)
        identity = Identity(
            organisation_id=person.organisation_id,
            person=person,
            issuer=self.claims.iss,
            subject=self.claims.sub,
            created_at=now.real,
        )
        session.add(identity)
        return identity

    def _update_enrolment(
        self, session: Session, context_id: int, identity: Identity, now: Now
    ) -> bool:
        """Note that the person is in this context; tell whether that is new."""
        leading, known = leads(self.claims.roles), self.arrival.enrolment_id
        if known is not None:
            enrolment = session.get_one(Enrolment, known)
            enrolment.leads, enrolment.left_at = leading, None
            return False
        session.add(
            Enrolment(context_id=context_id, identity=identity, leads=leading, since=now.real)
        )
        return True

    def _organisation(self, session: Session) -> Organisation:
        known = self.arrival.organisation
        return session.get_one(Organisation, known and known.id)


def _joined(scopes: list[str]) -> str:
    return " ".join(sorted(scopes))[:1000]


def _short(family: str) -> str:
    return family[:64].lower()
