"""Taking over inside a visit, by a code: one becomes the next host, nobody else does."""

from cast.visitor import Visitor
from sqlalchemy import select

from learning.database import Database
from learning.handover import Handover
from learning.huddle import Huddle

FIRST, SECOND = "lead-from-where-you-are", "what-can-i-move"


def link_of(somebody: Visitor, module: str = FIRST) -> str:
    """Host a module, and make a link; return it."""
    somebody.post(f"modules/{module}/huddle", {"headcount": "5"})
    somebody.post(somebody.address)
    (link,) = somebody.screen.xpath("//input[@id='next-link']/@value")
    return str(link)


def test_the_code_makes_ben_the_next_host_even_of_a_later_week(
    amira: Visitor, ben: Visitor, dana: Visitor, database: Database
) -> None:
    link = link_of(amira, SECOND)
    assert ben.get(f"modules/{SECOND}/kit").status_code == 403, "its week is the next one"
    for _press in range(2):
        ben.get("programme")
        ben.follow("Somebody handed you a module?")
        ben.press("Take it over", code=link.rpartition("/")[2].lower())
        assert "You are the next host" in ben.text
    assert ben.get(f"modules/{SECOND}").status_code == 200
    ben.get("programme")
    assert "2. What can I move?" in ben.text
    ben.post(f"modules/{SECOND}/huddle", {"headcount": "3"})
    with database.read() as session:
        generations = session.scalars(
            select(Handover.generation).join(Huddle, Huddle.handover_id == Handover.id)
        ).all()
    assert generations == [2]
    assert dana.post("handed", {"code": link}).status_code == 422
    assert "Somebody else is the host" in dana.message
    assert amira.post("handed", {"code": link}).status_code == 422


def test_a_stranger_takes_nothing_over(amira: Visitor, chidi: Visitor, database: Database) -> None:
    link = link_of(amira)
    for code in (link, link.rpartition("/")[2], "BCDF-2345-GHJK", "", "\x00", "x" * 5000):
        assert chidi.post("handed", {"code": code}).status_code == 422
        assert "does not know this code" in chidi.message
    with database.read() as session:
        assert session.scalars(select(Handover.taken_at)).all() == [None]
