"""Reading a course's roster, page by page, and writing it down as it comes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from learning.catalogue import Catalogue
from learning.database import Database
from lti_tool.course import LtiContext
from lti_tool.member import Member, is_test_user, read_member, read_members
from lti_tool.paging import Unfinished, read_pages, with_query
from lti_tool.platform import Deployment, Platform
from lti_tool.quirks import quirks_of
from lti_tool.roster import Roster, next_wanted, take_roster
from lti_tool.roster_page import Place, keep_members, mark_left
from lti_tool.service import FAULTS, Services, TooLate, explain
from web.http import Answer

ROSTER_SCOPE = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
ROSTER_TYPE = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
MOST_PAGES = 1000
LONGEST = timedelta(minutes=10)
"""How long one roster may take; the row is held for a little longer."""
_PIECE = 200
"""So many members are written down in one transaction."""
_TRIES = 3


@dataclass(frozen=True)
class Outcome:
    """What became of a roster. `reason` says why it is not whole; None if it is."""

    context_id: int
    members: int
    reason: str | None


@dataclass(frozen=True)
class _Course:
    platform: Platform
    place: Place
    url: str


class Rosters:
    """Reads rosters. Several workers may; each roster is read by one at a time."""

    def __init__(
        self,
        database: Database,
        services: Services,
        catalogue: Catalogue,
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        self._database, self._services = database, services
        self._catalogue, self._wake = catalogue, wake

    def sync_wanted(self, goes_on: Callable[[], bool]) -> int:
        """Read what is wanted, the longest wanted first; return how many were read."""
        count = 0
        while goes_on():
            with self._database.read() as session:
                context_id = next_wanted(session, datetime.now(UTC))
            if context_id is None:
                break
            count += self.sync(context_id) is not None
        return count

    def readable(self, platform: str | None = None) -> list[int]:
        """Return the contexts whose roster a platform lets us read, of one platform or of all."""
        found = select(LtiContext.context_id).where(LtiContext.memberships_url.is_not(None))
        if platform is not None:
            found = found.join(Deployment).join(Platform).where(Platform.name == platform)
        with self._database.read() as session:
            return list(session.scalars(found.order_by(LtiContext.context_id)))

    def sync(self, context_id: int) -> Outcome | None:
        """Read one roster. None if somebody else is at it, or there is none to read."""
        began = datetime.now(UTC)
        course = self._course(context_id)
        with self._database.write() as session:
            hold = LONGEST + timedelta(minutes=1)
            if not take_roster(session, context_id, began, hold):
                return None
        if course is None:
            outcome = Outcome(context_id, 0, "this course has no roster that Baton may read")
        else:
            outcome = self._read(course, began + LONGEST)
        self._finish(outcome, course, began)
        return outcome

    def _read(self, course: _Course, begin_by: datetime) -> Outcome:
        count, reason = 0, None
        try:
            for members in self._pieces(course, begin_by):
                self._keep(course.place, members)
                count += len(members)
        except Unfinished as problem:
            reason = str(problem)
        except FAULTS as problem:
            reason = explain(problem)
        except TooLate:
            reason = "it took too long"
        return Outcome(course.place.context_id, count, reason)

    def _course(self, context_id: int) -> _Course | None:
        found = (
            select(Platform, Deployment.organisation_id, LtiContext.memberships_url)
            .select_from(LtiContext)
            .join(Deployment, Deployment.id == LtiContext.deployment_id)
            .join(Platform, Platform.id == Deployment.platform_id)
            .where(LtiContext.context_id == context_id)
        )
        with self._database.read() as session:
            row = session.execute(found).first()
        if row is None:
            return None
        platform, organisation_id, url = row
        if organisation_id is None or url is None:
            return None
        return _Course(platform, Place(organisation_id, context_id, platform.issuer), url)

    def _pieces(self, course: _Course, begin_by: datetime) -> Iterator[list[Member]]:
        """Give the members in pieces. Raises Unfinished at the end if one had no id."""
        nameless = 0
        for page in self._pages(course, begin_by):
            items = [item for item in read_members(page.json()) if not is_test_user(item)]
            for start in range(0, len(items), _PIECE):
                piece = items[start : start + _PIECE]
                members = [member for item in piece if (member := read_member(item)) is not None]
                nameless += len(piece) - len(members)
                yield members
        if nameless:
            raise Unfinished(f"{nameless} of its members have no id")

    def _pages(self, course: _Course, begin_by: datetime) -> Iterator[Answer]:
        quirks = quirks_of(course.platform.family, course.platform.issuer)
        size, start, first = quirks.roster_page, 0, ""
        while True:
            more: dict[str, int] = {"limit": size}
            if start and quirks.roster_start:
                more[quirks.roster_start] = start
            count, linked = 0, 0
            for page in read_pages(
                self._services,
                course.platform,
                ROSTER_SCOPE,
                with_query(course.url, **more),
                ROSTER_TYPE,
                most=MOST_PAGES,
                begin_by=begin_by,
            ):
                members = _listed(page)
                if start and not linked and members and str(members[0])[:500] == first:
                    raise Unfinished("the pages go round in circles")
                first = str(members[0])[:500] if members else ""
                count, linked = len(members), linked + 1
                yield page
            if quirks.roster_start is None or linked != 1 or count != size:
                return
            start += size
            if start >= MOST_PAGES * size:
                raise Unfinished(f"there are more than {MOST_PAGES} pages")

    def _keep(self, place: Place, members: list[Member]) -> None:
        for again in reversed(range(_TRIES)):
            at = datetime.now(UTC)
            try:
                with self._database.write() as session:
                    has_news = keep_members(session, place, members, self._catalogue, at)
            except IntegrityError:
                if not again:
                    raise
                continue
            if has_news:
                self._wake()
            return

    def _finish(self, outcome: Outcome, course: _Course | None, began: datetime) -> None:
        with self._database.write() as session:
            roster, at = session.get_one(Roster, outcome.context_id), datetime.now(UTC)
            if outcome.reason is not None:
                roster.break_off(outcome.reason, at)
                return
            roster.finish(outcome.members, at)
            # An empty list may be a platform's way of saying nothing; nobody leaves by that.
            if course is not None and outcome.members:
                mark_left(session, course.place, began, at)


def _listed(page: Answer) -> list[object]:
    """Return a page's members. An empty body is an empty roster: Sakai's way.

    Raises Unfinished for what is no roster at all.
    """
    if not page.body.strip():
        return []
    container = page.json()
    if not isinstance(container, dict) or not isinstance(container.get("members"), list):
        raise Unfinished("what the LMS sent is no roster")
    return list(container["members"])
