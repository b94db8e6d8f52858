"""A year at Norrvik, in one run: what everybody met, was asked, and has in the gradebook."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from cast import small_world
from doubles.databases import SqliteFiles
from doubles.platforms.moodle import Moodle
from doubles.school import SECRET, key_set_app
from doubles.served import serving
from year import rule
from year.company import WEEKS, Norrvik

from learning.catalogue import Catalogue
from learning.database import Database
from learning.organisation import Organisation
from learning.outbox import drain
from learning.spread import measure
from learning.spread_facts import read_spread_facts
from lti_tool.grades import Grades
from lti_tool.service import Services
from lti_tool.tool_key import ensure_key
from web.keyring import Keyring

KEYRING = Keyring((SECRET,))
QUARTER = 13


@pytest.fixture(scope="module")
def norrvik(sqlite_files: SqliteFiles, catalogue: Catalogue) -> Iterator[Norrvik]:
    """Norrvik after its year. Grades go out four times; a year's weeks are seconds here."""
    url = sqlite_files.new()
    database = Database(url)
    with database.write() as session:
        ensure_key(session, KEYRING, datetime.now(UTC) - timedelta(days=1))
    door = socket.create_server(("127.0.0.1", 0))
    lms = Moodle(f"http://127.0.0.1:{door.getsockname()[1]}")
    with serving(key_set_app(database)) as tool, serving(lms.app(), door):
        norrvik = Norrvik(database, catalogue, lms, f"{tool}/lti/jwks")
        grades = Grades(database, Services(database, KEYRING), catalogue)
        for week in range(WEEKS):
            norrvik.live(week)
            if week % QUARTER == QUARTER - 1:
                while drain(database, grades.send):
                    pass
        yield norrvik
    database.dispose()
    sqlite_files.drop(url)


def test_each_person_met_the_right_module_each_week(norrvik: Norrvik) -> None:
    for one in norrvik.people:
        wanted = [rule.module_of(norrvik, one, day) for day, _slug in one.opened]
        assert [slug for _day, slug in one.opened] == wanted, one


def test_late_joiners_step_in_at_their_teams_week(norrvik: Norrvik) -> None:
    late = [one for one in norrvik.people if one.joins > norrvik.starts[one.course]]
    assert len(late) == 4
    for one in late:
        day, slug = one.opened[0]
        mates = [mate for mate in norrvik.people if mate.team == one.team and mate is not one]
        same_week = {s for mate in mates for d, s in mate.opened if d // 7 == day // 7}
        assert same_week <= {slug}


def test_every_recall_came_when_it_was_due(norrvik: Norrvik) -> None:
    for one in norrvik.people:
        answered: set[tuple[str, str]] = set()
        for day, cases, is_afterwards in one.asked:
            over = rule.due(norrvik, one, day, answered)
            due = [key for key in cases if key not in answered]
            found = [rule.over_time(norrvik, one, day, key) for key in due]
            if is_afterwards:
                # What is due comes first; if that is less than two, others come again.
                found = found[: len(over)]
            assert sorted(found, reverse=True) == over[:2], (one.number, day)
            answered |= set(cases)


def test_every_grade_in_the_gradebook_equals_the_rule(norrvik: Norrvik) -> None:
    count = 0
    for one in norrvik.people:
        for column in norrvik.lms.courses[one.course].columns:
            shown = column.grades.get(one.sub)
            wanted = rule.grade(norrvik, one, column.resource_id)
            score = None if shown is None else pytest.approx(shown.score)
            assert score == wanted, (one.number, column.resource_id)
            count += wanted is not None
    assert count > 400, "nearly everybody has grades"


def test_some_looked_back_in_time_only_because_of_free_weeks(norrvik: Norrvik) -> None:
    """So that the year has tried what it is meant to try."""
    spared = [
        (one, slug)
        for one in norrvik.people
        for slug, day in one.looked_back.items()
        if day - one.planned[slug] > 21 and rule.is_in_time(norrvik, one, slug)
    ]
    assert spared


def test_somebody_who_paused_lost_nothing(norrvik: Norrvik) -> None:
    """They came back weeks later, and their last plan before the pause still had its time."""
    kept = [
        (one.number, slug)
        for one in norrvik.people
        if one.pause is not None
        for slug, day in one.looked_back.items()
        if one.planned[slug] < one.pause[0] and day > one.pause[1]
        if rule.is_in_time(norrvik, one, slug)
    ]
    assert kept, [(o.pause, o.planned, o.looked_back) for o in norrvik.people if o.pause]


def test_reach_and_r_equal_a_calculation_by_hand(
    norrvik: Norrvik, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = WEEKS * 7
    monkeypatch.setattr(small_world, "LAST_DAY", last)
    world = norrvik.world()
    with norrvik.database.read() as session:
        organisation = session.get_one(Organisation, norrvik.organisation_id)
        at = norrvik.at(last) - timedelta(hours=12)
        spread = measure(read_spread_facts(session, organisation, at))
    closed = {
        one.number
        for one in norrvik.people
        if any(rule.is_in_time(norrvik, one, slug) for slug in one.looked_back)
    }
    hosts = {one.host for one in world.met if one.host is not None}
    assert spread.reached == sum(small_world.fewest(world, closed | hosts, last, 0).values())
    new, active = small_world.r(world)
    assert spread.active == [active.get(n + 1, 0) for n in range(len(spread.active))]
    assert spread.first_taught == pytest.approx(
        [new.get(n + 1, 0) for n in range(len(spread.first_taught))]
    )
    assert spread.generations_deep >= 3, "the year has chains of huddles"
