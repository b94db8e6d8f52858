"""A page for anybody: in the language that is asked for, and in the others one press away."""

import lxml.html
import pytest
from flask import Flask

# No such page asks the database for anything.
pytestmark = pytest.mark.parametrize("shared_url", ["sqlite"], indirect=True)

FIRST = "lead-from-where-you-are"


def test_the_address_goes_before_the_browser(app: Flask) -> None:
    swedish = {"Accept-Language": "sv-FI,sv;q=0.9,en;q=0.5"}
    anybody = app.test_client()
    assert '<html lang="sv">' in anybody.get(f"/huddle/{FIRST}", headers=swedish).text
    asked = f"/huddle/{FIRST}?language=en"
    assert '<html lang="en">' in anybody.get(asked, headers=swedish).text


def test_the_other_languages_keep_the_rest_of_the_address(app: Flask) -> None:
    page = lxml.html.fromstring(app.test_client().get(f"/huddle/{FIRST}/host?kind=minute").text)
    (link,) = page.xpath("//a[@hreflang='sv']")
    assert link.get("href") == "?kind=minute&language=sv"
    assert link.text == "Svenska"


@pytest.mark.parametrize("language", ["xx", "", "%00", "sv-SE", "x" * 300])
def test_an_odd_language_gives_the_browsers(app: Flask, language: str) -> None:
    answer = app.test_client().get(f"/huddle/{FIRST}?language={language}&kind=nothing")
    assert answer.status_code == 200
    assert '<html lang="en">' in answer.text
