"""My plans: what became of each, what one may do with it, and that nobody else ever reads one."""

import json
from typing import Any

import pytest
from cast.visitor import Visitor
from doubles.lms import Lms
from sqlalchemy import select, update

from learning.database import Database
from learning.delivery import Delivery
from learning.draft import Draft
from learning.follow_up import FollowUp
from learning.plan import Plan
from learning.plan_version import PlanVersion

pytestmark = pytest.mark.parametrize("shared_url", ["sqlite"], indirect=True)
"""What plans are on both databases is tested in the domain."""

FIRST = "lead-from-where-you-are"
ADMINISTRATOR = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator"
CUE, ACTION = "the zebra shift ends", "thank the quiet one"


@pytest.fixture
def planned(opens: Any, lms: Lms) -> Visitor:
    """Ben, in a course with a gradebook, with a plan that nobody else would write."""
    ben: Visitor = opens("ben", **lms.grading())
    ben.finish(until="plan")
    ben.make_plan(CUE, ACTION)
    ben.finish()
    return ben


def scores(database: Database) -> list[float]:
    with database.read() as session:
        return sorted(session.scalars(select(Delivery.score)))


def test_a_plan_with_what_became_of_it(
    planned: Visitor, opens: Any, a_week_later: Any, database: Database
) -> None:
    planned.get("programme")
    planned.follow("My plans")
    assert f"If {CUE}, then I {ACTION}." in planned.text
    assert "you can say how it went" in planned.text
    a_week_later()
    ben = opens("ben")
    ben.press("not_now")
    assert scores(database) == [100]
    ben.press("Continue", hindrance="time", obstacle="my <b>knee</b>")
    ben.get("plans")
    assert "Not this time." in ben.text
    assert "The day was full; my <b>knee</b>" in ben.text


def test_after_a_year_it_stays_that_there_was_a_look_back(
    planned: Visitor, opens: Any, a_week_later: Any, database: Database
) -> None:
    a_week_later()
    opens("ben").press("did")
    with database.write() as session:
        session.execute(update(FollowUp).values(outcome="", obstacle="", hindrance=None))
    ben = opens("ben")
    ben.get("plans")
    assert "You looked back." in ben.text
    assert ben.get("plans/export.txt").status_code == 200


@pytest.mark.parametrize(
    ("way", "typed", "then"),
    [
        ("keep", {}, ACTION),
        ("shrink", {"action": "nod"}, "nod"),
        ("cue", {"cue": "lunch begins"}, "lunch begins"),
    ],
)
def test_after_the_look_back_a_plan_goes_on(
    planned: Visitor,
    opens: Any,
    a_week_later: Any,
    database: Database,
    way: str,
    typed: dict[str, str],
    then: str,
) -> None:
    a_week_later()
    ben = opens("ben")
    ben.press("partly")
    ben.press(way, obstacle="little time")
    if typed:
        assert ben.part == "check"
        ben.press("Save and continue", **typed)
    assert ben.part == "recall"
    ben.get("plans")
    assert then in ben.text
    assert "little time" in ben.text
    assert "It is on for this week." in ben.text
    ben.get("programme")
    assert then in ben.text
    assert scores(database) == [100]


def test_new_words_may_be_left_as_they_were(
    planned: Visitor, opens: Any, a_week_later: Any, database: Database
) -> None:
    a_week_later()
    ben = opens("ben")
    ben.press("partly")
    ben.press("shrink")
    ben.press("Leave it as it was")
    assert ben.part == "recall"
    with database.read() as session:
        assert session.scalar(select(PlanVersion)) is None


def test_a_plan_that_is_let_go_is_not_brought_back(
    planned: Visitor, opens: Any, a_week_later: Any
) -> None:
    a_week_later()
    ben = opens("ben")
    ben.press("not_now")
    ben.press("drop")
    ben.get("programme")
    assert CUE not in ben.text
    ben.get("plans")
    ben.press("Take it up this week")
    ben.get("programme")
    assert CUE in ben.text


def test_the_card_can_be_put_away_and_brought_back(planned: Visitor) -> None:
    planned.get("programme")
    assert CUE in planned.text
    planned.press("Put the card away")
    assert planned.title == "Your programme"
    assert CUE not in planned.text
    planned.get("plans")
    planned.press("Bring back the card")
    planned.get("programme")
    assert CUE in planned.text


def test_i_did_it_before_the_look_back_is_open_is_only_noted(
    planned: Visitor, database: Database
) -> None:
    planned.get("programme")
    planned.press("I did it")
    assert "Noted: you did it today." in planned.text
    assert scores(database) == [80]


def test_i_did_it_is_the_look_back_once_that_is_open(
    planned: Visitor, opens: Any, a_week_later: Any, database: Database, wakes: Any
) -> None:
    a_week_later()
    ben = opens("ben")
    ben.get("programme")
    before = wakes.count
    ben.press("I did it")
    assert scores(database) == [100]
    assert wakes.count == before + 1
    ben.get("plans")
    assert "You did it." in ben.text


def test_a_plan_is_kept_changed_and_printed(planned: Visitor) -> None:
    planned.get("plans")
    planned.press("Keep")
    assert "Kept." in planned.text
    planned.follow("Change the words")
    planned.press("Save the change", cue="lunch begins", action="")
    assert "Please add what you will do." in planned.message
    planned.press("Save the change", cue="lunch begins", action="nod")
    assert "If lunch begins, then I nod." in planned.text
    planned.follow("Print as a card")
    assert "If lunch begins, then I nod." in planned.text
    planned.get("year/plans")
    assert "If lunch begins, then I nod." in planned.text
    planned.get("plans")
    planned.press("Do not keep")
    planned.get("year/plans")
    assert "lunch" not in planned.text


def test_plans_can_be_taken_along(planned: Visitor) -> None:
    planned.get("plans")
    text = planned.client.get(planned.url("plans/export.txt"), headers=planned.headers)
    assert 'filename="my-plans.txt"' in text.headers["Content-Disposition"]
    assert f"If {CUE}, then I {ACTION}." in text.text
    data = planned.client.get(planned.url("plans/export.json"), headers=planned.headers)
    (plan,) = json.loads(data.text)["plans"]
    assert (plan["module"], plan["cue"], plan["action"]) == (FIRST, CUE, ACTION)
    ticket = planned.client.post(
        planned.url("tickets"),
        json={"path": planned.url("plans/export.json")},
        headers=planned.headers,
    )
    assert planned.client.get(ticket.json["url"]).text == data.text


@pytest.mark.parametrize("one", [True, False])
def test_what_is_erased_is_gone_at_once_and_the_score_stays(
    planned: Visitor, database: Database, one: bool
) -> None:
    planned.post("drafts", {"module": FIRST, "cue": CUE})
    planned.get("plans")
    planned.follow("Erase: ") if one else planned.follow("Erase all")
    assert "What goes, at once" in planned.text
    assert "Your score" in planned.text
    planned.press("Erase for good")
    assert "The words are erased." in planned.text
    for page in ("plans", "programme", f"modules/{FIRST}/plan", f"modules/{FIRST}/finished"):
        planned.get(page)
        assert CUE not in planned.answer.text
    with database.read() as session:
        assert session.scalars(select(Plan.cue)).all() == [""]
        assert session.scalars(select(Draft)).all() == []
    assert scores(database) == [80]


def test_an_erased_plan_is_still_looked_back_at(
    planned: Visitor, opens: Any, a_week_later: Any, database: Database
) -> None:
    planned.post("plans/erase")
    a_week_later()
    ben = opens("ben")
    assert "The words of this plan are erased." in ben.text
    ben.press("did")
    ben.press("Continue")
    assert scores(database) == [100]


@pytest.mark.parametrize(
    ("path", "form"),
    [
        (f"plans/{FIRST}", {"do": "shout"}),
        ("plans/plans-that-fire", {"do": "keep"}),
        ("plans/no-such-module", {"do": "did"}),
        ("plans/erase", {"plan": "no-such-module"}),
        ("plans/no-such-module/change", {"cue": "a", "action": "b"}),
        (f"plans/{FIRST}/change", {"cue": "a" * 301, "action": "b"}),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(
    planned: Visitor, path: str, form: dict[str, str]
) -> None:
    answer = planned.post(path, form)
    assert answer.status_code in {404, 422}
    assert planned.message


OWN = [
    "plans",
    "plans/export.txt",
    "plans/export.json",
    "plans/erase",
    "year",
    "year/plans",
    f"plans/{FIRST}/card",
    f"plans/{FIRST}/change",
]


def test_nobody_else_ever_reads_a_plan(
    planned: Visitor, opens: Any, amira: Visitor, chidi: Visitor
) -> None:
    """Amira leads, the administrator looks after the course, Chidi is from elsewhere."""
    planned.post(f"plans/{FIRST}", {"do": "keep"})
    roles = {"https://purl.imsglobal.org/spec/lti/claim/roles": [ADMINISTRATOR]}
    administrator = opens("root", **roles)
    others = (amira, administrator, chidi)
    for other in others:
        for path in OWN:
            theirs = other.client.get(other.url(path), headers=other.headers)
            assert theirs.status_code in {200, 404}
            assert "zebra" not in theirs.text
            his = other.client.get(planned.url(path), headers=other.headers)
            assert his.status_code == 401
            assert "zebra" not in his.text
        for path in ("my-team", "set-up", "set-up/teams", "log", "programme", "privacy"):
            assert "zebra" not in other.client.get(other.url(path), headers=other.headers).text
        for path in (f"plans/{FIRST}", "plans/erase", f"plans/{FIRST}/change"):
            form = {"do": "drop", "cue": "mine", "action": "now"}
            his = other.client.post(planned.url(path), data=form, headers=other.headers)
            assert his.status_code == 401
    planned.get("plans")
    assert f"If {CUE}, then I {ACTION}." in planned.text


def test_after_a_hand_over_nothing_is_left(planned: Visitor) -> None:
    planned.post("hand-over")
    for path in OWN:
        assert planned.client.get(planned.url(path), headers=planned.headers).status_code == 401
        assert "zebra" not in planned.client.get(planned.url(path)).text
