"""Sakai, from pasting one address to a copied site, in the order of its install guide."""

from doubles.platforms.sakai import Sakai

FIRST, SECOND = "lead-from-where-you-are", "what-can-i-move"


def test_a_sakai_from_its_first_day_to_a_copied_site(open_walk, a_week_later):
    walk = open_walk(Sakai)
    sakai = walk.platform

    # External Tools: paste the address and press Connect.
    walk.connects()
    assert walk.family() == "sakai"
    sakai.switch_on()

    # In the site, a teacher adds two modules; this platform takes one at a time.
    site = sakai.teach("Leadership")
    walk.adds(site, f"module:{FIRST}")
    walk.adds(site, f"module:{SECOND}")
    first, second = (link.title for link in site.links)

    # A learner and a leader open the first. A roster of nobody is an empty answer there.
    ben = walk.visits(site, first, "Ben")
    walk.visits(site, first, "Amira")
    assert walk.roster() == {"Amira Haddad", "Ben Okafor", "Dana Lindqvist"}
    everybody, site.members = site.members, []
    walk.roster()
    site.members = everybody

    # One scope at a time, so that one that is not allowed takes no other with it.
    sakai.tool.scopes.remove("https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly")
    ben.finish()
    walk.works()
    assert site.shown(first, "Ben") == 80
    a_week_later()
    walk.visits(site, first, "Ben").press("did")
    walk.works()
    assert site.shown(first, "Ben") == 100

    # Baton changes its key, and everything goes on.
    walk.changes_key()
    walk.visits(site, second, "Dana").finish()
    walk.works()
    assert site.shown(second, "Dana") == 80

    # The site is copied for the next group.
    spring = sakai.copy(site, "Leadership, spring")
    assert walk.visits(spring, second, "Dana").module == SECOND
    walk.works()
    assert spring.shown(second, "Dana") == 80
