"""Svenska / English below each page: at once, and remembered."""

from typing import Any

from cast.visitor import Visitor
from doubles.lms import LTI
from sqlalchemy import select

from learning.database import Database
from learning.person import Person

FIRST = "lead-from-where-you-are"


def in_swedish(opens: Any, name: str = "ben") -> Visitor:
    visitor: Visitor = opens(name, **{f"{LTI}launch_presentation": {"locale": "sv-SE"}})
    return visitor


def test_a_visit_goes_on_in_the_language_that_is_chosen(ben: Visitor) -> None:
    assert ben.title == "First, a guess"
    before = ben.address
    assert ben.press("Svenska").status_code == 204
    ben.get(before)
    assert ben.title == "Gissa först"
    assert "Led där du är" in ben.text
    ben.get("programme")
    assert ben.title == "Ditt program"


def test_the_whole_page_is_in_that_language(ben: Visitor) -> None:
    ben.press("Svenska")
    shell = ben.client.get(ben.url("programme")).text
    assert '<html lang="sv">' in shell
    assert "Klar, lämna över" in shell
    assert 'lang="en"' in shell  # the way back says its name in English


def test_what_is_chosen_is_remembered_for_the_next_launch(opens: Any, ben: Visitor) -> None:
    ben.press("Svenska")
    again = opens("ben", **{f"{LTI}launch_presentation": {"locale": "en-GB"}})
    assert again.screen.get("lang") == "sv"


def test_what_one_person_chooses_changes_nothing_for_others(ben: Visitor, dana: Visitor) -> None:
    ben.press("Svenska")
    dana.get("programme")
    assert dana.title == "Your programme"


def test_a_language_that_baton_does_not_speak_changes_nothing(
    ben: Visitor, database: Database
) -> None:
    for language in ("xx", "", "../en", "sv\x00", "s" * 500):
        assert ben.post("language", {"language": language}).status_code == 404
    with database.read() as session:
        assert session.scalars(select(Person.language)).one() is None


def test_refusals_and_dates_are_in_it_too(opens: Any) -> None:
    ben = in_swedish(opens)
    ben.finish(until="plan")
    ben.post(ben.address, {"choice": "own", "cue": "", "action": "x"})
    assert "Fyll i ögonblicket. Några ord räcker." in ben.message
    assert "Nästan klart" in ben.message
    ben.post(ben.address, {"choice": "own", "cue": "x" * 301, "action": "x"})
    assert "Korta ögonblicket till 300 tecken." in ben.message
    ben.post(ben.address, {"choice": "own", "cue": "passet är slut", "action": "tackar jag någon"})
    assert "Om passet är slut, då tackar jag någon." in ben.text
    ben.press("done")
    ben.press("not_now")
    assert "Från måndag " in ben.text


def test_the_end_of_a_visit_is_in_it_too(opens: Any) -> None:
    ben = in_swedish(opens)
    assert "Ditt besök är slut" in ben.client.get(ben.url("ended")).text


def test_a_plan_stays_in_the_language_in_which_it_was_written(ben: Visitor) -> None:
    """No English words inside a Swedish sentence; and a screen reader knows which is which."""
    ben.finish(until="plan")
    ben.make_plan("the shift ends", "thank Dana")
    ben.post("language", {"language": "sv"})
    ben.get("plans")
    (plan,) = ben.screen.xpath("//blockquote[@class='plan']")
    assert plan.text_content() == "If the shift ends, then I thank Dana."
    assert plan.xpath("./span/@lang") == ["en"]
    export = ben.client.get(ben.url("plans/export.txt"), headers=ben.headers)
    assert "If the shift ends, then I thank Dana." in export.text
    ben.post(f"plans/{FIRST}/change", {"cue": "passet är slut", "action": "tackar jag Dana"})
    (plan,) = ben.screen.xpath("//blockquote[@class='plan']")
    assert plan.text_content() == "Om passet är slut, då tackar jag Dana."
    assert not plan.xpath("./span/@lang")
    ben.post("language", {"language": "en"})
    ben.get("plans")
    (plan,) = ben.screen.xpath("//blockquote[@class='plan']")
    assert plan.xpath("./span/@lang") == ["sv"]
