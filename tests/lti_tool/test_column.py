"""A column that no launch told us of: found before it is made, and never made twice."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from doubles.column import Column, make_column
from doubles.served import practice_lms
from sqlalchemy import select, update

from learning.line_item import LineItem, begin_search
from learning.outbox import Ending, Receipt
from lti_tool.column import SEARCH
from lti_tool.grades import SOON, Grades
from lti_tool.line_items import LINE_ITEM_SCOPE, READ_SCOPE
from lti_tool.score import RESULT_SCOPE, SCORE_SCOPE
from lti_tool.service import Services
from practice_lms import addresses
from practice_lms.lms import PracticeLms

BEN, DANA = "12", "13"
ALL = (LINE_ITEM_SCOPE, RESULT_SCOPE, SCORE_SCOPE)
MODULE = "module:ask-early"
ON_ONE = pytest.mark.parametrize("house", ["sqlite"], indirect=True)


@pytest.fixture
def lms(baton: str) -> Iterator[PracticeLms]:
    with practice_lms(baton) as lms:
        yield lms


@pytest.fixture
def wanted(house: Any, lms: PracticeLms) -> Any:
    """Makes a column that is wanted and not known yet."""

    def want(**more: Any) -> Column:
        url = addresses.line_items(lms.settings.origin)
        fields: dict[str, Any] = {
            "selection": MODULE,
            "lineitems_url": url,
            "scopes": ALL,
            "links": ("a new link",),
        }
        return make_column(house.database, lms.settings.origin, None, **(fields | more))

    return want


@pytest.fixture
def new_grades(house: Any) -> Any:
    """Makes the grades of another worker."""
    product = house.product
    return lambda: Grades(
        product.database, Services(product.database, product.keyring), product.catalogue
    )


@pytest.fixture
def grades(new_grades: Any) -> Grades:
    grades: Grades = new_grades()
    return grades


def url_of(house: Any, column: Column) -> str | None:
    with house.database.read() as session:
        url: str | None = session.scalar(
            select(LineItem.url).where(LineItem.id == column.line_item_id)
        )
    return url


def let_go(house: Any, column: Column) -> None:
    """Let the search's time be over."""
    with house.database.write() as session:
        mine = LineItem.id == column.line_item_id
        session.execute(
            update(LineItem).where(mine).values(sought_until=datetime.now(UTC) - SEARCH)
        )


def made(lms: PracticeLms) -> list[str]:
    return [c.label for c in lms.gradebook.columns() if c.tag == "baton"]


def test_a_column_that_is_not_there_is_made_once(
    house: Any, lms: PracticeLms, wanted: Any, grades: Grades
) -> None:
    column = wanted(family="moodle")
    assert grades.send(column.parcel(BEN)).ending is Ending.SENT
    assert grades.send(column.parcel(DANA)).ending is Ending.SENT
    (mine,) = [c for c in lms.gradebook.columns() if c.tag == "baton"]
    assert (mine.label, mine.score_maximum, mine.resource_id) == ("Ask early", 100, MODULE)
    assert lms.gradebook.grade(mine.number, DANA) is not None
    assert url_of(house, column) == addresses.line_item(lms.settings.origin, mine.number)


def test_the_column_of_the_link_is_found_first(
    house: Any, lms: PracticeLms, wanted: Any, grades: Grades
) -> None:
    column = wanted(links=("week-now",))
    assert grades.send(column.parcel()).ending is Ending.SENT
    assert url_of(house, column) == addresses.line_item(lms.settings.origin, 1)
    assert made(lms) == []


def test_a_column_that_we_made_before_is_found_by_its_ids(
    house: Any, lms: PracticeLms, wanted: Any, grades: Grades
) -> None:
    other = lms.gradebook.add_column(
        label="Not ours", score_maximum=100, resource_id=MODULE, tag="x"
    )
    old = lms.gradebook.add_column(
        label="Renamed", score_maximum=10, resource_id=MODULE, tag="baton"
    )
    column = wanted(scopes=(READ_SCOPE, SCORE_SCOPE))
    assert grades.send(column.parcel()).ending is Ending.SENT
    assert url_of(house, column) == addresses.line_item(lms.settings.origin, old.number)
    assert lms.gradebook.grade(other.number, BEN) is None


@ON_ONE
def test_where_ids_get_lost_the_label_does(lms: PracticeLms, wanted: Any, grades: Grades) -> None:
    old = lms.gradebook.add_column(label="Ask early", score_maximum=100)
    column = wanted(family="desire2learn", audience=lms.settings.token_url)
    assert grades.send(column.parcel()).ending is Ending.SENT
    # The course's own link has that label too, and comes first.
    assert made(lms) == []
    assert old in lms.gradebook.columns()


def test_a_whole_class_makes_one_column(
    house: Any, lms: PracticeLms, wanted: Any, new_grades: Any
) -> None:
    """Two workers, and many grades at once."""
    column = wanted(family="moodle")
    workers, receipts = [new_grades(), new_grades()], []
    threads = [
        threading.Thread(target=lambda n=n: receipts.append(workers[n % 2].send(column.parcel())))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made(lms) == ["Ask early"]
    assert {receipt.ending for receipt in receipts} <= {Ending.SENT, Ending.LATER}
    waits = [receipt for receipt in receipts if receipt.ending is Ending.LATER]
    assert {receipt.wait for receipt in waits} <= {SOON}


def test_a_column_whose_making_was_not_answered_is_found_and_not_made_again(
    house: Any,
    lms: PracticeLms,
    wanted: Any,
    new_grades: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    column = wanted(family="moodle")
    add_column = lms.gradebook.add_column

    def add_and_hang_up(**fields: Any) -> Any:
        lms.faults.drop(stored=True, at="line_items")
        return add_column(**fields)

    monkeypatch.setattr(lms.gradebook, "add_column", add_and_hang_up)
    assert new_grades().send(column.parcel()).ending is Ending.LATER
    assert made(lms) == ["Ask early"]
    assert new_grades().send(column.parcel()) == Receipt(
        Ending.LATER, "its column is being looked for", wait=SOON
    )
    let_go(house, column)
    assert new_grades().send(column.parcel()).ending is Ending.SENT
    assert made(lms) == ["Ask early"]


def test_a_worker_that_was_killed_while_it_looked_keeps_nobody_out_for_ever(
    house: Any, lms: PracticeLms, wanted: Any, grades: Grades
) -> None:
    column = wanted(family="moodle")
    with house.database.write() as session:
        assert begin_search(session, column.line_item_id, datetime.now(UTC), SEARCH)
        assert not begin_search(session, column.line_item_id, datetime.now(UTC), SEARCH)
    assert grades.send(column.parcel()).ending is Ending.LATER
    let_go(house, column)
    assert grades.send(column.parcel()).ending is Ending.SENT
    assert made(lms) == ["Ask early"]


@ON_ONE
@pytest.mark.parametrize(
    "more", [{"scopes": (READ_SCOPE, SCORE_SCOPE)}, {"family": "edx"}], ids=["scope", "edX"]
)
def test_none_is_made_where_we_may_not(
    lms: PracticeLms, wanted: Any, grades: Grades, more: dict[str, Any]
) -> None:
    column = wanted(**more)
    for _again in range(2):
        receipt = grades.send(column.parcel())
        assert receipt.ending is Ending.REFUSED
        assert receipt.reason == (
            "not recorded by the LMS: "
            "this link has no column in the LMS, and Baton may not make one there"
        )
    assert made(lms) == []


@ON_ONE
@pytest.mark.parametrize(
    ("status", "ending"),
    [(400, Ending.REFUSED), (405, Ending.REFUSED), (500, Ending.LATER), (429, Ending.LATER)],
)
def test_an_lms_that_makes_no_column(
    lms: PracticeLms, wanted: Any, grades: Grades, status: int, ending: Ending
) -> None:
    lms.faults.answer_with(200, "[]", times=2, at="line_items")
    lms.faults.answer_with(status, at="line_items")
    receipt = grades.send(wanted(family="moodle").parcel())
    assert receipt.ending is ending
    assert str(status) in receipt.reason


@ON_ONE
@pytest.mark.parametrize(
    "body",
    ["", "[]", "null", '{"id": 7}', '{"id": "https://evil.example/1"}', "{" * 5000],
)
def test_an_answer_that_says_nothing_is_looked_into_later(
    lms: PracticeLms, wanted: Any, grades: Grades, body: str
) -> None:
    lms.faults.answer_with(200, "[]", times=2, at="line_items")
    lms.faults.answer_with(201, body, at="line_items")
    receipt = grades.send(wanted(family="moodle").parcel())
    assert receipt.ending is Ending.LATER
    assert "did not say where" in receipt.reason


@ON_ONE
@pytest.mark.parametrize("status", [404, 500])
def test_columns_that_cannot_be_read_are_not_made(
    lms: PracticeLms, wanted: Any, grades: Grades, status: int
) -> None:
    """There may be one already."""
    lms.faults.answer_with(status, at="line_items")
    assert grades.send(wanted(family="moodle").parcel()).ending is Ending.LATER
    assert made(lms) == []


def test_a_column_that_has_moved_is_found_again(
    house: Any, lms: PracticeLms, wanted: Any, grades: Grades
) -> None:
    column = wanted(links=("week-now",))
    with house.database.write() as session:
        gone = addresses.line_item(lms.settings.origin, 99)
        mine = LineItem.id == column.line_item_id
        session.execute(update(LineItem).where(mine).values(url=gone))
    assert grades.send(column.parcel()).reason == "its column has moved"
    assert grades.send(column.parcel()).ending is Ending.SENT
    assert url_of(house, column) == addresses.line_item(lms.settings.origin, 1)


def test_a_column_that_a_teacher_took_away_is_not_made_again(
    house: Any, lms: PracticeLms, wanted: Any, grades: Grades
) -> None:
    column = wanted(family="moodle")
    grades.send(column.parcel(DANA))
    lms.gradebook.remove_column(lms.gradebook.columns()[-1].number)
    for _again in range(3):
        assert grades.send(column.parcel()) == Receipt(Ending.LATER, "the LMS answered 404")
    assert made(lms) == []


@ON_ONE
def test_it_ends_in_time(lms: PracticeLms, wanted: Any, grades: Grades) -> None:
    parcel = wanted().parcel()
    late = replace(parcel, send_before=datetime.now(UTC) - timedelta(seconds=1))
    assert grades.send(late).ending is Ending.UNTRIED
    assert made(lms) == []
