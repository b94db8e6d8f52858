"""A curious leader, with everything they may open, does not find out about one person.

They look after each click of everybody, every week, in each language, team and file, and through
each of their links. Then they think of every way things may have happened, and keep those in which
Baton would have shown what they saw. Whoever has completed the module in all of these, or in none,
is found out. They know who is on the team and when somebody left, as leaders do.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import product as every_way
from typing import Any

import pytest
from cast.visitor import Visitor, visit
from cast.workplace import Workplace
from conftest import connect
from doubles.lms import INSTRUCTOR, LTI, Lms
from flask import Flask

from baton.product import Product
from learning.snapshot import take_due
from learning.threshold import Band, Count, figure

LEADS = {f"{LTI}roles": [INSTRUCTOR]}
DEEP_LINK = {f"{LTI}resource_link": {"id": "team"}, f"{LTI}custom": {"team": "1"}, **LEADS}
ANOTHER_COURSE = {f"{LTI}context": {"id": "another", "title": "Another course"}, **LEADS}
WEEKS = 4
NEVER = WEEKS + 1
SIZE = 6
LEAVER, LEAVES_IN = 5, 2

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def norrvik(app: Flask, lms: Lms, product: Product) -> Workplace:
    visit(app.test_client(), lms, "amira", **LEADS)
    return Workplace(product)


@pytest.fixture
def elsewhere(product: Product) -> Iterator[Lms]:
    lms = Lms("https://lms.elsewhere.example", "baton-2")
    connect(product.database, lms, "Elsewhere")
    yield lms
    lms.close()


class Leader:
    """Amira, in three tabs: from a link, from the deep link, and in another course."""

    def __init__(self, app: Flask, lms: Lms, teams: tuple[int, ...]) -> None:
        self.tabs = [
            visit(app.test_client(), lms, "amira", **claims)
            for claims in (LEADS, DEEP_LINK, {**LEADS, **locale("sv")})
        ]
        self.teams = teams

    def look(self) -> dict[str, Any]:
        """Open all there is, and note everything about the module except how it is dressed."""
        seen: dict[str, Any] = {}
        for number, tab in enumerate(self.tabs):
            for team in self.teams:
                tab.get(f"my-team?team={team}")
                seen[f"{number} {team}"] = rows(tab)
                answer = tab.client.get(
                    tab.url(f"my-team/team.csv?team={team}"), headers=tab.headers
                )
                saved = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
                assert saved == seen[f"{number} {team}"] or not seen[f"{number} {team}"]
        for page in ("my-team", "programme", "spread", "spread?period=all"):
            self.tabs[0].get(page)
            seen[page] = self.tabs[0].text
        return seen


def locale(language: str) -> dict[str, Any]:
    return {f"{LTI}launch_presentation": {"locale": language}}


def rows(tab: Visitor) -> list[list[str]]:
    found = tab.screen.xpath("//main//table//tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in found]


@cache
def said(done: int, gone: int) -> str | None:
    """What Baton says of so many, by the rule that everybody may know; None for nothing."""
    shown = figure(Count(done, SIZE, gone))
    if shown is None:
        return None
    number = {Band.FEW: "few", Band.MOST: "most", None: str(shown.done)}[shown.band]
    return f"{number} of {SIZE}"


def possible(seen: list[str | None]) -> Iterator[tuple[int, ...]]:
    """Yield in which week each may have completed it, given what was said on each Monday."""
    weeks = range(1, NEVER + 1)
    for way in every_way(weeks, repeat=SIZE):
        if LEAVES_IN < way[LEAVER] <= WEEKS:
            continue
        told = [
            said(sum(week <= monday for week in way), monday >= LEAVES_IN)
            for monday in range(1, WEEKS + 1)
        ]
        if told == seen:
            yield way


STORIES = {
    "one by one, and in the end all who are here": (1, 2, 3, 4, 4, NEVER),
    "everybody": (1,) * SIZE,
    "nobody": (NEVER,) * SIZE,
}


@pytest.mark.parametrize("story", STORIES)
def test_over_weeks_in_which_people_finish_leave_and_join(
    app: Flask,
    lms: Lms,
    norrvik: Workplace,
    product: Product,
    a_week_later: Callable[[], None],
    story: str,
) -> None:
    people, module = norrvik.hire(SIZE), product.catalogue.programme[0]
    day = norrvik.make_team("Day shift", people)
    # Another team of theirs, with the same people but for one.
    night = norrvik.make_team("Night shift", [*people[1:], *norrvik.hire(1, "at night")])
    visit(app.test_client(), lms, "amira", **ANOTHER_COURSE)
    norrvik.count()
    amira, seen = Leader(app, lms, (day, night)), []
    for week in range(1, WEEKS + 1):
        before = amira.look()
        for person, when in zip(people, STORIES[story], strict=True):
            if when == week:
                norrvik.complete(person, module)
        if week == LEAVES_IN:
            norrvik.leave(people[LEAVER])
            (new,) = norrvik.hire(1, "newcomer")
            norrvik.change_team(day, [*people, new])
            norrvik.complete(new, module)
        assert amira.look() == before, "a click in the week has changed something"
        a_week_later()
        norrvik.count()
        shown = amira.look()
        assert shown[f"0 {night}"] == [], "the shared people are counted twice"
        title = product.catalogue.module(module).title
        (cell,) = [row[1] for row in shown[f"0 {day}"] if row[0] == title]
        seen.append(cell)
    ways = list(possible(seen))
    assert STORIES[story] in ways
    for person in range(SIZE):
        for monday in range(1, WEEKS + 1):
            assert {way[person] <= monday for way in ways} == {True, False}


def test_somebody_who_looks_after_the_course_with_all_they_may_choose(
    app: Flask, lms: Lms, norrvik: Workplace, product: Product, a_week_later: Callable[[], None]
) -> None:
    """Two things to choose, a topic and a period: none tells that nobody, or everybody, has."""
    people = norrvik.hire(SIZE)
    tab = visit(app.test_client(), lms, "amira", **LEADS)
    for finish in (False, True):
        for person in people if finish else []:
            norrvik.complete(person, product.catalogue.programme[0])
        a_week_later()
        with product.database.read() as session:
            now = product.clock.now(session)
        take_due(product.database, product.catalogue, now)
        for topic in ("", product.catalogue.order.arcs[0].slug):
            for choice in (f"arc={topic}&period=quarter", f"arc={topic}&period=all"):
                tab.get(f"spread?{choice}&person={people[0]}")
                assert not re.search(r"\b0 of \d|\b([1-9]\d*) of \1\b", tab.text), choice
                assert "Ben" not in tab.text


def test_a_stranger_and_a_learner_see_nothing_of_others(
    app: Flask, lms: Lms, norrvik: Workplace, elsewhere: Lms, a_week_later: Callable[[], None]
) -> None:
    team = norrvik.make_team("Day shift", norrvik.hire(SIZE))
    norrvik.count()
    a_week_later()
    norrvik.count()
    chidi = visit(app.test_client(), elsewhere, "chidi", **LEADS)
    ben = visit(app.test_client(), lms, "learner")
    amira = visit(app.test_client(), lms, "amira", **LEADS)
    for visitor in (chidi, ben):
        for path in ("my-team", "my-team/team.csv", "my-team/names/lead-from-where-you-are"):
            for query in ("", f"?team={team}"):
                answer = visitor.get(path + query)
                assert "Day shift" not in answer.text
                assert f"of {SIZE}" not in answer.text
                assert answer.status_code in {200, 403, 404}
        stolen = visitor.client.get(amira.url("my-team"), headers=visitor.headers)
        assert stolen.status_code == 401
