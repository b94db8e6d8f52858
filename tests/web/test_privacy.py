"""Who sees what: one page, the same for everyone, and it does not promise too much."""

from cast.visitor import Visitor


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
