"""Languages: the launch's, where we have it; English where we do not."""

from typing import Any

import pytest
from cast.visitor import Visitor, visit
from doubles.lms import LTI, Lms
from flask import Flask
from flask.testing import FlaskClient

from learning.catalogue import Catalogue
from web.language import language_of, spoken


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


def test_each_language_that_is_written_is_spoken(opens: Any, catalogue: Catalogue) -> None:
    languages = spoken()
    assert "en" in languages
    for language in languages:
        ben = launched_in(opens, f"{language}-XX")
        assert ben.screen.get("lang") == language
        assert catalogue.module(catalogue.programme[0], language).title in ben.text


@pytest.mark.parametrize("locale", ["en", "en-GB", "en_US.UTF-8", "xx", "-", "_", "", None])
def test_our_language_for_what_a_door_says(locale: str | None) -> None:
    assert language_of(locale) == ("en" if (locale or "").startswith("en") else None)


@pytest.mark.parametrize(
    ("asked", "spoken_then"),
    [
        ("sv-SE,sv;q=0.9,en;q=0.8", "sv"),
        ("fi,sv;q=0.8,en;q=0.2", "sv"),
        ("en-GB,en;q=0.9,sv;q=0.1", "en"),
        ("*", "en"),
        ("", "en"),
        (";;q=,,x\x7f;q=sv", "en"),
    ],
)
def test_before_a_launch_the_browser_is_asked(
    client: FlaskClient, asked: str, spoken_then: str
) -> None:
    for path in ("/lti/install", "/lti/login", "/nowhere"):
        page = client.get(path, headers={"Accept-Language": asked}).text
        assert f'<html lang="{spoken_then}">' in page


def test_a_launch_without_a_locale_is_in_the_browsers_language(app: Flask, lms: Lms) -> None:
    browser = app.test_client()
    browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = "sv"
    silent = {f"{LTI}launch_presentation": {}}
    assert visit(browser, lms, "ben", **silent).screen.get("lang") == "sv"
    other = app.test_client()
    other.environ_base["HTTP_ACCEPT_LANGUAGE"] = "sv"
    locale = {f"{LTI}launch_presentation": {"locale": "en"}}
    assert visit(other, lms, "dana", **locale).screen.get("lang") == "en"


def test_a_public_page_has_a_link_to_itself_in_each_language(client: FlaskClient) -> None:
    page = client.get("/lti/install").text
    assert '<a href="/lti/install?language=sv" lang="sv" hreflang="sv">Svenska</a>' in page
    swedish = client.get("/lti/install?language=sv", headers={"Accept-Language": "en"}).text
    assert "Anslut er lärplattform" in swedish
    assert 'href="/lti/install/moodle?language=sv"' in swedish
    assert "Välj ”Activate”" in client.get("/lti/install/moodle?language=sv").text


def test_each_language_of_the_content_is_one_of_the_pages(catalogue: Catalogue) -> None:
    assert {language for _slug, language in catalogue.modules} <= spoken()


def test_a_visit_keeps_its_language_to_the_shell(app: Flask, opens: Any) -> None:
    ben = launched_in(opens, "fi")
    page = app.test_client().get(ben.url("programme")).text
    assert '<html lang="en">' in page
