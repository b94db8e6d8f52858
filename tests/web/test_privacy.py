"""Who sees what: one page, the same for everyone, and it does not promise too much."""

from datetime import UTC, datetime

from cast.visitor import Visitor

from learning.database import Database
from learning.organisation import organisation_named
from learning.policy import Policy, set_policy


def test_everybody_reads_the_same(ben: Visitor, amira: Visitor, chidi: Visitor) -> None:
    pages = []
    for visitor in (ben, amira, chidi):
        assert visitor.get("privacy").status_code == 200
        pages.append(visitor.text)
    assert pages[0] == pages[1] == pages[2]


def test_it_says_plainly_what_the_gradebook_shows(ben: Visitor) -> None:
    ben.get("privacy")
    assert ben.title == "Who sees what"
    assert "A score of 80 or 100 beside your name" in ben.text
    assert "Your plans, your answers and your look back are for you alone." in ben.text


def test_where_leaders_see_names_it_says_so_to_everybody_there(
    ben: Visitor, chidi: Visitor, database: Database
) -> None:
    with database.write() as session:
        norrvik = organisation_named(session, "Norrvik")
        assert norrvik is not None
        set_policy(session, norrvik, Policy.NAMED, "Kim", datetime(2026, 3, 2, 12, tzinfo=UTC))
    ben.get("privacy")
    assert "by name, for modules that were opened after Monday 2 March." in ben.text
    chidi.get("privacy")
    assert "by name" not in chidi.text
