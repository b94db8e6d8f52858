"""An arrival: everything that we know of a launch, in one joined read.

It is read before the signature is checked, since it finds the registration; nothing of it is
shown or kept unless the message proves genuine.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import and_, bindparam, case, exists, select
from sqlalchemy.orm.attributes import set_committed_value

from learning.cohort import Cohort
from learning.context import Context, Enrolment
from learning.line_item import LineItem
from learning.loop import Loop
from learning.organisation import Organisation
from learning.person import Identity, Person
from learning.plain import Plain
from learning.ready import DriverConnection, Ready
from learning.team import has_team_in, leads_team_in
from lti_tool.claims import LONGEST_ID, LTI
from lti_tool.course import LtiContext, ResourceLink
from lti_tool.platform import Deployment, Platform
from lti_tool.problems import NotConnected


@dataclass(frozen=True)
class Arrival:
    """What is known of a launch; None is what is not known yet."""

    platform: Platform
    organisation: Organisation | None
    context: Context | None
    person: Person | None
    deployment_id: int | None
    lineitems_url: str | None
    memberships_url: str | None
    scopes: str | None
    link_id: int | None
    selection: str | None
    line_item_id: int | None
    line_item_url: str | None
    identity_id: int | None
    user_name: str | None
    sourced_id: str | None
    enrolment_id: int | None
    leads: bool | None
    left_at: datetime | None
    names_leader: bool
    """Whether the team data names the person as a leader of somebody in the context."""
    has_teams: bool | None
    """Whether there is team data for the context; asked only for who teaches it."""
    has_begun: bool
    """Whether the person has begun any module."""

    @property
    def cohort(self) -> Cohort | None:
        """The context's cohort."""
        return self.context.cohort if self.context else None

    @property
    def leads_here(self) -> bool:
        """Whether the person leads: by team data, and while there is none, by teaching."""
        return self.names_leader or (bool(self.leads) and not self.has_teams)


_PLATFORM, _ORGANISATION, _CONTEXT = Plain(Platform), Plain(Organisation), Plain(Context)
_COHORT, _PERSON = Plain(Cohort), Plain(Person)
_COLUMNS = (
    *_PLATFORM.columns,
    *_ORGANISATION.columns,
    *_CONTEXT.columns,
    *_COHORT.columns,
    *_PERSON.columns,
    Deployment.id,
    LtiContext.lineitems_url,
    LtiContext.memberships_url,
    LtiContext.scopes,
    ResourceLink.id,
    ResourceLink.selection,
    LineItem.id,
    LineItem.url,
    Identity.id,
    Identity.user_name,
    Identity.sourced_id,
    Enrolment.id,
    Enrolment.leads,
    Enrolment.left_at,
    leads_team_in(Person.id, Context.id),
    case((Enrolment.leads, has_team_in(Context.id))),
    exists().where(Loop.person_id == Person.id),
)


def read_arrival(connection: DriverConnection, body: dict[str, Any], client_id: str) -> Arrival:
    """Read what is known of a message that is not verified yet.

    Raises NotConnected if there is no such registration.
    """
    names = {
        "issuer": _text(body.get("iss")),
        "client_id": _text(client_id),
        "deployment": _text(body.get(f"{LTI}deployment_id")),
        "context": _text(_inside(body, "context")),
        "link": _text(_inside(body, "resource_link")),
        "subject": _text(body.get("sub")),
    }
    row = _JOINED.first(connection, names)
    if row is None:
        raise NotConnected("no such issuer and client")
    return _arrival(iter(row))


def _arrival(values: Iterator[Any]) -> Arrival:
    platform, organisation = _PLATFORM.read(values), _ORGANISATION.read(values)
    context, cohort, person = _CONTEXT.read(values), _COHORT.read(values), _PERSON.read(values)
    if context is not None and cohort is not None:
        set_committed_value(context, "cohort", cohort)
    if person is not None and organisation is not None:
        set_committed_value(person, "organisation", organisation)
    return Arrival(cast("Platform", platform), organisation, context, person, *values)


def _text(value: object) -> str:
    """Return an id as it would be kept; what cannot be one matches nothing."""
    text = str(value) if isinstance(value, str | int) else ""
    if "\x00" in text or len(text) > LONGEST_ID:
        return ""
    return text.encode("utf-8", "replace").decode()


def _inside(body: dict[str, Any], claim: str) -> object:
    value = body.get(f"{LTI}{claim}")
    return value.get("id") if isinstance(value, dict) else None


_JOINED = Ready(
    select(*_COLUMNS)
    .select_from(Platform)
    .outerjoin(
        Deployment,
        and_(Deployment.platform_id == Platform.id, Deployment.lti_id == bindparam("deployment")),
    )
    .outerjoin(Organisation, Organisation.id == Deployment.organisation_id)
    .outerjoin(
        LtiContext,
        and_(LtiContext.deployment_id == Deployment.id, LtiContext.lti_id == bindparam("context")),
    )
    .outerjoin(Context, Context.id == LtiContext.context_id)
    .outerjoin(Cohort, Cohort.id == Context.cohort_id)
    .outerjoin(
        ResourceLink,
        and_(ResourceLink.context_id == Context.id, ResourceLink.lti_id == bindparam("link")),
    )
    .outerjoin(LineItem, LineItem.id == ResourceLink.line_item_id)
    .outerjoin(
        Identity,
        and_(
            Identity.organisation_id == Organisation.id,
            Identity.issuer == Platform.issuer,
            Identity.subject == bindparam("subject"),
        ),
    )
    .outerjoin(Person, Person.id == Identity.person_id)
    .outerjoin(
        Enrolment,
        and_(Enrolment.context_id == Context.id, Enrolment.identity_id == Identity.id),
    )
    .where(Platform.issuer == bindparam("issuer"), Platform.client_id == bindparam("client_id"))
)
