"""A handover's link, without an account: what it tells, what it takes, and what it never says."""

from typing import Any

import lxml.html
import pytest
from cast.visitor import Visitor
from flask import Flask
from sqlalchemy import select
from structlog.testing import capture_logs

from learning.database import Database
from learning.handover import LIFE, Handover
from learning.huddle import Huddle

FIRST = "lead-from-where-you-are"


def link_of(somebody: Visitor, *, with_name: bool = True) -> str:
    """Host the first module, and make a link; return its path."""
    somebody.post(f"modules/{FIRST}/huddle", {"headcount": "5"})
    somebody.post(somebody.address, {"with_name": "1"} if with_name else {})
    (link,) = somebody.screen.xpath("//input[@id='next-link']/@value")
    return str(link).removeprefix("http://localhost")


def read(answer: Any) -> str:
    assert answer.status_code == 200, answer.text
    return " ".join(lxml.html.fromstring(answer.text).text_content().split())


def press(client: Any, page: Any, button: str, **typed: str) -> Any:
    """Press a button on a page without a visit."""
    screen = lxml.html.fromstring(page.text)
    (found,) = [one for one in screen.iter("button") if one.text_content().strip() == button]
    form = next(found.iterancestors("form"))
    return client.post(form.get("action"), data={**dict(form.form_values()), **typed})


def test_it_says_who_handed_on_what_and_no_more(amira: Visitor, app: Flask) -> None:
    text = read(app.test_client().get(link_of(amira)))
    assert "Amira handed you this" in text
    assert "Lead from where you are" in text
    for secret in ("Norrvik", "Haddad", "5 people"):
        assert secret not in text


def test_a_giver_may_stay_unnamed(amira: Visitor, app: Flask) -> None:
    text = read(app.test_client().get(link_of(amira, with_name=False)))
    assert "Somebody handed you this" in text
    assert "Amira" not in text


def test_it_can_be_read_in_swedish_and_comes_in_the_browsers_language(
    amira: Visitor, app: Flask
) -> None:
    link, stranger = link_of(amira), app.test_client()
    assert "Led där du är" in read(stranger.get(f"{link}?language=sv"))
    swedish = stranger.get(f"{link}/kit", headers={"Accept-Language": "sv-SE,sv;q=0.9"})
    assert '<html lang="sv">' in swedish.text


def test_a_huddle_without_an_account_counts_for_the_handover(
    amira: Visitor, app: Flask, database: Database
) -> None:
    link, stranger = link_of(amira), app.test_client()
    for headcount in ("4", "6"):
        noted = press(stranger, stranger.get(link), "I held it", headcount=headcount)
    assert "6 people were there" in read(noted)
    with database.read() as session:
        (mine,) = session.scalars(select(Huddle).where(Huddle.host_id.is_(None)))
        (by,) = session.scalars(select(Handover))
    assert (mine.handover_id, mine.headcount, mine.context_id) == (by.id, 6, None)


def test_who_has_no_account_hands_on_as_well(amira: Visitor, app: Flask) -> None:
    link, stranger = link_of(amira), app.test_client()
    host = stranger.get(f"{link}/host?kind=minute")
    noted = press(stranger, host, "We held it")
    made = press(stranger, noted, "Make a link for the next host")
    (onward,) = lxml.html.fromstring(made.text).xpath("//input[@id='next-link']/@value")
    following = onward.removeprefix("http://localhost")
    assert following != link
    assert "Somebody handed you this" in read(stranger.get(following))


@pytest.mark.parametrize("path", ["", "/kit", "/host", "/held", "/next"])
def test_a_guess_finds_nothing(ben: Visitor, app: Flask, path: str) -> None:
    stranger = app.test_client()
    ask = stranger.post if path in ("/held", "/next") else stranger.get
    for guess in ("BCDF-2345-GHJK", "1", "%00", "%F0%9F%98%80", "x" * 2000):
        answer = ask(f"/h/{guess}{path}")
        assert answer.status_code == 404, guess


def test_a_link_ends_and_looks_then_like_a_guess(
    amira: Visitor, app: Flask, a_week_later: Any
) -> None:
    link = link_of(amira)
    a_week_later(LIFE.days // 7 + 1)
    ended = app.test_client().get(link)
    assert ended.status_code == 404
    assert "This link leads nowhere" in ended.text


def test_nobody_frames_or_keeps_it_and_no_log_has_its_token(amira: Visitor, app: Flask) -> None:
    link = link_of(amira)
    with capture_logs() as log:
        answer = app.test_client().get(link)
        refused = app.test_client().post(f"{link}/held", data={"headcount": "many"})
    assert refused.status_code == 422
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert link.rpartition("/")[2] not in str(log)
