"""Norrvik for a year: twelve teams of three in two courses of one LMS, and what everybody does.

What people do is drawn by chance, the same in each run. All of it is written down in plain values
beside Baton, so that `rule.py` can work out what should have come of it.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from cast.small_world import Learned, Met, World
from doubles.platforms.course import Column, Course, Member
from doubles.platforms.moodle import Moodle
from doubles.platforms.stand_in import Tool
from sqlalchemy.orm import Session

from learning.catalogue import Catalogue
from learning.cohort import Cohort
from learning.context import Context, Enrolment
from learning.database import Database
from learning.follow_up import Outcome
from learning.grading import owe_grades
from learning.handover import find_handover, hand_over
from learning.huddle import HuddleKind, hold_huddle
from learning.journey import Journey, change_journey, open_loop
from learning.line_item import LineItem
from learning.loop import Part
from learning.nordic_year import NORDIC
from learning.organisation import Organisation
from learning.pause import begin_pause, end_pause
from learning.person import Identity, Person
from learning.recall import AskedCase
from learning.team import new_team
from lti_tool.course import LtiContext
from lti_tool.platform import Deployment, Platform
from lti_tool.tool import SCOPES

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
"""A Monday at noon; day 0."""
TEAMS, SIZE = 12, 3
WEEKS = 52
AFTERWARDS = 30
DAY = timedelta(days=1)


@dataclass
class Someone:
    """One person: what they are like, and what they have done by day."""

    number: int
    team: int
    course: int
    joins: int
    """The day from which they are there."""
    diligence: float
    person_id: int = 0
    sub: str = ""
    met: dict[str, int] = field(default_factory=dict)
    """On which day each module's try was done."""
    planned: dict[str, int] = field(default_factory=dict)
    looked_back: dict[str, int] = field(default_factory=dict)
    asked: list[tuple[int, list[tuple[str, str]], bool]] = field(default_factory=list)
    """Day, cases, and whether it was after the programme."""
    opened: list[tuple[int, str]] = field(default_factory=list)
    pause: tuple[int, int] | None = None
    """From which day to which they pause; they do not come then."""


class Norrvik:
    """The company in Baton's database and in the LMS, and its diary."""

    def __init__(self, database: Database, catalogue: Catalogue, lms: Moodle, jwks: str) -> None:
        self.database, self.catalogue, self.lms = database, catalogue, lms
        self.chance = random.Random(2026)
        self.starts = [0, 42]
        self.people = [self._someone(number) for number in range(TEAMS * SIZE)]
        self.huddles: list[Met] = []
        self.links: list[str] = []
        self.contexts: list[int] = []
        self.teams: list[int] = []
        lms.tool = Tool("baton-1", "", [""], jwks, list(SCOPES), [], {}, works=True)
        lms.courses = [self._course(number) for number in range(2)]
        with database.write() as session:
            self._write_down(session)

    def _someone(self, number: int) -> Someone:
        team = number // SIZE
        course = 0 if team < 8 else 1
        # One of each third team comes five weeks late.
        late = 35 if number % SIZE == SIZE - 1 and team % 3 == 0 else 0
        diligence = [1.0, 0.8, 0.6][number % SIZE]
        joins = self.starts[course] + late
        # The second person of every fourth team takes a break of five weeks.
        pause = (joins + 31, joins + 62) if number % SIZE == 1 and team % 4 == 0 else None
        return Someone(number, team, course, joins, diligence, pause=pause)

    def _course(self, number: int) -> Course:
        members = [
            Member(str(100 + one.number), f"Person {one.number}")
            for one in self.people
            if one.course == number
        ]
        selections = [*(f"module:{slug}" for slug in self.catalogue.programme), "programme"]
        course = Course(f"Course {number}", members)
        course.columns = [Column(one, 100, resource_id=one) for one in (*selections, "this-week")]
        return course

    def _write_down(self, session: Session) -> None:
        organisation = Organisation(name="Norrvik", created_at=START)
        platform = Platform(
            name="Moodle",
            issuer=self.lms.issuer,
            client_id="baton-1",
            auth_url=self.lms.url("/auth"),
            token_url=self.lms.url(self.lms.token_path),
            jwks_url=self.lms.url(self.lms.keys_path),
            family="moodle",
            allow_http=True,
            added_at=START,
        )
        deployment = Deployment(
            platform=platform, organisation=organisation, lti_id="1", first_seen_at=START
        )
        session.add_all([organisation, deployment])
        session.flush()
        self.organisation_id = organisation.id
        for number, course in enumerate(self.lms.courses):
            self._add_course(session, organisation, deployment, course, number)
        for number in range(TEAMS):
            self._add_team(session, organisation, number)

    def _add_course(
        self,
        session: Session,
        organisation: Organisation,
        deployment: Deployment,
        course: Course,
        number: int,
    ) -> None:
        cohort = Cohort(
            organisation=organisation,
            name=course.title,
            starts_on=self.day(self.starts[number]),
            calendar=NORDIC,
        )
        # The second course takes a week off of its own.
        cohort.take_off([self.day(84)] if number else [])
        context = Context(organisation_id=organisation.id, cohort=cohort, title=course.title)
        lti = LtiContext(context=context, deployment=deployment, lti_id=course.id)
        lti.lineitems_url = self.lms.line_items_url(course)
        session.add(lti)
        session.add_all(
            LineItem(
                context=context,
                selection=column.resource_id,
                url=self.lms.line_item_url(course, column),
            )
            for column in course.columns
        )
        session.flush()
        self.contexts.append(context.id)

    def _add_team(self, session: Session, organisation: Organisation, number: int) -> None:
        people = [one for one in self.people if one.team == number]
        for one in people:
            person = Person(
                organisation=organisation, name=f"Person {one.number}", created_at=START
            )
            identity = Identity(
                organisation_id=organisation.id,
                person=person,
                issuer=self.lms.issuer,
                subject=str(100 + one.number),
                created_at=START,
            )
            session.add(
                Enrolment(
                    context_id=self.contexts[one.course],
                    identity=identity,
                    since=self.at(one.joins),
                )
            )
            session.flush()
            one.person_id, one.sub = person.id, identity.subject
        team = new_team(organisation.id, f"Team {number}", START)
        leader, *others = (one.person_id for one in people)
        team.consist_of(others, [leader], START)
        session.add(team)
        session.flush()
        self.teams.append(team.id)

    def day(self, number: int) -> date:
        return self.at(number).date()

    def at(self, day: int) -> datetime:
        return START + day * DAY

    # A week

    def live(self, week: int) -> None:
        """Let a week happen: who comes learns, and some teams huddle."""
        with self.database.write() as session:
            for one in self.people:
                self._pause(session, one, week)
                day = week * 7 + self.chance.randrange(5)
                if day >= one.joins and not is_away(one, day) and self._comes(one, week):
                    self._visit(session, one, day)
            for team in range(TEAMS):
                self._huddle(session, team, week)

    def _pause(self, session: Session, one: Someone, week: int) -> None:
        begins, ends = one.pause or (-1, -1)
        if begins // 7 == week:
            begin_pause(session, one.person_id, self.at(begins))
        if ends // 7 == week:
            end_pause(session, one.person_id, self.at(ends))

    def _comes(self, one: Someone, week: int) -> bool:
        """Many come less often once they know the modules."""
        often = one.diligence * (1.0 if week < AFTERWARDS else 0.4)
        return self.chance.random() < often

    def _visit(self, session: Session, one: Someone, day: int) -> None:
        journey, at = change_journey(session, one.person_id, self.catalogue), self.at(day)
        context = session.get_one(Context, self.contexts[one.course])
        programme = context.cohort.programme(self.catalogue, journey.person.organisation)
        today = self.day(day)
        waiting = journey.loop_to_check(at)
        if waiting is not None:
            waiting.answer_follow_up(self.chance.choice(list(Outcome)), at)
            one.looked_back[waiting.module] = day
        if context.cohort.has_ended(programme, today):
            self._recall(one, journey, journey.cases_afterwards(at, "en"), day)
        else:
            self._learn(session, one, journey, context.cohort.module_of_week(programme, today), day)
        session.flush()
        owe_grades(session, journey, datetime.now(UTC))

    def _learn(self, session: Session, one: Someone, journey: Journey, slug: str, day: int) -> None:
        at, content = self.at(day), self.catalogue.module(slug)
        one.opened.append((day, slug))
        loop = open_loop(session, journey, slug, at)
        if loop.next_part is None:
            return
        if not loop.has_done(Part.TRY):
            cases = journey.cases(slug, at, "en")
            one.asked.append((day, [case.key for case in cases if not case.is_warm_up], False))
            for case in cases:
                loop.answer_recall(case, self.chance.choice(case.question.options).id, at)
            for part in (Part.RECALL, Part.SCENE, Part.TOOL):
                loop.finish(part, at)
            loop.attempt(content, content.try_.best.id, at)
            loop.finish(Part.TRY, at)
            one.met[slug] = day
        if self.chance.random() < 0.9:
            loop.make_plan(None, "the shift ends", "say thanks", "", at)
            loop.finish(Part.PASS_ON, at)
            one.planned[slug] = day

    def _recall(self, one: Someone, journey: Journey, cases: Iterable[AskedCase], day: int) -> None:
        listed = list(cases)
        one.asked.append((day, [case.key for case in listed], True))
        for case in listed:
            option = self.chance.choice(case.question.options).id
            journey.loops[case.module].answer_recall(case, option, self.at(day))

    def _huddle(self, session: Session, team: int, week: int) -> None:
        """Every few weeks a team huddles; who hosted hands over to the next one."""
        people = [one for one in self.people if one.team == team]
        if team % 4 == 3 or self.chance.random() > 0.3:
            return
        earlier = [n for n, one in enumerate(self.huddles) if one.team == team]
        after = earlier[-1] if earlier and self.chance.random() < 0.6 else None
        host = people[0] if after is None else people[(len(earlier)) % SIZE]
        if host.joins > week * 7:
            return
        if after is not None and self.huddles[after].host == host.number:
            after = None
        self._hold(session, host, people, after, week * 7 + 4)

    def _hold(
        self, session: Session, host: Someone, people: list[Someone], after: int | None, day: int
    ) -> None:
        person, at = session.get_one(Person, host.person_id), self.at(day)
        slug = self.catalogue.programme[0] if after is None else self.huddles[after].module
        link = None
        if after is not None:
            link = find_handover(session, self.links[after], at)
            if link is None or link.taken_at is not None:
                return
            assert link.take(person, at)
        there = frozenset(one.number for one in people[: self.chance.randrange(2, SIZE + 1)])
        kind = self.chance.choice(list(HuddleKind))
        huddle = hold_huddle(
            session,
            person,
            slug,
            kind,
            len(there | {host.number}),
            at,
            context_id=self.contexts[host.course],
            team_id=self.teams[host.team],
            handover_id=link.id if link else None,
        )
        self.links.append(hand_over(session, huddle, person, at))
        self.huddles.append(
            Met(host.number, host.team, slug, day, there | {host.number}, True, after)
        )

    def world(self) -> World:
        """The diary in the form from which spread is worked out by hand."""
        learned = [
            Learned(
                one.number,
                slug,
                day,
                one.looked_back[slug] - day if slug in one.looked_back else None,
                True,
                Outcome.DID,
            )
            for one in self.people
            for slug, day in one.planned.items()
        ]
        teams = [[one.number for one in self.people if one.team == team] for team in range(TEAMS)]
        return World(len(self.people), teams, learned, self.huddles)


def is_away(one: Someone, day: int) -> bool:
    """Whether somebody pauses on a day."""
    return one.pause is not None and one.pause[0] <= day <= one.pause[1]
