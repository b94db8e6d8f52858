"""My year: what was met, week by week, without a figure to reach, and the kept plans to print."""

from datetime import UTC, datetime
from typing import Any

import pytest
from cast.visitor import Visitor
from sqlalchemy import select

from learning.catalogue import Catalogue
from learning.database import Database
from learning.huddle import HuddleKind, hold_huddle
from learning.person import Person

pytestmark = pytest.mark.parametrize("shared_url", ["sqlite"], indirect=True)

FIRST = "lead-from-where-you-are"


def kinds(visitor: Visitor) -> list[str]:
    visitor.get("year")
    return [cell.get("class") for cell in visitor.screen.xpath("//table[@class='year']//td")]


def test_a_new_year_is_quiet(ben: Visitor) -> None:
    shown = kinds(ben)
    assert (len(shown), shown[0], set(shown[1:])) == (52, "is-quiet", {"is-to-come"})


def test_a_module_met_and_its_loop_closed(
    opens: Any, a_week_later: Any, catalogue: Catalogue
) -> None:
    title = catalogue.module(FIRST).title
    ben = opens("ben")
    ben.finish()
    assert kinds(ben)[0] == "is-met"
    assert f"{title}, met" in ben.text
    a_week_later()
    ben = opens("ben")
    ben.press("did")
    assert kinds(ben)[:3] == ["is-closed", "is-quiet", "is-to-come"]
    assert f"{title}, loop closed" in ben.text


def test_a_hosted_huddle_is_in_the_picture(ben: Visitor, dana: Visitor, database: Database) -> None:
    with database.write() as session:
        host = session.scalars(select(Person).order_by(Person.id)).first()
        assert host is not None
        hold_huddle(session, host, FIRST, HuddleKind.FULL, 5, datetime.now(UTC))
    kinds(ben)
    assert ben.text.count("a huddle hosted") == 3  # the week, the legend, and in words
    kinds(dana)
    assert dana.text.count("a huddle hosted") == 1


def test_the_next_year_and_the_one_before(opens: Any, a_week_later: Any) -> None:
    opens("ben").finish()
    a_week_later(weeks=52)
    ben = opens("ben")
    assert "is-met" not in kinds(ben)
    ben.follow("The year before")
    assert ben.address.endswith("year?year=1")
    assert ben.screen.xpath("//td[@class='is-met']")
    for odd in ("0", "99", "x", "-3"):
        assert ben.get(f"year?year={odd}").status_code == 200


def test_without_a_kept_plan_the_page_says_how_one_comes_there(ben: Visitor) -> None:
    ben.get("year/plans")
    assert "There is no plan here yet." in ben.text
