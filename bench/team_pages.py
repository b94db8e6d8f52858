"""What the leader's page costs: for a large course, and for a small team in companies of two sizes.

The application is called in this process, so its CPU time is this process's, and the database
server's is that of the processes it has.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import event, insert
from sqlalchemy.orm import Session

from baton.app import create_app
from baton.product import Product, open_product
from baton.settings import read_settings
from bench.cpu import spent
from bench.installation import postgresql_in, sqlite_in
from bench.tool import Unavailable
from learning.attempt import Attempt
from learning.clock import monday_of
from learning.cohort import Cohort
from learning.context import Context, Enrolment
from learning.loop import Loop, Part, Step
from learning.organisation import Organisation, find_or_create_organisation
from learning.person import Identity, Person
from learning.plan import Plan
from learning.team import TeamMember, new_team
from learning.team_snapshot import count_weeks
from web.session import WebSession, hash_token

WEEKS = 4
PAGES = 30
TEAM = 10
"""People on a team."""
_TOKEN = "t" * 43


@dataclass(frozen=True)
class Company:
    """What is measured: so many people in one course, on teams of ten or without any."""

    name: str
    people: int
    has_teams: bool


COMPANIES = (
    Company("One course of 1,000, without teams", 1_000, False),
    Company("A team of 10 in a company of 1,000", 1_000, True),
    Company("A team of 10 in a company of 10,000", 10_000, True),
)


@dataclass(frozen=True)
class Cost:
    """What one page takes, and what counting a Monday takes; seconds of CPU."""

    page: float
    server: float
    queries: int
    monday: float


@contextmanager
def on_sqlite() -> Iterator[tuple[str, int]]:
    """A new SQLite database; it has no process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        yield sqlite_in(Path(folder)), 0


@contextmanager
def on_postgresql() -> Iterator[tuple[str, int]]:
    """A new PostgreSQL database, and its server's process."""
    with tempfile.TemporaryDirectory() as folder, postgresql_in(Path(folder)) as server:
        yield server


def measure(database_url: str, server: int, company: Company) -> Cost:
    """Fill a database and open the page again and again. Raises Unavailable if it is not there."""
    settings = read_settings({"BATON_DATABASE_URL": database_url, "BATON_SECRET_KEY": "x" * 40})
    with open_product(settings) as product:
        filled = _Filled(product, company)
        monday = filled.count()
        page, of_server, queries = _open(product, filled.public_id, server)
    return Cost(page, of_server, queries, monday)


def _open(product: Product, public_id: str, server: int) -> tuple[float, float, int]:
    client, asked = create_app(product, lambda: None).test_client(), []

    def note(*call: object) -> None:
        asked.append(call)

    def open_page() -> None:
        headers = {"Authorization": f"Bearer {_TOKEN}", "HX-Request": "true"}
        answer = client.get(f"/s/{public_id}/my-team", headers=headers)
        if answer.status_code != 200 or " of 10" not in answer.text:
            raise Unavailable(f"The page did not come: {answer.status}")

    open_page()
    own: list[float] = []
    of_server: list[float] = []
    for _page in range(PAGES):
        before, theirs = time.process_time(), _server_time(server)
        open_page()
        own.append(time.process_time() - before)
        of_server.append(_server_time(server) - theirs)
    event.listen(product.database.engine, "before_cursor_execute", note)
    open_page()
    return median(own), median(of_server), len(asked)


def _server_time(server: int) -> float:
    return spent([server]) if server else 0.0


class _Filled:
    """A company whose people have been at it for four weeks, and a leader's visit."""

    public_id = "bench"

    def __init__(self, product: Product, company: Company) -> None:
        self._product = product
        at = datetime.now(UTC)
        with product.database.write() as session:
            owner = find_or_create_organisation(session, "Bench", at)
            self._owner = owner.id
            self._first = monday_of(owner.today(at)) - timedelta(weeks=WEEKS)
            cohort = Cohort(organisation=owner, name="Bench", starts_on=self._first)
            session.add(cohort)
            session.flush()
            context = Context(organisation_id=owner.id, title="Bench", cohort=cohort)
            leader = Person(organisation=owner, name="Amira", created_at=at)
            session.add_all([context, leader])
            session.flush()
            people = _people(session, owner, context, company.people, at)
            _loops(session, people, product.catalogue.programme[:3], self._first)
            if company.has_teams:
                _teams(session, owner.id, people, leader.id, at)
            session.add(_visit(leader, context, self.public_id, at))

    def count(self) -> float:
        """Make the snapshots of each Monday so far; return the CPU seconds that the last took."""
        taken = 0.0
        for week in range(WEEKS + 1):
            with self._product.database.write() as session:
                owner = session.get_one(Organisation, self._owner)
                monday = self._first + timedelta(weeks=week)
                before = time.process_time()
                count_weeks(session, owner, self._product.catalogue, monday)
                taken = time.process_time() - before
        return taken


def _people(
    session: Session, owner: Organisation, context: Context, count: int, at: datetime
) -> list[int]:
    known = {"organisation_id": owner.id, "created_at": at}
    people = list(
        session.scalars(
            insert(Person).returning(Person.id),
            [{**known, "name": f"Person {number}", "setting": "office"} for number in range(count)],
        )
    )
    here = [
        {**known, "person_id": one, "issuer": "https://bench", "subject": str(one)}
        for one in people
    ]
    identities = session.scalars(insert(Identity).returning(Identity.id), here)
    enrolled = {"context_id": context.id, "leads": False, "since": at}
    session.execute(insert(Enrolment), [{**enrolled, "identity_id": one} for one in identities])
    return people


def _loops(session: Session, people: list[int], modules: tuple[str, ...], first: date) -> None:
    """Let three in five complete each module in its week."""
    for week, module in enumerate(modules):
        monday = datetime.combine(first, datetime.min.time(), UTC) + timedelta(weeks=week, days=1)
        who = [one for one in people if (one + week) % 5 < 3]
        begun = [{"person_id": one, "module": module, "started_at": monday} for one in who]
        loops = list(session.scalars(insert(Loop).returning(Loop.id), begun))
        steps = {"part": Part.RECALL, "note": "", "at": monday}
        session.execute(insert(Step), [{**steps, "loop_id": one} for one in loops])
        tries = {"option": "a", "best": True, "at": monday}
        session.execute(insert(Attempt), [{**tries, "loop_id": one} for one in loops])
        plan = {"cue": "x", "action": "y", "with_": "", "made_at": monday, "changed_at": monday}
        session.execute(insert(Plan), [{**plan, "loop_id": one} for one in loops])


def _teams(
    session: Session, organisation_id: int, people: list[int], leader_id: int, at: datetime
) -> None:
    """Put everybody on teams of ten; the leader leads the first."""
    teams = [
        new_team(organisation_id, f"Team {number}", at) for number in range(len(people) // TEAM)
    ]
    teams[0].consist_of([], [leader_id], at)
    session.add_all(teams)
    session.flush()
    members = [
        {"team_id": teams[place // TEAM].id, "person_id": one, "since": at}
        for place, one in enumerate(people)
    ]
    session.execute(insert(TeamMember), members)


def _visit(leader: Person, context: Context, public_id: str, at: datetime) -> WebSession:
    return WebSession(
        public_id=public_id,
        token_hash=hash_token(_TOKEN),
        person=leader,
        context=context,
        door="lti",
        leads=True,
        language="en",
        started_at=at,
        seen_at=at,
    )
