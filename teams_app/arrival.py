"""An arrival in Teams: a checked token becomes a person in a context of their organisation."""

from dataclasses import dataclass

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from learning.account_link import links_of
from learning.catalogue import Catalogue
from learning.clock import Now
from learning.context import Context, Enrolment
from learning.link_by_email import link_by_email
from learning.organisation import Organisation
from learning.person import Identity, Person
from learning.reports import leads_reports
from learning.team import has_team_in, leads_team_in
from teams_app import token
from teams_app.intake import Intake, intake_of_week, newest_first, note_visit


@dataclass(frozen=True)
class Arrival:
    """Who is here, and where."""

    identity: Identity
    context: Context
    leads: bool
    is_linked: bool = False
    """Whether they have just become one with their account at the LMS, by their address."""

    @property
    def person(self) -> Person:
        """Who it is."""
        return self.identity.person


def arrive(
    session: Session,
    who: token.Person,
    organisation: Organisation,
    calendar: str,
    now: Now,
    catalogue: Catalogue | None = None,
) -> Arrival:
    """Return person and context of a token; make what is not known yet.

    A person who is in several contexts is in the newest course, and in an intake only while they
    are in no course. With a catalogue, they may become one with their account at the LMS, by their
    address; then they must be told. Raises IntegrityError at a flush if the same person arrives
    twice at once.
    """
    identity = _identity(session, who, organisation, now)
    is_linked = catalogue is not None and link_by_email(
        session, identity.person, who.user_name, catalogue, now
    )
    note_visit(session, identity, now)
    known = _newest_enrolment(session, identity.person)
    if known is None:
        intake = intake_of_week(session, organisation, calendar, now)
        session.add(Enrolment(context_id=intake.id, identity=identity, since=now.real))
        session.flush()
        known = _newest_enrolment(session, identity.person) or (intake, False)
    context, leads = known
    return Arrival(identity, context, leads, is_linked)


def _identity(
    session: Session, who: token.Person, organisation: Organisation, now: Now
) -> Identity:
    mine = select(Identity).where(
        Identity.organisation_id == organisation.id,
        Identity.issuer == who.tenant_id,
        Identity.subject == who.object_id,
    )
    identity = session.scalar(mine)
    if identity is None:
        person = Person(organisation_id=organisation.id, created_at=now.real)
        identity = Identity(
            organisation_id=organisation.id,
            person=person,
            issuer=who.tenant_id,
            subject=who.object_id,
            created_at=now.real,
        )
        session.add(identity)
    person = identity.person
    if who.name and who.name != person.name:
        # Once accounts are one, they go by one name: two doors would change it to and fro.
        is_one_of_two = person.name is not None and links_of(session, person.id)
        person.name = person.name if is_one_of_two else who.name
    identity.user_name = who.user_name or identity.user_name
    session.flush()
    return identity


def _newest_enrolment(session: Session, person: Person) -> tuple[Context, bool] | None:
    leads = leads_team_in(Identity.person_id, Context.id)
    teaches = case((Enrolment.leads, ~has_team_in(Context.id)), else_=False)
    newest = (
        select(Context, leads | teaches)
        .join(Enrolment, Enrolment.context_id == Context.id)
        .join(Identity, Identity.id == Enrolment.identity_id)
        .where(Identity.person_id == person.id, Enrolment.left_at.is_(None))
        .outerjoin(Intake, Intake.context_id == Context.id)
        .order_by(*newest_first())
        .limit(1)
    )
    row = session.execute(newest).first()
    # Who reports to somebody may be in other contexts than theirs.
    return (row[0], bool(row[1]) or leads_reports(session, person)) if row else None
