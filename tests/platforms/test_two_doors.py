"""One person at two doors: what is done in Teams arrives as a grade, once they say who they are."""

import pytest
from cast.two_doors import Teams, connect
from doubles.entra import Entra
from doubles.platforms.moodle import Moodle
from sqlalchemy import func, select

from learning.person import Identity, Person

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
FIRST, SECOND = "lead-from-where-you-are", "what-can-i-move"


def test_what_was_done_in_teams_arrives_as_a_grade_on_linking(open_walk, a_week_later):
    walk, microsoft = open_walk(Moodle), Entra()
    walk.connects()
    walk.platform.switch_on()
    teams_here = Teams(walk.app, walk.product.database, microsoft)
    course = walk.platform.teach("Leadership")
    walk.adds(course, f"module:{FIRST}", f"module:{SECOND}")
    first, second = (link.title for link in course.links)

    # Ben does the week in Teams. He needs no LMS for that, and no grade goes anywhere.
    teams = teams_here.open()
    teams.finish()
    done = teams.module
    assert done == FIRST
    walk.works()
    assert course.shown(first, "Ben") is None

    # In the LMS he is somebody else, until he connects the two.
    lms = walk.visits(course, first, "Ben")
    lms.get("plans")
    assert "say thanks" not in lms.text
    connect(teams, lms)
    walk.works()
    assert course.shown(first, "Ben") == 80, "done in Teams, graded in the LMS"
    assert course.shown(second, "Ben") is None
    lms.get("plans")
    assert "say thanks" in lms.text

    # From then on it makes no difference where he does what.
    walk.visits(course, second, "Ben").finish()
    a_week_later()
    teams = teams_here.open()
    teams.press("did")
    teams.press("done")
    teams.press("did")
    walk.works()
    assert [course.shown(title, "Ben") for title in (first, second)] == [100, 100]
    with walk.product.database.read() as session:
        ben = select(func.count()).select_from(Person).where(Person.name.like("Ben%"))
        assert session.scalar(ben) == 1
        assert session.scalar(select(func.count(Identity.person_id.distinct()))) == session.scalar(
            select(func.count()).select_from(Person)
        )
    microsoft.close()
