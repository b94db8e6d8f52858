"""A column that no launch has told us of is looked for in the LMS, and made if it is not there.

Never twice: whoever looks holds the line item's row for a while. If the LMS made the column and
its answer was lost, the next search, after that while, finds it.
"""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Self

from learning.catalogue import Catalogue
from learning.database import Database
from learning.line_item import MAXIMUM, PROGRAMME, THIS_WEEK, begin_search, end_search
from lti_tool.destination import Destination
from lti_tool.line_items import (
    LINE_ITEM_SCOPE,
    READ_SCOPE,
    LineItems,
    RemoteColumn,
    read_column,
)
from lti_tool.paging import Unfinished
from lti_tool.quirks import Quirks, quirks_of
from lti_tool.service import FAULTS, Services, TooLate, is_throttled
from web.http import Answer

TAG = "baton"
SEARCH = timedelta(minutes=2)
"""How long a search holds the row: longer than a call that somebody else may still be making."""
LOOK_AGAIN = timedelta(minutes=10)
"""A column that is not there is not looked for again before this."""


class NotNow(Exception):
    """The column cannot be told yet; says why."""


class NoColumn(Exception):
    """The LMS has no such column, and Baton may not make it; says why."""


class Columns:
    """Finds and makes columns. Safe to use from many threads, and by several workers."""

    def __init__(self, database: Database, services: Services, catalogue: Catalogue) -> None:
        self._database, self._catalogue = database, catalogue
        self._line_items = LineItems(services)
        self._refused: dict[int, tuple[str, float]] = {}

    def find_or_make(self, to: Destination, begin_by: datetime) -> str:
        """Return the address of a line item's column. Raises NotNow, NoColumn, or as a call."""
        if to.lineitems_url is None:
            raise NoColumn("the LMS does not let Baton into this course's gradebook")
        if not to.link_ids:
            raise NoColumn("no link in the course leads to it any more")
        reason, until = self._refused.get(to.line_item_id, ("", 0.0))
        if time.monotonic() < until:
            raise NoColumn(reason)
        try:
            with self._searching(to) as search:
                url = self._find(to, begin_by) or self._make(to, begin_by)
                search.found(url)
        except NoColumn as problem:
            until = time.monotonic() + LOOK_AGAIN.total_seconds()
            self._refused[to.line_item_id] = str(problem), until
            raise
        return url

    def find_again(self, to: Destination, begin_by: datetime) -> str | None:
        """Return the new address of a column that is not where it was, or None. Raises as above."""
        if to.lineitems_url is None:
            return None
        with self._searching(to) as search:
            url = self._find(to, begin_by)
            if url is None or url == to.url:
                search.hold(LOOK_AGAIN)
                return None
            search.found(url)
            return url

    def _searching(self, to: Destination) -> "_Search":
        return _Search(self._database, to.line_item_id)

    def _find(self, to: Destination, begin_by: datetime) -> str | None:
        scope = READ_SCOPE if READ_SCOPE in to.scopes else LINE_ITEM_SCOPE
        try:
            for column in self._candidates(to, scope, begin_by):
                return column.url
        except Unfinished as problem:
            raise NotNow(f"the columns could not be read: {problem}") from problem
        return None

    def _candidates(
        self, to: Destination, scope: str, begin_by: datetime
    ) -> Iterator[RemoteColumn]:
        url, listed = to.lineitems_url or "", self._line_items.listed
        for link in to.link_ids:
            columns = listed(to.platform, url, scope, begin_by, resource_link_id=link)
            yield from (column for column in columns if column.link_id == link)
        columns = listed(to.platform, url, scope, begin_by, resource_id=to.selection, tag=TAG)
        yield from (
            column for column in columns if (column.resource_id, column.tag) == (to.selection, TAG)
        )
        if _quirks(to).columns_by_label:
            label = self._label(to.selection)
            columns = listed(to.platform, url, scope, begin_by)
            yield from (column for column in columns if column.label == label)

    def _make(self, to: Destination, begin_by: datetime) -> str:
        quirks = _quirks(to)
        if LINE_ITEM_SCOPE not in to.scopes or not quirks.makes_columns:
            raise NoColumn("this link has no column in the LMS, and Baton may not make one there")
        fields = {
            "label": self._label(to.selection),
            "scoreMaximum": MAXIMUM,
            "resourceId": to.selection,
            "tag": TAG,
        }
        if quirks.columns_name_link and to.link_ids:
            fields["resourceLinkId"] = to.link_ids[0]
        url = to.lineitems_url or ""
        return _made(self._line_items.make(to.platform, url, fields, begin_by), url)

    def _label(self, selection: str) -> str:
        kind, _, slug = selection.partition(":")
        known = {
            "module": self._catalogue.modules.get((slug, "en")),
            "arc": self._catalogue.arcs.get((slug, "en")),
        }.get(kind)
        if known is not None:
            return known.title
        return {PROGRAMME: "Leadership programme", THIS_WEEK: "This week's module"}.get(
            selection, "Leadership"
        )


class _Search:
    """Holds a line item's row while its column is looked for."""

    def __init__(self, database: Database, line_item_id: int) -> None:
        self._database, self._id = database, line_item_id
        self._until: datetime | None = None
        self._url: str | None = None

    def __enter__(self) -> Self:
        with self._database.write() as session:
            if not begin_search(session, self._id, datetime.now(UTC), SEARCH):
                raise NotNow("its column is being looked for")
        return self

    def found(self, url: str) -> None:
        """Keep the column's address."""
        self._url = url

    def hold(self, time: timedelta) -> None:
        """Let nobody look again for so long."""
        self._until = datetime.now(UTC) + time

    def __exit__(self, _kind: object, problem: BaseException | None, _trace: object) -> None:
        # Whatever went wrong on the way, the LMS may be making the column this very moment.
        if isinstance(problem, FAULTS):
            return
        if problem is None or isinstance(problem, NoColumn | NotNow | TooLate):
            with self._database.write() as session:
                end_search(session, self._id, self._url, self._until)


def _quirks(to: Destination) -> Quirks:
    return quirks_of(to.platform.family, to.platform.issuer)


def _made(answer: Answer, container: str) -> str:
    if answer.is_ok:
        column = read_column(answer.json(), container)
        if column is None:
            raise NotNow("the LMS made a column and did not say where")
        return column.url
    may_pass = answer.status == HTTPStatus.REQUEST_TIMEOUT or not 400 <= answer.status < 500
    if may_pass or is_throttled(answer):
        raise NotNow(f"its column could not be made: the LMS answered {answer.status}")
    raise NoColumn(f"its column could not be made: the LMS answered {answer.status}")
