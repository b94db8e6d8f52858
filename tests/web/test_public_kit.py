"""The kit for anybody: the original one, in the language asked for, and nothing of anyone."""

import re

import lxml.html
import pytest
from cast.visitor import Visitor
from flask import Flask

from learning.catalogue import Catalogue

# No page of the kit asks the database for anything.
pytestmark = pytest.mark.parametrize("shared_url", ["sqlite"], indirect=True)

FIRST = "lead-from-where-you-are"


def test_it_is_the_kit_that_a_visit_shows(ben: Visitor, app: Flask, catalogue: Catalogue) -> None:
    ben.get(f"modules/{FIRST}/kit")
    public = lxml.html.fromstring(app.test_client().get(f"/huddle/{FIRST}").text)
    for part in ("steps", "kit-lines", "kit-rest"):
        mine, theirs = (
            " ".join(screen.xpath(f"//*[@class='{part}']")[0].text_content().split())
            for screen in (ben.screen, public)
        )
        assert mine == theirs


@pytest.mark.parametrize("path", ["", "/host", "/board"])
def test_every_module_in_every_language_without_an_account(
    app: Flask, catalogue: Catalogue, path: str
) -> None:
    anybody = app.test_client()
    for slug, language in catalogue.modules:
        answer = anybody.get(f"/huddle/{slug}{path}?language={language}")
        assert answer.status_code == 200
        assert f'<html lang="{language}">' in answer.text
        assert (
            str(catalogue.module(slug, language).title)
            in lxml.html.fromstring(answer.text).text_content()
        )


def test_it_may_be_kept_for_a_while_and_nobody_frames_it(app: Flask) -> None:
    answer = app.test_client().get(f"/huddle/{FIRST}")
    assert answer.headers["Cache-Control"] == "public, max-age=600"
    assert "Accept-Language" in answer.headers["Vary"]
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers


def test_it_knows_nobody(ben: Visitor, app: Flask) -> None:
    answer = app.test_client().get(f"/huddle/{FIRST}")
    assert not re.search(r"Ben|Norrvik|/s/|<form", answer.text)


@pytest.mark.parametrize("slug", ["no-such-module", "x" * 300, "%00", "arcs"])
def test_there_is_no_kit_of_no_module(app: Flask, slug: str) -> None:
    for path in ("", "/host", "/board"):
        assert app.test_client().get(f"/huddle/{slug}{path}").status_code == 404
