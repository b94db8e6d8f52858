"""Reconciliation: what we believe the LMS shows is compared with what it shows (AGS 2.0, 3.3).

All results of a column are read at once, page by page. What is missing, or lower than what we
sent, is sent again; what somebody has changed in the LMS stands, and is marked.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from learning.database import Database
from learning.delivery import Delivery, DeliveryState
from learning.line_item import LineItem
from learning.person import Identity
from lti_tool.course import LtiContext
from lti_tool.destination import Destination, Destinations
from lti_tool.paging import Unfinished, read_pages, with_query
from lti_tool.platform import Deployment, Platform
from lti_tool.score import (
    RESULT_SCOPE,
    RESULTS_TYPE,
    Result,
    all_results_url,
    is_same,
    read_results,
    results_url,
)
from lti_tool.service import FAULTS, Services, TooLate

NIGHT = timedelta(hours=20)
"""A column is not compared again before this, but by hand."""
MOST_PAGES = 500
LONGEST = timedelta(minutes=10)
"""How long one column may take."""
_SIZE = 200
_FIRST = 80
"""What a module shows before its loop is closed; the one lower grade that is surely ours."""
_CLOCKS = timedelta(seconds=2)


@dataclass
class Tally:
    """What was found, in numbers."""

    columns: int = 0
    unreadable: int = 0
    """Columns whose results could not be read to their end."""
    same: int = 0
    sent_again: int = 0
    superseded: int = 0

    def add(self, other: "Tally") -> None:
        """Count another tally in."""
        for field in fields(self):
            mine, others = getattr(self, field.name), getattr(other, field.name)
            setattr(self, field.name, mine + others)


class Reconciliation:
    """Compares columns. Several workers may; each column is taken by one of them."""

    def __init__(self, database: Database, services: Services) -> None:
        self._database, self._services = database, services
        self._destinations = Destinations(database)

    def columns(self, platform: str | None = None) -> list[int]:
        """Return the line items that there is anything to compare of."""
        sent = select(Delivery.line_item_id).where(Delivery.state == DeliveryState.SENT)
        found = select(LineItem.id).where(LineItem.url.is_not(None), LineItem.id.in_(sent))
        if platform is not None:
            found = (
                found.join(LtiContext, LtiContext.context_id == LineItem.context_id)
                .join(Deployment)
                .join(Platform)
                .where(Platform.name == platform)
            )
        with self._database.read() as session:
            return list(session.scalars(found.order_by(LineItem.id)))

    def nightly(self, goes_on: Callable[[], bool]) -> Tally:
        """Compare every column that was not compared lately, as long as `goes_on` says yes."""
        tally = Tally()
        for line_item_id in self.columns():
            if not goes_on():
                break
            if self._take(line_item_id):
                tally.add(self.compare(line_item_id))
        return tally

    def compare(self, line_item_id: int) -> Tally:
        """Compare one column."""
        to, began = self._destinations.of(line_item_id), datetime.now(UTC)
        tally, shown = Tally(columns=1), 0
        try:
            for results in self._pages(to, began + LONGEST):
                shown += len(results)
                tally.add(self._compare(line_item_id, results, began))
            if shown or self._shows_nobody(to):
                tally.sent_again += self._send_missing(line_item_id, began)
        except (Unfinished, TooLate, *FAULTS):
            tally.unreadable = 1
        return tally

    def _take(self, line_item_id: int) -> bool:
        at = datetime.now(UTC)
        free = or_(LineItem.compared_at.is_(None), LineItem.compared_at < at - NIGHT)
        taken = (
            update(LineItem)
            .where(LineItem.id == line_item_id, free)
            .values(compared_at=at)
            .returning(LineItem.id)
        )
        with self._database.write() as session:
            return session.execute(taken).first() is not None

    def _pages(self, to: Destination, begin_by: datetime) -> Iterator[dict[str, Result]]:
        for page in read_pages(
            self._services,
            to.platform,
            RESULT_SCOPE,
            with_query(all_results_url(to.url or ""), limit=_SIZE),
            RESULTS_TYPE,
            most=MOST_PAGES,
            begin_by=begin_by,
        ):
            items = page.json()
            if not isinstance(items, list):
                raise Unfinished("what the LMS sent are no results")
            yield read_results(items)

    def _shows_nobody(self, to: Destination) -> bool:
        """Tell whether an empty list is true: some platforms show results one by one only."""
        sent = Delivery.line_item_id == to.line_item_id, Delivery.state == DeliveryState.SENT
        one = select(Identity.subject).join(Delivery).where(*sent).limit(1)
        with self._database.read() as session:
            subject = session.scalar(one)
        if subject is None:
            return False
        url = results_url(to.url or "", subject)
        answer = self._services.call(
            to.platform, RESULT_SCOPE, "GET", url, {"Accept": RESULTS_TYPE}
        )
        items = answer.json()
        return answer.is_ok and isinstance(items, list) and subject not in read_results(items)

    def _compare(self, line_item_id: int, results: dict[str, Result], began: datetime) -> Tally:
        tally, subjects = Tally(), list(results)
        for start in range(0, len(subjects), _SIZE):
            piece = subjects[start : start + _SIZE]
            with self._database.write() as session:
                for delivery, subject in _sent(session, line_item_id, piece):
                    delivery.shown_at = began
                    _settle(delivery, results[subject], tally)
        return tally

    def _send_missing(self, line_item_id: int, began: datetime) -> int:
        """Send again what was sent before this began and did not come among the results."""
        unseen = or_(Delivery.shown_at.is_(None), Delivery.shown_at < began)
        again = (
            update(Delivery)
            .where(
                Delivery.line_item_id == line_item_id,
                Delivery.state == DeliveryState.SENT,
                Delivery.sent_at < began,
                unseen,
            )
            .values(state=DeliveryState.WAITING, due_at=began, attempts=0, reason=None)
            .returning(Delivery.id)
        )
        with self._database.write() as session:
            return len(session.execute(again).all())


def _sent(session: Session, line_item_id: int, subjects: list[str]) -> list[tuple[Delivery, str]]:
    found = (
        select(Delivery, Identity.subject)
        .join(Identity, Identity.id == Delivery.identity_id)
        .where(
            Delivery.line_item_id == line_item_id,
            Delivery.state == DeliveryState.SENT,
            Identity.subject.in_(subjects),
        )
        .order_by(Delivery.id)
        .with_for_update(of=Delivery)
    )
    return [(delivery, subject) for delivery, subject in session.execute(found).all()]


def _settle(delivery: Delivery, result: Result, tally: Tally) -> None:
    sent = delivery.score if delivery.sent_score is None else delivery.sent_score
    if is_same(result.score, sent):
        tally.same += 1
    elif result.score < sent and _is_ours(delivery, result):
        delivery.retry(datetime.now(UTC))
        tally.sent_again += 1
    else:
        delivery.supersede(f"the LMS has another grade: {result.score:g}")
        tally.superseded += 1


def _is_ours(delivery: Delivery, result: Result) -> bool:
    """Tell whether a lower grade is an earlier one of ours, and not a teacher's.

    Where the LMS says when it was given, that tells; where it does not, only the first grade
    that Baton sends is surely one of its own.
    """
    if result.at is not None and delivery.last_timestamp is not None:
        return result.at <= delivery.last_timestamp + _CLOCKS
    return is_same(result.score, _FIRST)
