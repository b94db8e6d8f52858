"""Every module, in every language it has, from a launch to its grade: 80, and 100 a week later."""

from collections.abc import Callable

import pytest
from cast.visitor import Visitor
from sqlalchemy import select

from learning.catalogue import Catalogue
from learning.content import Language, Module
from learning.database import Database
from learning.delivery import Delivery
from learning.line_item import LineItem

Learns = Callable[..., Visitor]


def scores(database: Database) -> dict[str, float]:
    """What each module's column is owed."""
    with database.read() as session:
        owed = select(LineItem.selection, Delivery.score).join(
            Delivery, Delivery.line_item_id == LineItem.id
        )
        return {
            str(selection).rpartition(":")[2]: score for selection, score in session.execute(owed)
        }


def go_through(learner: Visitor, module: Module) -> None:
    """Answer as somebody does who does not get it right at once."""
    assert module.warm_up.question in learner.text
    learner.press(module.warm_up.options[0].id)
    assert module.warm_up.options[0].reply in learner.text
    go_on(learner, "scene")
    go_on(learner, "tool")
    assert module.tool in learner.title
    go_on(learner, "try")
    for option in sorted(module.try_.options, key=lambda option: option.best):
        learner.press(option.id)
        assert option.reply in learner.text
    go_on(learner, "plan")
    plan = module.plans[-1]
    form = {"choice": plan.id, "cue": plan.cue, "action": plan.action, "with": plan.with_}
    learner.post(f"modules/{module.slug}/plan", form)
    assert plan.cue in learner.text
    go_on(learner, "pass-on")
    assert module.pass_on in learner.text
    learner.press("huddle")
    assert learner.part == "finished"


def go_on(learner: Visitor, part: str) -> None:
    (button,) = learner.screen.xpath("//button[@name='done']")
    form = next(button.iterancestors("form"))
    learner.post(form.get("action"), {**dict(form.form_values()), "done": "1"})
    assert learner.part == part, learner.address


@pytest.mark.parametrize("language", ["en", "sv"])
def test_every_module_leads_to_80_and_then_to_100(
    learns: Learns,
    catalogue: Catalogue,
    database: Database,
    a_week_later: Callable[[], None],
    language: Language,
) -> None:
    written = [slug for slug in catalogue.programme if (slug, language) in catalogue.modules]
    assert written
    for column, slug in enumerate(written, start=1):
        learner = learns(f"learner-{column}", slug, language, column)
        assert learner.screen.xpath("//main/@lang") == [language], slug
        go_through(learner, catalogue.modules[slug, language])
    assert scores(database) == dict.fromkeys(written, 80)
    a_week_later()
    for column, slug in enumerate(written, start=1):
        learner = learns(f"learner-{column}", slug, language, column)
        assert learner.part == "check", slug
        learner.press("not_now")
    assert scores(database) == dict.fromkeys(written, 100)


def test_every_case_that_comes_back_is_asked_and_answered(
    learns: Learns, catalogue: Catalogue, a_week_later: Callable[[int], None]
) -> None:
    first, *others = catalogue.programme
    learner = learns("ben", first, "en", 1)
    go_through(learner, catalogue.module(first))
    asked: list[str] = []
    waited = 0
    for case, slug in zip(catalogue.module(first).recall, others, strict=False):
        a_week_later(case.weeks - waited)
        waited = case.weeks
        learner = learns("ben", slug, "en", 2)
        if learner.part == "check":
            learner.press("did")
            go_on(learner, "recall")
        assert case.question in learner.text
        learner.press(case.best.id)
        assert case.best.reply in learner.text
        asked.append(case.id)
    assert len(asked) == 4
