"""How far it has spread, in a browser: everybody can read it, and its bars are really drawn."""

from typing import Any

import pytest
from cast.company import WEEK
from doubles.access import THEMES, problems
from sqlalchemy import select

from learning.clock import monday_of
from learning.organisation import Organisation
from learning.pulse import round_of
from learning.snapshot import keep
from learning.spread import Spread


@pytest.fixture
def weeks(site: Any) -> None:
    """Three weeks with few, some and most people reached."""
    with site.product.database.write() as session:
        owner = session.scalars(select(Organisation)).one()
        at = site.product.clock.now(session).real
        for ago, reached in ((2, 1), (1, 18), (0, 39)):
            spread = Spread(
                **dict.fromkeys(("completers", "plans", "looked_back"), 20),
                **dict.fromkeys(("passed_on", "did", "partly"), 6),
                eligible=40,
                reached=reached,
                hosts=[4, 5, 3],
                active=[4, 4, 2],
                first_taught=[5.0, 6.0, 2.0],
                teams=4,
                teams_huddled=3,
                days_to_half=3,
                days_to_most=None,
                huddles=14,
                huddles_by_others=9,
            )
            monday = monday_of(round_of(owner, at).begins_on) - ago * WEEK
            keep(session, owner.id, monday, [("", spread)], at)


@pytest.mark.parametrize(
    ("theme", "width"), [("light", 320), ("dark", 768), ("forced colours", 1280)]
)
@pytest.mark.usefixtures("weeks")
def test_it_is_open_to_everybody(site: Any, theme: str, width: int) -> None:
    device = site.device(viewport={"width": width, "height": 800}, **THEMES[theme])
    amira = site.open("Amira", device)
    amira.page.goto(f"{site.url}/s/{amira.page.url.split('/')[4]}/programme")
    amira.arrives_at("Your programme")
    amira.link("How far it has spread").click()
    amira.arrives_at("How far it has spread")
    amira.find("summary").first.click()
    assert problems(amira.screen) == []
    fills = amira.screen.evaluate(
        "[...document.querySelectorAll('.chart-columns')[0].querySelectorAll('rect')]"
        ".map((bar) => [getComputedStyle(bar).fill, bar.getBoundingClientRect().height > 1])"
    )
    assert [fill == "none" for fill, _seen in fills] == [True, False, True]
    assert all(seen for _fill, seen in fills)
    with amira.page.expect_download() as download:
        amira.link("Save as a table").click()
    assert download.value.suggested_filename == "spread.csv"
