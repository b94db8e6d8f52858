"""Moodle, from pasting one address to a copied course, in the order of its install guide."""

from cast.walk import words
from doubles.platforms.moodle import Moodle

FIRST, SECOND = "lead-from-where-you-are", "what-can-i-move"


def test_a_moodle_from_its_first_day_to_a_copied_course(open_walk, a_week_later):
    walk = open_walk(Moodle)
    moodle = walk.platform

    # Site administration, Manage tools: paste the address, press Connect, and activate the tool.
    assert "Activate" in walk.connects()
    assert walk.family() == "moodle"
    moodle.switch_on()

    # In the course, a teacher adds two modules. Each comes with its column.
    course = moodle.teach("Leadership")
    walk.adds(course, f"module:{FIRST}", f"module:{SECOND}")
    first, second = (link.title for link in course.links)
    assert [link.custom["module"] for link in course.links] == [FIRST, SECOND]
    assert [column.maximum for column in course.columns] == [100, 100]

    # A learner and a leader open the first; the roster tells who else is there.
    ben = walk.visits(course, first, "Ben")
    amira = walk.visits(course, first, "Amira")
    assert walk.roster() == {"Amira Haddad", "Ben Okafor", "Dana Lindqvist"}
    assert walk.user_names() == {"amira", "ben", "dana"}

    # Both finish it. Who teaches has no row in a Moodle's gradebook, and is told so.
    ben.finish()
    amira.finish()
    walk.works()
    assert course.shown(first, "Ben") == 80
    assert "not recorded" in words(amira.get(amira.address))
    a_week_later()
    walk.visits(course, first, "Ben").press("did")
    walk.works()
    assert course.shown(first, "Ben") == 100
    assert course.shown(second, "Ben") is None

    # Baton changes its key, and everything goes on.
    walk.changes_key()
    walk.visits(course, second, "Dana").finish()
    walk.works()
    assert course.shown(second, "Dana") == 80

    # The course is copied for the next group. Its links are new, and still know their modules.
    spring = moodle.copy(course, "Leadership, spring")
    again = walk.visits(spring, second, "Dana")
    assert again.module == SECOND
    walk.works()
    assert spring.shown(second, "Dana") == 80, "what she has done counts in the new course too"
    walk.visits(spring, first, "Dana").finish()
    walk.works()
    assert spring.shown(first, "Dana") == 80
