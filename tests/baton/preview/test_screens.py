"""A module in the preview, from its arc to its end, with the forms that are on the screens."""

import pytest

from baton.preview.screens import TEMPLATES
from learning.catalogue import Catalogue, read_catalogue

FIRST = "lead-from-where-you-are"


@pytest.fixture
def module(content_copy):
    return read_catalogue(content_copy).module(FIRST)


@pytest.mark.parametrize("language", ["en", "sv"])
def test_every_screen_is_shown_in_its_language(reader, language):
    for screen in TEMPLATES:
        reader.get(f"/{language}/{FIRST}/{screen}")
        (main,) = reader.screen.xpath("//main")
        assert main.get("lang") == language


def test_every_module_is_shown(reader, catalogue: Catalogue):
    for slug, language in catalogue.modules:
        module = catalogue.modules[slug, language]
        assert module.sources[0].note in reader.get(f"/{language}/{slug}/start").text


def test_what_stands_around_a_module(reader, content_copy, module):
    reader.get(f"/en/{FIRST}/start")
    arc = read_catalogue(content_copy).arcs["self-leadership", "en"]
    assert arc.habit in reader.text
    for text in (module.promise, module.sources[0].note, module.pulse[0].text):
        assert text in reader.text
    reader.get(f"/en/{FIRST}/brief")
    leader = module.leader
    for text in (leader.do, leader.avoid, leader.not_now.say, leader.not_now.lift):
        assert text in reader.text
    assert module.huddle.case in reader.get(f"/en/{FIRST}/kit").text


def test_the_parts_lead_to_each_other(reader, module):
    reader.get(f"/en/{FIRST}/check").press("did")
    assert reader.title == "Thank you for looking back"
    reader.press("Continue")
    for question in (module.warm_up, *module.recall):
        assert question.question in reader.text
        reader.press(question.best.id)
        assert question.best.reply in reader.text
        reader.press("Continue")
    assert reader.part == "scene"
    assert reader.press("Continue").part == "tool"
    assert reader.press("Continue").part == "try"


def test_the_try_goes_on_until_it_works(reader, module):
    reader.get(f"/en/{FIRST}/try")
    for option in sorted(module.try_.options, key=lambda option: option.best):
        assert not reader.screen.xpath("//button[@name='done']")
        reader.press(option.id)
        assert option.reply in reader.text
    assert reader.press("Continue").part == "plan"


def test_a_plan_is_read_once_more(reader, module):
    plan = module.plans[1]
    reader.get(f"/en/{FIRST}/plan").press("This is my plan", choice=plan.id)
    assert reader.title == "Read it once more"
    assert f"If {plan.cue}, then I {plan.action}." in reader.text
    assert reader.press("Continue").part == "pass-on"
    assert reader.press("huddle").part == "finished"


def test_a_plan_in_words_of_one_s_own(reader):
    reader.get(f"/en/{FIRST}/plan")
    reader.press("This is my plan", choice="own", cue="it <b>ends</b>", action="say thanks")
    assert "If it <b>ends</b>, then I say thanks." in reader.text
    reader.get(f"/en/{FIRST}/plan").press("This is my plan", choice="own")
    assert reader.title == "Your plan for this week"


def test_the_scene_has_its_variants(reader, module):
    for setting in module.scenes:
        reader.get(f"/en/{FIRST}/scene?setting={setting}")
        (current,) = reader.screen.xpath("//nav[@class='settings']/a[@aria-current]/@href")
        assert current.endswith(f"?setting={setting}")


@pytest.mark.parametrize(
    "address",
    [
        "recall?case=99",
        "recall?case=-1&option=x",
        "recall?case=%C2%B2",
        "scene?setting=moon",
        "try?tried=x&tried=",
        "check?outcome=perhaps",
        "plan?choice=x",
    ],
)
def test_an_address_that_says_nonsense_is_no_harm(reader, address):
    assert reader.get(f"/en/{FIRST}/{address}").title
