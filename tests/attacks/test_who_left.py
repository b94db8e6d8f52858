"""One leaves, everybody knows it, and somebody who looks after the course looks week after week.

Two companies are alike but for Ben: in one he had closed his loop and somebody else had not, in the
other it is the other way round. Then he leaves. Whoever could tell the two companies apart, by any
page, topic, period or file, would know what he had done.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from cast.company import MONDAY
from cast.small_world import MODULES, Learned, World, live
from cast.visitor import Visitor, visit
from cast.workplace import Workplace
from conftest import connect
from doubles.lms import INSTRUCTOR, LTI, Lms
from flask import Flask
from sqlalchemy import select

from baton.product import Product
from learning.erasure import erase_person
from learning.follow_up import Outcome
from learning.organisation import Organisation
from learning.person import Person
from learning.snapshot import keep_week, measure_week

PEOPLE, BEN, ANOTHER = 20, 0, 19
WEEKS, LEAVES_IN, IS_ERASED_IN = range(2, 10), 3, 8
LEADS = {f"{LTI}roles": [INSTRUCTOR]}
REACHED = (5, 8, 13)
"""How many had been reached: in the middle of a step, and just enough for one."""

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Watched:
    """A company, and whoever looks after its course."""

    def __init__(self, app: Flask, product: Product, lms: Lms, who: str) -> None:
        self.product = product
        self.tab: Visitor = visit(app.test_client(), lms, who, **LEADS)
        self.place = Workplace(product, who)
        with product.database.read() as session:
            self.name = session.get_one(Organisation, self.place.organisation_id).name

    def live(self, reached: set[int]) -> None:
        """Let these have closed a loop in the first week, and nobody anything else."""
        closed = [Learned(one, MODULES[0], 0, 7, True, Outcome.DID) for one in sorted(reached)]
        with self.product.database.write() as session:
            live(session, self.place.company(session), World(PEOPLE, [], closed, []))

    def ben(self) -> int:
        with self.product.database.read() as session:
            mine = select(Person.id).where(Person.organisation_id == self.place.organisation_id)
            return session.scalars(mine.where(Person.name == f"Person {BEN}")).one()

    def count(self, week: int) -> None:
        """Do what the worker does in the night to Monday."""
        monday = (MONDAY + timedelta(weeks=week)).date()
        with self.product.database.write() as session:
            owner = session.get_one(Organisation, self.place.organisation_id)
            counted = measure_week(session, owner, self.product.catalogue, monday)
            keep_week(session, owner.id, monday, counted, MONDAY)

    def erase(self, person_id: int) -> None:
        with self.product.database.write() as session:
            erase_person(session, session.get_one(Person, person_id))

    def look(self) -> dict[str, str]:
        """Read all that there is, with everything that can be chosen."""
        seen = {}
        arc = self.product.catalogue.order.arcs[0].slug
        for path in ("programme", "my-team", "spread?period=all", f"spread?arc={arc}&period=all"):
            assert self.tab.get(path).status_code == 200
            seen[path] = self.tab.text.replace(self.name, "the company")
        for path in ("spread/spread.csv?period=all", f"spread/spread.csv?arc={arc}&period=all"):
            answer = self.tab.client.get(self.tab.url(path), headers=self.tab.headers)
            assert answer.mimetype == "text/csv"
            seen[path] = answer.text
        return seen


@pytest.fixture
def companies(app: Flask, product: Product, lms: Lms) -> Iterator[tuple[Watched, Watched]]:
    other = Lms("https://lms.elsewhere.example", "baton-2")
    connect(product.database, other, "Elsewhere")
    yield Watched(app, product, lms, "amira"), Watched(app, product, other, "chidi")
    other.close()


@pytest.mark.parametrize("reached", REACHED)
def test_what_ben_had_done_is_nowhere_to_be_read_when_he_has_left(
    companies: tuple[Watched, Watched], reached: int
) -> None:
    his, anothers = companies
    others = set(range(1, reached))
    his.live({BEN, *others})
    anothers.live({ANOTHER, *others})
    for week in WEEKS:
        for company in companies:
            if week == LEAVES_IN:
                company.place.leave(company.ben())
            if week == IS_ERASED_IN:
                company.erase(company.ben())
            company.count(week)
        assert his.look() == anothers.look(), f"he can be told in week {week}"
    shown = his.look()["spread?period=all"]
    assert f"of the {PEOPLE - 1} who are here" in shown
