"""The huddle kit on paper."""

import re
from typing import Any

import pytest

SLUGS = (
    "lead-from-where-you-are",
    "what-can-i-move",
    "plans-that-fire",
    "guard-your-focus",
    "pause-then-answer",
    "ask-early",
)


@pytest.fixture
def all_open(site: Any, a_week_later: Any) -> Any:
    """A visit in a week by which every module is open."""
    first = site.open("Ben")
    first.page.close()
    a_week_later(len(SLUGS))
    return site.open("Ben")


def test_every_kit_prints_on_one_page(all_open: Any) -> None:
    visit = all_open.page.url.partition("/modules")[0]
    pages: dict[str, int] = {}
    for slug in SLUGS:
        all_open.page.goto(f"{visit}/modules/{slug}/kit")
        all_open.find(".kit-lines").wait_for()
        paper = all_open.page.pdf(prefer_css_page_size=True)
        pages[slug] = len(re.findall(rb"/Type\s*/Page\b(?!s)", paper))
    assert pages == dict.fromkeys(SLUGS, 1)


def test_paper_is_white_in_a_dark_theme_too(site: Any) -> None:
    ben = site.open("Ben", site.device(color_scheme="dark"))
    ben.page.emulate_media(media="print", color_scheme="dark")
    background = "getComputedStyle(document.body).backgroundColor"
    assert ben.page.evaluate(background) == "rgb(255, 255, 255)"
