"""A module, from its first screen to its end, with the forms that are on the screens."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, datetime
from threading import Barrier
from typing import Any

import pytest
from cast.visitor import Visitor, visit
from doubles.lms import LTI, Lms
from flask import Flask
from sqlalchemy import func, select, update

from learning.catalogue import Catalogue
from learning.database import Database
from learning.delivery import Delivery
from learning.follow_up import FollowUp
from learning.grading import owe_grades
from learning.journey import change_journey
from learning.loop import Loop, Part
from learning.recall import RecallAnswer

FIRST, SECOND, THIRD = "lead-from-where-you-are", "what-can-i-move", "plans-that-fire"
PARTS = ["recall", "scene", "tool", "try", "plan", "pass-on", "finished"]


def count(database: Database, table: type) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def scores(database: Database) -> list[float]:
    with database.read() as session:
        return sorted(session.scalars(select(Delivery.score)))


def linked(module: str) -> dict[str, Any]:
    """The claim of a link that names a module."""
    return {f"{LTI}custom": {"module": module}}


def test_the_parts_from_start_to_end(ben: Visitor) -> None:
    seen = [ben.part]
    while ben.part != "finished":
        ben.go_on()
        if ben.part != seen[-1]:
            seen.append(ben.part)
    assert seen == PARTS
    assert ben.title == "Done for this week"
    assert "80 of 100" in ben.text


def test_a_launch_opens_this_weeks_module_at_its_first_part(ben: Visitor) -> None:
    assert ben.address == f"/s/{ben.public_id}/modules/{FIRST}/recall?case=1"
    assert ben.title == "First, a guess"


def test_whoever_the_gradebook_has_no_place_for_reads_so(
    opens: Any, lms: Lms, database: Database
) -> None:
    ben = opens("ben", **linked(FIRST), **lms.grading())
    ben.finish()
    assert "has not recorded it" not in ben.text
    with database.write() as session:
        session.execute(update(Delivery).values(state="refused", reason="secret-reason"))
    ben.get(f"modules/{FIRST}/finished")
    assert "80 of 100" in ben.text
    assert "The LMS has not recorded it" in ben.text
    assert "secret-reason" not in ben.text


def test_80_then_100_after_a_week(
    opens: Any, lms: Lms, database: Database, a_week_later: Any
) -> None:
    ben = opens("ben", **lms.grading())
    ben.finish(until="plan")
    assert scores(database) == []
    ben.make_plan()
    assert scores(database) == [80]
    ben.finish()
    a_week_later()
    ben = opens("ben", **lms.grading())
    assert ben.title == "How did your plan go?"
    assert "If the shift ends, then I say thanks." in ben.text
    ben.press("did")
    assert scores(database) == [100]
    assert ben.title == "Thank you for looking back"


def test_the_same_link_offers_the_follow_up_and_then_goes_on(opens: Any, a_week_later: Any) -> None:
    opens("ben").finish()
    a_week_later()
    ben = opens("ben")
    assert (ben.module, ben.part) == (SECOND, "check")
    ben.press("partly")
    ben.press("Continue", obstacle="no time")
    assert (ben.module, ben.part) == (SECOND, "recall")
    assert ben.title == "Do you remember?"
    ben.finish()
    ben.get(f"modules/{FIRST}/finished")
    assert ben.title == "The loop is closed"
    assert "100 of 100" in ben.text


def test_what_got_in_the_way_is_kept_and_shown_to_its_owner(opens: Any, a_week_later: Any) -> None:
    opens("ben").finish()
    a_week_later()
    ben = opens("ben")
    ben.press("no_moment")
    ben.press("Continue", obstacle="no <b>time</b>")
    ben.get(f"modules/{SECOND}/check")
    (field,) = ben.screen.xpath("//textarea[@name='obstacle']")
    assert field.text.strip() == "no <b>time</b>"


def test_two_plans_that_wait_are_looked_back_at_one_by_one(
    opens: Any, database: Database, a_week_later: Any
) -> None:
    ben = opens("ben", **linked(FIRST))
    ben.finish()
    ben = opens("ben", **linked(SECOND))
    ben.finish()
    a_week_later()
    ben = opens("ben")
    first_shown = ben.text
    ben.press("did")
    ben.press("Continue")
    assert ben.part == "check"
    assert ben.text != first_shown
    ben.press("not_now")
    ben.press("Continue")
    assert ben.part == "finished"
    assert count(database, FollowUp) == 2


def test_a_tap_that_is_sent_twice_answers_one_plan(
    opens: Any, database: Database, a_week_later: Any
) -> None:
    opens("ben", **linked(FIRST)).finish()
    opens("ben", **linked(SECOND)).finish()
    a_week_later()
    ben, slow = opens("ben"), opens("ben")
    ben.press("did")
    slow.press("did")
    assert slow.title == "Thank you for looking back"
    assert count(database, FollowUp) == 1


@pytest.mark.parametrize(
    ("part", "form", "message"),
    [
        ("recall", {"case": "{case}"}, "Please choose one of the answers. A guess is fine."),
        ("try", {}, "Please choose one of the answers. You can choose again."),
        ("try", {"done": "1"}, "Please choose one of the answers. You can choose again."),
        ("plan", {"cue": "", "action": "x"}, "Please add the moment."),
        ("plan", {"cue": "x", "action": " \x00\n"}, "Please add what you will do."),
        ("plan", {"cue": "x" * 301, "action": "x"}, "Please shorten the moment to 300"),
        ("plan", {"cue": "x", "action": "x", "with": "x" * 301}, "Please shorten with whom"),
        ("plan", {"done": "1"}, "Please add the moment."),
        ("pass-on", {}, "Please choose one of the three."),
        ("pass-on", {"choice": "shout"}, "Please choose one of the three."),
    ],
)
def test_what_is_missing_is_said_beside_what_one_wrote(
    ben: Visitor, part: str, form: dict[str, str], message: str
) -> None:
    ben.finish(until=part)
    before, address = ben.text, ben.address
    cases = ben.screen.xpath("//input[@name='case']/@value")
    answer = ben.post(
        f"modules/{FIRST}/{part}", {k: v.format(case=(cases or [""])[0]) for k, v in form.items()}
    )
    assert answer.status_code == 422
    assert message in ben.message
    assert "What you wrote is still here." in ben.message
    assert (ben.text, ben.address) == (before, address)
    ben.get(f"modules/{FIRST}")
    assert ben.part == part


@pytest.mark.parametrize("outcome", ["", "perhaps"])
def test_a_look_back_needs_one_of_the_four_answers(
    opens: Any, a_week_later: Any, outcome: str
) -> None:
    opens("ben").finish()
    a_week_later()
    ben = opens("ben")
    assert ben.post(f"modules/{SECOND}/check", {"outcome": outcome}).status_code == 422
    assert "Please choose one of the four answers." in ben.message
    ben.press("did")


@pytest.mark.parametrize(
    ("part", "form"),
    [
        ("recall", {"case": "no/such-case", "option": "x"}),
        ("recall", {"case": "{case}", "option": "no-such-option"}),
        ("check", {"outcome": "did"}),
        ("party", {"done": "1"}),
    ],
)
def test_what_is_not_there_is_not_found(ben: Visitor, part: str, form: dict[str, str]) -> None:
    cases = ben.screen.xpath("//input[@name='case']/@value")
    form = {name: value.format(case=cases[0]) for name, value in form.items()}
    assert ben.post(f"modules/{FIRST}/{part}", form).status_code == 404
    assert ben.get(f"modules/{FIRST}").status_code == 200


def test_an_option_of_the_try_that_is_not_there(ben: Visitor) -> None:
    ben.finish(until="try")
    assert ben.post(f"modules/{FIRST}/try", {"option": "x"}).status_code == 404
    assert ben.part == "try"


@pytest.mark.parametrize("part", PARTS[1:-1])
def test_no_part_can_be_done_before_its_turn(ben: Visitor, database: Database, part: str) -> None:
    form = {"done": "1", "cue": "x", "action": "x", "choice": "huddle", "option": "x"}
    assert ben.post(f"modules/{FIRST}/{part}", form).status_code == 422
    assert "finish the part before this one first" in ben.message
    assert count(database, Loop) == 0


@pytest.mark.parametrize("part", PARTS[1:])
def test_a_part_that_is_still_ahead_shows_where_one_is(ben: Visitor, part: str) -> None:
    ben.get(f"modules/{FIRST}/{part}")
    assert ben.part == "recall"


def test_a_part_that_is_done_can_be_looked_at_again(ben: Visitor) -> None:
    ben.finish()
    for part in PARTS[:-1]:
        assert ben.get(f"modules/{FIRST}/{part}").status_code == 200
        assert ben.part == part


def test_choosing_again_in_the_try_shows_what_follows_each_time(
    ben: Visitor, catalogue: Catalogue
) -> None:
    ben.finish(until="try")
    wrong = [option for option in catalogue.module(FIRST).try_.options if not option.best]
    for option in wrong:
        ben.press(option.id)
        assert option.reply in ben.text
        assert not ben.screen.xpath("//button[@name='done']")
    ben.press(catalogue.module(FIRST).try_.best.id)
    ben.press("Continue")
    assert ben.part == "plan"


def test_a_wrong_guess_is_explained_and_counts(ben: Visitor, catalogue: Catalogue) -> None:
    guess = catalogue.module(FIRST).warm_up
    wrong = next(option for option in guess.options if not option.best)
    ben.press(wrong.id)
    assert wrong.reply in ben.text
    assert guess.best.text in ben.text
    ben.press("Continue")
    assert ben.part == "scene"


def test_the_scene_remembers_where_one_works(opens: Any, catalogue: Catalogue) -> None:
    ben = opens("ben")
    ben.finish(until="scene")
    ben.follow("On the floor")
    assert ben.screen.xpath("//a[@aria-current='true']")[0].text == "On the floor"
    ben.press("Continue")
    ben = opens("ben", **linked(SECOND))
    ben.finish(until="scene")
    assert ben.screen.xpath("//a[@aria-current='true']")[0].text == "On the floor"


def test_a_plan_may_grow_from_a_suggestion_and_be_changed(
    ben: Visitor, catalogue: Catalogue
) -> None:
    ben.finish(until="plan")
    suggestion = catalogue.module(FIRST).plans[0]
    ben.press("This is my plan", choice=suggestion.id, cue="it rains", action="listen")
    assert "If it rains, then I listen." in ben.text
    ben.press("Save the change", action="listen twice")
    assert "If it rains, then I listen twice." in ben.text
    assert "Read it once more" in ben.title


def test_what_is_typed_is_shown_and_never_run(ben: Visitor) -> None:
    ben.finish(until="plan")
    ben.make_plan(cue="<script>alert(1)</script>", action='"><img src=x>')
    assert "<script>alert" not in ben.answer.text
    assert "<img" not in ben.answer.text
    assert "<script>alert(1)</script>" in ben.text


def test_the_end_is_not_shown_before_it_is_reached(opens: Any, a_week_later: Any) -> None:
    opens("ben").finish()
    a_week_later()
    ben = opens("ben")
    ben.get(f"modules/{SECOND}/finished")
    assert ben.part == "check"


def test_one_goes_on_where_one_left_from_another_launch(opens: Any) -> None:
    opens("ben").finish(until="tool")
    assert opens("ben").part == "tool"


def test_an_answer_to_the_first_of_two_cases_is_kept(
    opens: Any, a_week_later: Any, database: Database
) -> None:
    opens("ben", **linked(FIRST)).finish()
    opens("ben", **linked(SECOND)).finish()
    a_week_later(weeks=4)
    ben = opens("ben", **linked(THIRD))
    assert "Case 1 of 2" in ben.text
    ben.press(ben.screen.xpath("//button[@name='option']/@value")[0])
    ben = opens("ben", **linked(THIRD))
    assert "Case 2 of 2" in ben.text
    ben.go_on()
    assert ben.part == "scene"
    ben.get(f"modules/{THIRD}/recall?case=1")
    assert "Case 1 of 2" in ben.text


def test_a_link_opens_its_module_and_another_this_weeks(opens: Any, a_week_later: Any) -> None:
    opens("ben")
    a_week_later()
    assert opens("ben", **linked(FIRST)).module == FIRST
    assert opens("ben").module == SECOND
    assert opens("ben", **linked(THIRD)).module == THIRD


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_module_of_a_later_week_is_refused_kindly(ben: Visitor, method: str) -> None:
    path = f"modules/{SECOND}/recall"
    answer = ben.get(path) if method == "get" else ben.post(path, {"option": "x"})
    assert answer.status_code == 403
    assert "This module opens later. This week's is ready for you." in ben.message


def test_a_module_opens_with_its_week(ben: Visitor, a_week_later: Any) -> None:
    a_week_later()
    assert ben.get(f"modules/{SECOND}").status_code == 200
    assert ben.get(f"modules/{THIRD}").status_code == 403


def test_leaders_may_open_next_weeks_and_no_more(amira: Visitor) -> None:
    assert amira.get(f"modules/{SECOND}").status_code == 200
    assert amira.get(f"modules/{THIRD}").status_code == 403


def test_what_was_begun_stays_open(opens: Any) -> None:
    opens("ben", **linked(THIRD)).finish(until="scene")
    ben = opens("ben")
    assert ben.get(f"modules/{THIRD}").status_code == 200


def test_a_module_that_does_not_exist(ben: Visitor) -> None:
    assert ben.get("modules/no-such-module").status_code == 404
    assert ben.post("modules/no-such-module/recall", {}).status_code == 404


def test_the_privacy_sentence_comes_with_the_first_visit_only(opens: Any) -> None:
    sentence = "Your answers and your plan are yours alone."
    ben = opens("ben")
    assert sentence in ben.text
    ben.go_on()
    assert sentence not in ben.text
    ben.finish()
    assert sentence not in opens("ben", **linked(SECOND)).text


def test_a_step_that_brings_news_wakes_the_worker_and_no_other_does(
    opens: Any, lms: Lms, wakes: Any
) -> None:
    ben = opens("ben", **lms.grading())
    ben.finish(until="plan")
    assert wakes.count == 0
    ben.make_plan()
    assert wakes.count == 1
    ben.finish()
    assert wakes.count == 1


def test_a_stranger_can_neither_read_nor_change_bens(
    ben: Visitor, chidi: Visitor, database: Database
) -> None:
    ben.finish(until="plan")
    path = ben.url(f"modules/{FIRST}/plan")
    for answer in (
        chidi.get(path),
        chidi.post(path, {"cue": "x", "action": "y"}),
        chidi.post(ben.url("drafts"), {"module": FIRST, "cue": "x"}),
        chidi.post(ben.url("hand-over")),
        chidi.post(ben.url("tickets"), json={"path": path}),
    ):
        assert answer.status_code == 401
    ben.get(f"modules/{FIRST}/plan")
    assert ben.title == "Your plan for this week"
    assert ben.make_plan().status_code == 200


def test_a_colleague_sees_nothing_of_bens_in_a_visit_of_her_own(
    ben: Visitor, dana: Visitor
) -> None:
    ben.finish(until="plan")
    ben.make_plan(cue="Ben's secret moment")
    dana.finish(until="plan")
    assert "secret" not in dana.answer.text


@pytest.mark.parametrize("part", ["recall", "try", "plan"])
def test_two_tabs_that_answer_at_the_same_moment(
    app: Flask, lms: Lms, database: Database, part: str
) -> None:
    visit(app.test_client(), lms).finish(until=part)
    tabs = [visit(app.test_client(), lms) for _tab in range(3)]
    ready = Barrier(len(tabs), timeout=30)

    def answer(tab: Visitor) -> int:
        ready.wait()
        tab.go_on()
        return tab.answer.status_code

    with ThreadPoolExecutor(len(tabs)) as pool:
        assert list(pool.map(answer, tabs)) == [200] * len(tabs)
    with database.read() as session:
        (loop,) = session.scalars(select(Loop)).all()
        assert [step.part for step in loop.steps if step.part == part] == [Part(part)]


def test_two_tabs_that_begin_the_same_module_at_the_same_moment(
    app: Flask, lms: Lms, database: Database
) -> None:
    tabs = [visit(app.test_client(), lms) for _tab in range(3)]
    ready = Barrier(len(tabs), timeout=30)

    def begin(tab: Visitor) -> int:
        ready.wait()
        tab.go_on()
        return tab.answer.status_code

    with ThreadPoolExecutor(len(tabs)) as pool:
        assert list(pool.map(begin, tabs)) == [200] * len(tabs)
    assert (count(database, Loop), count(database, RecallAnswer)) == (1, 1)


def test_a_column_that_appears_while_a_module_is_completed_gets_its_grade(
    app: Flask, lms: Lms, database: Database, catalogue: Catalogue
) -> None:
    """Neither may miss the other: the launch that finds the column, the step that earns the 80."""
    ben = visit(app.test_client(), lms)
    ben.finish(until="plan")
    with ThreadPoolExecutor(1) as pool:
        with database.write() as session:
            person = session.scalars(select(Loop.person_id)).one()
            journey = change_journey(session, person, catalogue)
            at = datetime.now(UTC)
            journey.loops[FIRST].make_plan(None, "the shift ends", "say thanks", "", at)
            session.flush()
            launch = pool.submit(visit, app.test_client(), lms, "ben", **lms.grading())
            wait([launch], timeout=1)
            owe_grades(session, journey, at)
        launch.result()
    assert scores(database) == [80]


def test_a_column_that_comes_later_gets_what_everybody_has_done(
    app: Flask, lms: Lms, database: Database, wakes: Any
) -> None:
    dana, amira = visit(app.test_client(), lms, "dana"), visit(app.test_client(), lms, "amira")
    dana.finish()
    amira.finish(until="plan")
    link = {f"{LTI}resource_link": {"id": "another-link"}, **linked(FIRST), **lms.grading(2)}
    visit(app.test_client(), lms, "ben", **link)
    assert scores(database) == [80], "Dana's, and nothing for those who are not done"
    assert wakes.count == 1
    visit(app.test_client(), lms, "dana", **link)
    assert (scores(database), wakes.count) == ([80], 1)
