"""An admission: which column a link's grades go to, whatever the platform tells of it."""

from typing import Any

import pytest
from doubles.lms import AGS, LTI, Lms
from flask import Flask
from sqlalchemy import select, update

from learning.database import Database
from learning.delivery import Delivery, owe
from learning.line_item import LineItem
from learning.person import Identity
from lti_tool.course import ResourceLink

SCOPES = [
    f"https://purl.imsglobal.org/spec/lti-ags/scope/{name}"
    for name in ("lineitem", "result.readonly", "score")
]


@pytest.fixture
def launch(app: Flask, lms: Lms) -> Any:
    """Launches from a link with a module, and with what the AGS claim says."""

    def launch(link: str, module: str = "ask-early", **endpoint: Any) -> None:
        items = f"{lms.url}/course-1/lineitems"
        claim = {"scope": SCOPES, "lineitems": items, **endpoint}
        answer = lms.launch(
            app.test_client(),
            **{
                f"{LTI}resource_link": {"id": link},
                f"{LTI}custom": {"module": module},
                AGS: {name: value for name, value in claim.items() if value is not None},
            },
        )
        assert answer.status_code == 200, answer.text

    return launch


def columns(database: Database) -> dict[str, tuple[str, str | None] | None]:
    """For each link: the selection and the address of its column."""
    with database.read() as session:
        found = session.scalars(select(ResourceLink).order_by(ResourceLink.lti_id)).all()
        return {
            link.lti_id: link.line_item and (link.line_item.selection, link.line_item.url)
            for link in found
        }


def count(database: Database) -> int:
    with database.read() as session:
        return len(session.scalars(select(LineItem)).all())


def test_a_link_without_a_column_wants_one(launch: Any, database: Database) -> None:
    for _again in range(2):
        launch("a")
    assert columns(database) == {"a": ("module:ask-early", None)}
    assert count(database) == 1


@pytest.mark.parametrize(
    "endpoint", [{"lineitems": None}, {"scope": SCOPES[1:]}, {"scope": []}, {"scope": ["x"]}]
)
def test_where_nobody_may_look_none_is_wanted(
    launch: Any, database: Database, endpoint: dict[str, Any]
) -> None:
    launch("a", **endpoint)
    assert columns(database) == {"a": None}


def test_links_with_the_same_choice_share_a_column_that_nobody_knows(
    launch: Any, database: Database
) -> None:
    launch("a")
    launch("b")
    assert count(database) == 1


def test_each_claims_column_gets_its_grade(launch: Any, lms: Lms, database: Database) -> None:
    one, two = f"{lms.url}/li/1", f"{lms.url}/li/2"
    launch("a", lineitem=one)
    launch("b", lineitem=two)
    launch("a", lineitem=one)
    assert columns(database) == {"a": ("module:ask-early", one), "b": ("module:ask-early", two)}


def test_a_shared_column_stays_where_it_is_when_one_gets_its_own(
    launch: Any, lms: Lms, database: Database
) -> None:
    one, two = f"{lms.url}/li/1", f"{lms.url}/li/2"
    launch("a", lineitem=one)
    launch("b")
    assert columns(database)["b"] == ("module:ask-early", one)
    launch("b", lineitem=two)
    assert columns(database) == {"a": ("module:ask-early", one), "b": ("module:ask-early", two)}


def test_a_claim_tells_where_a_wanted_column_is_and_what_was_refused_goes_out(
    launch: Any, lms: Lms, database: Database, wakes: Any
) -> None:
    launch("a")
    with database.write() as session:
        column = session.scalars(select(LineItem)).one()
        ben = session.scalars(select(Identity)).one()
        owe(session, column, ben, 80.0, ben.created_at)
        session.execute(update(Delivery).values(state="refused", reason="no column"))
    launch("a", lineitem=f"{lms.url}/li/1")
    with database.read() as session:
        delivery = session.scalars(select(Delivery)).one()
        assert (delivery.state, delivery.reason) == ("waiting", None)
    assert columns(database) == {"a": ("module:ask-early", f"{lms.url}/li/1")}
    assert count(database) == 1


def test_a_link_may_come_to_choose_something_else(
    launch: Any, lms: Lms, database: Database
) -> None:
    launch("a")
    launch("b")
    launch("a", "guard-your-focus")
    launch("b", "guard-your-focus")
    assert columns(database) == dict.fromkeys("ab", ("module:guard-your-focus", None))
    one = f"{lms.url}/li/1"
    launch("c", lineitem=one)
    launch("c", "guard-your-focus", lineitem=one)
    assert columns(database)["c"] == ("module:guard-your-focus", one)
