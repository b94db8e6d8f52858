"""Done, hand over: the visit ends at once, in every tab, and leaves nothing for the next person."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from cast.visitor import Visitor
from flask import Flask
from sqlalchemy import func, select

from learning.database import Database
from learning.draft import Draft
from web.session import WebSession

FIRST = "lead-from-where-you-are"
ENDED = "Your visit has ended"


def hand_over(visitor: Visitor) -> None:
    answer = visitor.post("hand-over")
    assert answer.status_code == 200
    assert visitor.title == ENDED


def ticket(visitor: Visitor) -> str:
    url = visitor.post("tickets", json={"path": visitor.url("programme")}).get_json()["url"]
    return str(url)


def in_new_tab(visitor: Visitor) -> Visitor:
    return Visitor(visitor.client, visitor.client.get(ticket(visitor)))


def is_over(visitor: Visitor) -> bool:
    return visitor.get("programme").status_code == 401


def drafts(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(Draft)) or 0


def test_the_visit_ends_at_once(ben: Visitor) -> None:
    assert ben.press("Done, hand over").status_code == 200
    assert ben.title == ENDED
    assert is_over(ben)
    assert ben.post(f"modules/{FIRST}/recall", {"done": "1"}).status_code == 401
    assert "Your visit has ended" in ben.message


def test_nothing_of_the_person_is_left_on_the_page(opens: Any) -> None:
    ben = opens("ben", name="Ben Olsson")
    ben.finish(until="plan")
    hand_over(ben)
    assert "Ben" not in ben.answer.text
    assert "Lead from" not in ben.answer.text


def test_drafts_are_erased_and_progress_is_kept(
    ben: Visitor, dana: Visitor, opens: Any, database: Database
) -> None:
    ben.finish(until="plan")
    for visitor in (ben, dana):
        visitor.post("drafts", {"module": FIRST, "cue": "half a thought"})
    hand_over(ben)
    assert drafts(database) == 1
    again = opens("ben")
    assert again.part == "plan"
    assert "half a thought" not in again.answer.text


def test_handing_over_twice_says_that_it_has_ended(ben: Visitor) -> None:
    hand_over(ben)
    assert ben.post("hand-over").status_code == 401


def test_every_tab_of_the_visit_ends(ben: Visitor) -> None:
    tab = in_new_tab(ben)
    tab_of_tab = in_new_tab(tab)
    hand_over(ben)
    assert is_over(ben)
    assert is_over(tab)
    assert is_over(tab_of_tab)


def test_a_tab_hands_over_the_whole_visit(ben: Visitor) -> None:
    tab, other_tab = in_new_tab(ben), in_new_tab(ben)
    hand_over(in_new_tab(tab))
    assert is_over(ben)
    assert is_over(tab)
    assert is_over(other_tab)


def test_a_ticket_that_was_not_used_yet_opens_nothing(app: Flask, ben: Visitor) -> None:
    url = ticket(ben)
    hand_over(ben)
    assert app.test_client().get(url).status_code == 401


def test_another_launch_of_the_same_person_goes_on(opens: Any) -> None:
    tablet, phone = opens("ben"), opens("ben")
    hand_over(tablet)
    assert not is_over(phone)


def test_a_tab_that_opens_while_the_visit_ends_does_not_survive_it(
    app: Flask, ben: Visitor, database: Database
) -> None:
    urls = [ticket(ben) for _tab in range(4)]
    ready = Barrier(5, timeout=30)

    def open_tab(url: str) -> int:
        ready.wait()
        return app.test_client().get(url).status_code

    def end() -> int:
        ready.wait()
        return ben.client.post(ben.url("hand-over"), headers=ben.headers).status_code

    with ThreadPoolExecutor(5) as pool:
        tabs = [pool.submit(open_tab, url) for url in urls]
        assert pool.submit(end).result() == 200
        assert {tab.result() for tab in tabs} <= {200, 401}
    with database.read() as session:
        assert session.scalars(select(WebSession).where(WebSession.ended_at.is_(None))).all() == []


def test_the_page_of_an_ended_visit_needs_no_token_and_says_nothing(
    app: Flask, ben: Visitor
) -> None:
    unknown = "x" * len(ben.public_id)
    there = app.test_client().get(ben.url("ended"))
    not_there = app.test_client().get(f"/s/{unknown}/ended")
    assert there.status_code == not_there.status_code == 200
    assert f">{ENDED}</h1>" in there.text
    assert there.text.replace(ben.public_id, "") == not_there.text.replace(unknown, "")
