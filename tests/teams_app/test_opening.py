"""The opening: a link may name a page; whatever it says, nobody sees what they may not."""

from collections.abc import Callable

import pytest
from cast.visitor import Visitor
from doubles.entra import NORRVIK, PEOPLE
from sqlalchemy import select

from learning.catalogue import Catalogue
from learning.database import Database
from learning.person import Identity
from learning.team import new_team

Opens = Callable[..., Visitor]
LATER = "This module opens later. This week's is ready for you."
NOWHERE = "That link leads nowhere any more, so this week is open instead."
ALONE = "That page is for one person alone. It opens in your own Baton."

# What is opened does not hang on the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def modules(catalogue: Catalogue) -> tuple[str, ...]:
    return catalogue.programme


def test_a_link_opens_a_module_where_one_goes_on(
    opens: Opens, modules: tuple[str, ...], a_week_later: Callable[[], None]
) -> None:
    opens().go_on()
    a_week_later()
    assert opens().module == modules[1]
    ben = opens(page=f"module/{modules[0]}")
    assert (ben.module, ben.part) == (modules[0], "scene")


def test_a_link_opens_a_huddle_with_its_timer(opens: Opens, modules: tuple[str, ...]) -> None:
    ben = opens(page=f"huddle/{modules[0]}")
    assert ben.title == "Host it"
    assert ben.address.endswith(f"modules/{modules[0]}/huddle")
    assert ben.get(ben.address).status_code == 200, "and it is there after a reload"


def test_what_was_handed_on_needs_no_typing(opens: Opens) -> None:
    ben = opens(page="handover/BCDF-2345-GHJK")
    assert ben.title == "Somebody handed you a module"
    assert ben.screen.xpath("//input[@id='code']/@value") == ["BCDF-2345-GHJK"]
    ben.press("Take it over")
    assert "does not know this code" in ben.message


def test_a_code_from_the_other_account_needs_no_typing_but_is_not_used_up(opens: Opens) -> None:
    ben = opens(page="link/no-code-of-anybodys_x7")
    assert ben.title == "Connected accounts"
    assert ben.screen.xpath("//input[@id='code']/@value") == ["no-code-of-anybodys_x7"]
    assert opens(page="link").screen.xpath("//input[@id='code']/@value") == [""]


def test_a_module_of_a_later_week_stays_closed_whoever_made_the_link(
    opens: Opens, modules: tuple[str, ...]
) -> None:
    for page in (f"module/{modules[1]}", f"huddle/{modules[1]}"):
        ben = opens(page=page)
        assert LATER in ben.text
        assert ben.module == modules[0]


@pytest.mark.parametrize(
    "page",
    ["module/no-such-module", "huddle/no-such-module", "nonsense", "module/../privacy", "'\"<x>"],
)
def test_what_is_unknown_is_this_week_with_a_sentence(
    opens: Opens, modules: tuple[str, ...], page: str
) -> None:
    ben = opens(page=page)
    assert ben.module == modules[0]
    assert "There is no such module." in ben.text or NOWHERE in ben.text
    assert "no-such" not in ben.text
    assert "<x>" not in ben.text


def test_a_link_of_any_length_is_no_trouble(opens: Opens, modules: tuple[str, ...]) -> None:
    assert opens(page="module/" + "a" * 90_000).module == modules[0]


def test_my_team_is_for_who_leads(opens: Opens, database: Database) -> None:
    assert "for those who lead" in opens(page="my-team").text
    opens("dana")
    with database.write() as session:
        identities = select(Identity).where(Identity.issuer == NORRVIK)
        known = {one.subject: one.person for one in session.scalars(identities)}
        ben, dana = known[PEOPLE["ben"]], known[PEOPLE["dana"]]
        team = new_team(ben.organisation_id, "Day shift", ben.created_at)
        team.consist_of({dana.id}, {ben.id}, ben.created_at)
        session.add(team)
    assert opens(page="my-team").title == "How you can help this week"


def test_in_a_channel_a_link_opens_what_is_for_all_and_nothing_else(
    opens: Opens, modules: tuple[str, ...]
) -> None:
    ben = opens(where="channel", page=f"module/{modules[0]}")
    assert "Huddle kit" in ben.text
    assert opens(where="channel", page=f"huddle/{modules[0]}").title == "Host it"
    for page in ("my-team", "handover/BCDF-2345-GHJK", "link"):
        ben = opens(where="channel", page=page)
        assert ben.address.endswith("/channel")
        assert ALONE in ben.text
    assert LATER in opens(where="channel", page=f"module/{modules[1]}").text
    assert NOWHERE in opens(where="channel", page="nonsense").text
