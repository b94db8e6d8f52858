"""Canvas, from its developer key to a copied course, in the order of its install guide."""

from doubles.platforms.canvas import Canvas

FIRST, SECOND = "lead-from-where-you-are", "what-can-i-move"


def test_a_canvas_from_its_first_day_to_a_copied_course(open_walk, a_week_later):
    walk = open_walk(Canvas)
    canvas = walk.platform

    # Developer keys: paste the address, press Connect, turn the key on, and install the tool.
    assert "Almost connected" in walk.connects()
    assert walk.family() == "canvas"
    assert canvas.privacy == "public"
    assert canvas.menu == {"team": "1"}, "in a course's menu it is the leader's page"
    canvas.switch_on()

    # The first one to open it is told to wait; the operator approves the installation.
    course = canvas.teach("Leadership")
    waiting = walk.asks_to_add(course)
    assert waiting.status_code == 403
    assert canvas.deployment_id in waiting.text
    walk.approves()

    # A teacher adds two assignments.
    walk.adds(course, f"module:{FIRST}", f"module:{SECOND}")
    first, second = (link.title for link in course.links)

    # A learner and a leader open the first; the roster tells who else is there.
    ben = walk.visits(course, first, "Ben")
    amira = walk.visits(course, first, "Amira")
    assert walk.roster() == {"Amira Haddad", "Ben Okafor", "Dana Lindqvist"}

    # What is finished is handed in once, and later only raised. Nobody who finished is missing.
    ben.finish()
    amira.finish()
    walk.works()
    assert course.shown(first, "Ben") == 80
    assert not canvas.missing(course, first, "Ben")
    a_week_later()
    walk.visits(course, first, "Ben").press("did")
    walk.works()
    assert course.shown(first, "Ben") == 100
    assert canvas.hand_ins(course, first, "Ben") == 1

    # Baton changes its key, and everything goes on.
    walk.changes_key()
    walk.visits(course, second, "Dana").finish()
    walk.works()
    assert course.shown(second, "Dana") == 80

    # The course is copied for the next group.
    spring = canvas.copy(course, "Leadership, spring")
    assert walk.visits(spring, second, "Dana").module == SECOND
    walk.works()
    assert spring.shown(second, "Dana") == 80
    assert canvas.hand_ins(spring, second, "Dana") == 1


def test_two_companies_on_one_canvas_issuer_never_meet(open_walk):
    norrvik, southbay = open_walk(Canvas), open_walk(Canvas)
    courses = []
    for walk, company in ((norrvik, "Norrvik"), (southbay, "Southbay")):
        walk.connects(company)
        walk.platform.switch_on()
        courses.append(walk.platform.teach("Leadership"))
        walk.asks_to_add(courses[-1])
        walk.approves(company)
        walk.adds(courses[-1], f"module:{FIRST}")
    first = courses[0].links[0].title
    assert norrvik.platform.issuer == southbay.platform.issuer
    # The same `sub` on the same issuer, and two people all the same.
    norrvik.visits(courses[0], first, "Ben").finish()
    stranger = southbay.visits(courses[1], first, "Ben")
    assert stranger.part == "recall", "nothing of the other company's Ben is here"
    norrvik.works()
    southbay.works()
    assert courses[0].shown(first, "Ben") == 80
    assert courses[1].shown(first, "Ben") is None
