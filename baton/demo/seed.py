"""The demo's story: Norrvik has been at it for three weeks; this is the fourth."""

from datetime import UTC, datetime, time, timedelta

from sqlalchemy.orm import Session

from baton.demo.history import live_through
from baton.demo.looking_after import look_after
from baton.demo.spreading import feel_the_pulse, look_at_the_weeks, spread_out
from baton.product import Product
from learning.clock import monday_of
from learning.cohort import Cohort
from learning.context import Context, Enrolment
from learning.line_item import THIS_WEEK, LineItem
from learning.organisation import DEFAULT_ZONE, Organisation
from learning.person import Identity, Person
from learning.team import Team, new_team
from learning.team_snapshot import count_weeks
from lti_tool.course import LtiContext, ResourceLink
from lti_tool.platform import Deployment, Platform
from practice_lms import addresses, course, people
from practice_lms.settings import Settings as PracticeSettings
from practice_teams.directory import ACCOUNTS, NEW_HERE
from practice_teams.settings import TENANT_ID
from teams_app.nudging import nudging_of
from teams_app.tenant import onboard

WEEKS = 3
"""How long they have been at it."""


def seed(product: Product, practice: PracticeSettings) -> None:
    """Fill an empty database with the story, as it stands today."""
    at = datetime.now(UTC)
    with product.database.write() as session:
        context = _course(session, practice, at)
        known: dict[str, Person] = {}
        for place, someone in enumerate(people.PEOPLE):
            person = known[someone.sub] = _person(session, context, someone, practice.origin, at)
            live_through(session, product.catalogue, person, context.cohort, place, at)
        _spread(session, product, context, _teams(session, context, known, at), at)
        _link_teams(session, context, known, at)
        amira = known[people.person_named("Amira").sub]
        look_after(session, product.catalogue, context.cohort, amira, at)
        for week in range(WEEKS + 1):
            monday = context.cohort.starts_on + timedelta(weeks=week)
            count_weeks(session, context.cohort.organisation, product.catalogue, monday)


def _course(session: Session, practice: PracticeSettings, at: datetime) -> Context:
    organisation = Organisation(
        name="Norrvik",
        time_zone=DEFAULT_ZONE,
        help_contact="Amira Haddad, Day shift",
        created_at=at - timedelta(weeks=WEEKS),
    )
    start = monday_of(organisation.today(at)) - timedelta(weeks=WEEKS)
    cohort = Cohort(organisation=organisation, name=course.TITLE, starts_on=start)
    session.add(cohort)
    session.flush()
    context = Context(
        organisation_id=organisation.id, cohort=cohort, title=course.TITLE, set_up_at=at
    )
    session.add(context)
    session.flush()
    _connect(session, organisation, context, practice, at)
    return context


def _connect(
    session: Session,
    organisation: Organisation,
    context: Context,
    practice: PracticeSettings,
    at: datetime,
) -> None:
    platform = Platform(
        name="Practice LMS",
        issuer=practice.origin,
        client_id=practice.client_id,
        auth_url=f"{practice.origin}/auth",
        token_url=practice.token_url,
        jwks_url=f"{practice.origin}/jwks",
        allow_http=True,
        added_at=at,
    )
    deployment = Deployment(
        platform=platform,
        lti_id=practice.deployment_id,
        organisation=organisation,
        first_seen_at=at,
    )
    session.add(
        LtiContext(
            context=context,
            deployment=deployment,
            lti_id=course.CONTEXT_ID,
            lineitems_url=addresses.line_items(practice.origin),
            memberships_url=addresses.memberships(practice.origin),
        )
    )
    for number, link in enumerate(course.LINKS, start=1):
        module = link.custom.get("module")
        selection = f"module:{module}" if module else THIS_WEEK
        url = addresses.line_item(practice.origin, number)
        column = LineItem(context=context, selection=selection, url=url)
        session.add(
            ResourceLink(
                context_id=context.id, lti_id=link.id, selection=selection, line_item=column
            )
        )
    session.flush()


def _person(
    session: Session, context: Context, someone: people.Person, issuer: str, at: datetime
) -> Person:
    person = Person(
        organisation=context.cohort.organisation,
        name=someone.name,
        email=someone.email,
        setting="frontline",
        created_at=at,
    )
    identity = Identity(
        organisation_id=context.organisation_id,
        person=person,
        issuer=issuer,
        subject=someone.sub,
        created_at=at,
    )
    leads = someone.role == "Instructor"
    session.add(Enrolment(context=context, identity=identity, leads=leads, since=at))
    session.flush()
    return person


def _teams(
    session: Session, context: Context, known: dict[str, Person], at: datetime
) -> list[tuple[Team, list[Person]]]:
    """Put everybody on their team; on each, who teaches the course leads, and comes first."""
    teams = []
    for name, everyone in people.TEAMS.items():
        team = new_team(context.organisation_id, name, at)
        leaders = {known[one.sub].id for one in everyone if one.role == "Instructor"}
        team.consist_of({known[one.sub].id for one in everyone} - leaders, leaders, at)
        session.add(team)
        teams.append((team, [known[one.sub] for one in everyone]))
    session.flush()
    return teams


def _link_teams(session: Session, context: Context, known: dict[str, Person], at: datetime) -> None:
    """Let everybody in from Microsoft Teams as the same person, but for who is new there.

    They have notices from now on.
    """
    tenant = onboard(session, TENANT_ID, context.cohort.organisation, at)
    nudging_of(session, tenant).switch(on=True, at=at)
    for account in ACCOUNTS:
        if account.person.given_name != NEW_HERE:
            session.add(
                Identity(
                    organisation_id=context.organisation_id,
                    person=known[account.person.sub],
                    issuer=TENANT_ID,
                    subject=account.object_id,
                    user_name=account.user_name,
                    created_at=at - timedelta(weeks=WEEKS),
                )
            )
    session.flush()


def _spread(
    session: Session,
    product: Product,
    context: Context,
    teams: list[tuple[Team, list[Person]]],
    at: datetime,
) -> None:
    organisation = context.cohort.organisation
    begun = datetime.combine(context.cohort.starts_on, time(13), organisation.zone)
    spread_out(session, product.catalogue, teams, begun, at)
    everybody = [person for _team, people_on_it in teams for person in people_on_it]
    feel_the_pulse(session, product.catalogue, everybody, begun)
    look_at_the_weeks(session, organisation, product.catalogue, WEEKS, at)
