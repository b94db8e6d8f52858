"""People of Norrvik who have Baton in Teams, and a week that can be moved on hour by hour."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from doubles.activity_feed import Shown
from doubles.entra import NORRVIK
from doubles.graph import Graph
from sqlalchemy import func, select

from learning.attempt import Attempt
from learning.clock import MovedClock, monday_of
from learning.cohort import Cohort
from learning.context import Context, Enrolment
from learning.database import Database
from learning.loop import Loop, Part, Step
from learning.organisation import Organisation, find_or_create_organisation
from learning.pause import begin_pause
from learning.person import Identity, Person
from learning.plan import Plan
from learning.reminder import Reminder, change_reminder
from teams_app.nudge import Nudge, NudgeState
from teams_app.nudging import Nudging, nudging_of
from teams_app.recipient import Recipient, recipient_of
from teams_app.tenant import Tenant, onboard

LONG_AGO = datetime(2026, 1, 5, 8, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Stockholm")
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = 1, 2, 3, 4


def object_id(number: int) -> str:
    """The id that somebody has in Entra."""
    return f"{number:08x}-0000-4000-8000-000000000000"


class Staff:
    """The people, their feeds, and the clock. Norrvik has switched its notices on."""

    def __init__(self, database: Database, graph: Graph, tenant: str = NORRVIK) -> None:
        self.database, self.graph, self.clock, self.tenant = database, graph, MovedClock(), tenant
        self.ids: list[int] = []
        with database.write() as session:
            organisation = find_or_create_organisation(session, "Norrvik", LONG_AGO)
            known = onboard(session, tenant, organisation, LONG_AGO)
            nudging_of(session, known).switch(on=True, at=LONG_AGO)
            cohort = Cohort(organisation=organisation, name="Teams", starts_on=self.monday)
            context = Context(organisation_id=organisation.id, title="Teams", cohort=cohort)
            session.add(context)
            session.flush()
            self.organisation_id, self.context_id = organisation.id, context.id

    @property
    def monday(self):
        """The Monday of the week that it is in learning time."""
        with self.database.read() as session:
            return monday_of(self.clock.now(session).learning.astimezone(ZONE).date())

    def come(self, count: int = 1, *, app: bool = True, known: bool = False) -> list[int]:
        """Let people open Baton in Teams for the first time, long ago; return their numbers.

        Without the `app` they have removed it since. `known` are those who opened it just now.
        """
        first = len(self.ids)
        with self.database.write() as session:
            organisation = session.get_one(Organisation, self.organisation_id)
            people = []
            for number in range(first, first + count):
                person = Person(organisation=organisation, created_at=LONG_AGO, setting="office")
                identity = Identity(
                    organisation_id=organisation.id,
                    person=person,
                    issuer=self.tenant,
                    subject=object_id(number),
                    created_at=LONG_AGO,
                )
                session.add(
                    Enrolment(context_id=self.context_id, identity=identity, since=LONG_AGO)
                )
                people.append(identity)
            session.flush()
            self.ids += [identity.id for identity in people]
            if known:
                at = datetime.now(UTC)
                session.add_all(
                    Recipient(identity_id=one.id, known_at=at, refusals=0) for one in people
                )
        for number in range(first, first + count):
            self.graph.feed.add(self.tenant, object_id(number))
            if app:
                self.graph.feed.install(self.tenant, object_id(number))
        return list(range(first, first + count))

    def go_to(self, weekday: int, hour: int, minute: int = 5) -> None:
        """Let it be the next such moment in Norrvik."""
        with self.database.write() as session:
            now = self.clock.now(session).learning.astimezone(ZONE)
            wanted = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
            wanted += timedelta(days=(weekday - now.weekday()) % 7)
            if wanted <= now + timedelta(seconds=30):  # the clock moves by whole seconds
                wanted += timedelta(weeks=1)
            self.clock.move(session, wanted.astimezone(UTC) - now.astimezone(UTC))

    def start_this_week(self) -> None:
        """Let the programme start in the week that it is now."""
        monday = self.monday
        with self.database.write() as session:
            session.get_one(Context, self.context_id).cohort.starts_on = monday

    def change(self, number: int) -> "Change":
        """Change something about somebody, as they would in the tab."""
        return Change(self, self.ids[number])

    def feed(self, number: int = 0) -> list[Shown]:
        """What stands in somebody's activity feed."""
        return self.graph.feed.seen_by(self.tenant, object_id(number))

    def states(self) -> dict[str, int]:
        """How many nudges of this week stand where."""
        counted = select(Nudge.state, func.count()).where(Nudge.monday == self.monday)
        with self.database.read() as session:
            rows = session.execute(counted.group_by(Nudge.state))
            return {str(state): count for state, count in rows}

    def nudges(self, number: int = 0) -> list[Nudge]:
        """What was decided about somebody, oldest first."""
        with self.database.read() as session:
            mine = select(Nudge).where(Nudge.identity_id == self.ids[number]).order_by(Nudge.id)
            return list(session.scalars(mine))

    def recipient(self, number: int = 0) -> Recipient:
        with self.database.write() as session:
            return recipient_of(session, self.ids[number])

    @property
    def nudging(self) -> Nudging:
        with self.database.write() as session:
            tenant = session.scalars(select(Tenant).where(Tenant.entra_id == self.tenant)).one()
            return nudging_of(session, tenant)

    def wait_no_more(self) -> None:
        """Let whatever was put off be due, and whoever waits have their turn."""
        with self.database.write() as session:
            for nudging in session.scalars(select(Nudging)):
                nudging.wait_until = nudging.leased_until = None
            waits = select(Nudge).where(Nudge.state == NudgeState.WAITING)
            for nudge in session.scalars(waits):
                nudge.due_at = LONG_AGO


class Change:
    """Something that one person does."""

    def __init__(self, staff: Staff, identity_id: int) -> None:
        self._staff, self._id = staff, identity_id

    def chooses(self, weekday: int, hour: int) -> None:
        with self._staff.database.write() as session:
            self._reminder(session).choose(weekday, hour, LONG_AGO)

    def mutes(self) -> None:
        with self._staff.database.write() as session:
            self._reminder(session).mute(LONG_AGO)

    def completes(self, module: str) -> None:
        """Learn a module and make a plan, before it is now."""
        with self._staff.database.write() as session:
            person = session.get_one(Identity, self._id).person
            loop = Loop(person=person, module=module, started_at=LONG_AGO)
            loop.steps = [Step(part=Part.RECALL, note="", at=LONG_AGO)]
            loop.attempts = [Attempt(option="a", best=True, at=LONG_AGO)]
            loop.plan = Plan(made_at=LONG_AGO)
            loop.plan.write(None, "On Monday", "ask", "Dana", LONG_AGO)
            session.add(loop)

    def speaks(self, language: str) -> None:
        with self._staff.database.write() as session:
            recipient_of(session, self._id).language = language

    def chooses_language(self, language: str) -> None:
        with self._staff.database.write() as session:
            session.get_one(Identity, self._id).person.language = language

    def pauses(self) -> None:
        with self._staff.database.write() as session:
            begin_pause(session, session.get_one(Identity, self._id).person_id, LONG_AGO)

    def is_in(self, zone: str) -> None:
        with self._staff.database.write() as session:
            recipient_of(session, self._id).time_zone = zone

    def comes_only_now(self) -> None:
        with self._staff.database.write() as session:
            identity = session.get_one(Identity, self._id)
            identity.created_at = self._staff.clock.now(session).learning

    def opens_the_tab(self) -> None:
        with self._staff.database.write() as session:
            recipient_of(session, self._id).note_known(datetime.now(UTC))

    def _reminder(self, session) -> Reminder:
        return change_reminder(session, session.get_one(Identity, self._id).person_id)
