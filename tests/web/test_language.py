"""Languages: the launch's, where we have it; English where we do not."""

from typing import Any

import pytest
from cast.visitor import Visitor
from doubles.lms import LTI
from flask import Flask

from learning.catalogue import Catalogue
from web.language import nearest_language, spoken


def launched_in(opens: Any, locale: Any) -> Visitor:
    visitor: Visitor = opens("ben", **{f"{LTI}launch_presentation": {"locale": locale}})
    return visitor


@pytest.mark.parametrize("locale", ["en", "en-GB", "EN_us", "fi-FI", "xx", "", None])
def test_a_language_that_we_do_not_have_falls_back_to_english(
    opens: Any, locale: str | None
) -> None:
    ben = launched_in(opens, locale)
    assert ben.screen.get("lang") == "en"
    assert ben.title == "First, a guess"


def test_each_language_that_is_written_is_spoken(
    app: Flask, opens: Any, catalogue: Catalogue
) -> None:
    with app.app_context():
        languages = spoken()
    assert "en" in languages
    for language in languages:
        ben = launched_in(opens, f"{language}-XX")
        assert ben.screen.get("lang") == language
        assert catalogue.module(catalogue.programme[0], language).title in ben.text


@pytest.mark.parametrize("locale", ["en", "en-GB", "en_US.UTF-8", "xx", "-", "_", "", None])
def test_the_nearest_language_to_what_a_door_says(app: Flask, locale: str | None) -> None:
    with app.app_context():
        assert nearest_language(locale) == "en"


def test_a_visit_keeps_its_language_to_the_shell(app: Flask, opens: Any) -> None:
    ben = launched_in(opens, "fi")
    page = app.test_client().get(ben.url("programme")).text
    assert '<html lang="en">' in page
