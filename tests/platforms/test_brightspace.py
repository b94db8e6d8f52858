"""Brightspace, from a new tab to a copied course, in the order of its install guide."""

from cast.walk import words
from doubles.platforms.brightspace import Brightspace

FIRST, SECOND = "lead-from-where-you-are", "what-can-i-move"


def test_a_brightspace_from_its_first_day_to_a_copied_course(open_walk, a_week_later):
    walk = open_walk(Brightspace)
    brightspace = walk.platform

    # LTI Advantage, Register Tool, Dynamic: paste the address and press Connect in the new tab.
    assert "deployment" in walk.connects().lower()
    assert walk.registered().audience == "https://api.brightspace.com/auth/token"
    brightspace.switch_on()

    # The operator approves the deployment that the administrator has made.
    course = brightspace.teach("Leadership")
    assert walk.asks_to_add(course).status_code == 403
    walk.approves()

    # A teacher adds two modules.
    walk.adds(course, f"module:{FIRST}", f"module:{SECOND}")
    first, second = (link.title for link in course.links)

    # The roster has only who was here, until an administrator ticks a box.
    ben = walk.visits(course, first, "Ben")
    amira = walk.visits(course, first, "Amira")
    assert walk.roster() == {"Amira Haddad", "Ben Okafor"}
    brightspace.lists_everybody = True
    assert walk.roster() == {"Amira Haddad", "Ben Okafor", "Dana Lindqvist"}

    # What is finished is in the gradebook; for a role that cannot be graded it is not.
    ben.finish()
    amira.finish()
    walk.works()
    assert course.shown(first, "Ben") == 80
    assert "not recorded" in words(amira.get(amira.address))
    a_week_later()
    walk.visits(course, first, "Ben").press("did")
    walk.works()
    assert course.shown(first, "Ben") == 100

    # Baton changes its key, and everything goes on.
    walk.changes_key()
    walk.visits(course, second, "Dana").finish()
    walk.works()
    assert course.shown(second, "Dana") == 80

    # The course is copied for the next group.
    spring = brightspace.copy(course, "Leadership, spring")
    assert walk.visits(spring, second, "Dana").module == SECOND
    walk.works()
    assert spring.shown(second, "Dana") == 80
