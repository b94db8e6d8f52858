"""The leader's page in a browser: open to everybody, and its table can be saved."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cast.workplace import Workplace
from doubles.access import THEMES, problems

from baton.product import Product
from learning.organisation import Organisation
from learning.policy import Policy, set_policy
from practice_lms.people import person_named


@pytest.mark.parametrize(
    ("theme", "width"), [("light", 320), ("dark", 768), ("forced colours", 1280)]
)
def test_the_leaders_page_is_open_to_everybody(
    site: Any,
    product: Product,
    a_week_later: Callable[[], None],
    theme: str,
    width: int,
    tmp_path: Path,
) -> None:
    device = site.device(viewport={"width": width, "height": 800}, **THEMES[theme])
    amira = site.open("Amira", device)
    _fill(product, a_week_later)
    amira.link("All modules").click()
    amira.arrives_at("Your programme")
    amira.link("How you can help this week").click()
    amira.arrives_at("How you can help this week")
    amira.find("summary").click()
    assert problems(amira.screen) == []
    with amira.page.expect_download() as download:
        amira.link("Save this table (CSV)").click()
    assert "3 of 6" in Path(download.value.path()).read_text("utf-8-sig")
    amira.link("3 of 6").click()
    amira.arrives_at("Who has completed it")
    assert problems(amira.screen) == []
    amira.link("My team").click()
    amira.arrives_at("How you can help this week")


def _fill(product: Product, a_week_later: Callable[[], None]) -> None:
    """A team of six, of whom three have completed a module; and another, smaller team."""
    norrvik = Workplace(product, person_named("Amira").sub)
    people = norrvik.hire(6)
    norrvik.make_team("Day shift", people)
    norrvik.make_team("Night shift", norrvik.hire(3, "at night"))
    with product.database.write() as session:
        organisation = session.get_one(Organisation, norrvik.organisation_id)
        set_policy(session, organisation, Policy.NAMED, "Kim", norrvik.now(session))
    for slug in product.catalogue.programme[:2]:
        norrvik.count()
        a_week_later()
        norrvik.complete(people[0], slug)
    for person in people[:3]:
        norrvik.complete(person, product.catalogue.programme[1])
    norrvik.count()
    a_week_later()
    norrvik.count()
