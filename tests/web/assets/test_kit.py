"""The huddle kit on paper."""

import re
from typing import Any

import pytest
from sqlalchemy import update

from learning.catalogue import Catalogue
from web.session import WebSession


@pytest.fixture
def all_open(site: Any, catalogue: Catalogue, a_week_later: Any) -> Any:
    """A visit in a week by which every module is open."""
    first = site.open("Ben")
    first.page.close()
    # Free weeks come between the modules, so it takes longer than there are modules.
    a_week_later(2 * len(catalogue.programme))
    return site.open("Ben")


def test_every_kit_prints_on_one_page(all_open: Any, site: Any, catalogue: Catalogue) -> None:
    visit = "/".join(all_open.page.url.split("/")[:5])
    pages: dict[tuple[str, str], int] = {}
    for language in sorted({code for _, code in catalogue.modules}):
        with site.product.database.write() as session:
            session.execute(update(WebSession).values(language=language))
        for slug in catalogue.programme:
            all_open.page.goto(f"{visit}/modules/{slug}/kit")
            all_open.find(".kit-lines").wait_for()
            module = catalogue.module(slug, language)
            assert all_open.heading == module.title
            paper = all_open.page.pdf(prefer_css_page_size=True)
            pages[slug, language] = len(re.findall(rb"/Type\s*/Page\b(?!s)", paper))
    assert {kit: count for kit, count in pages.items() if count != 1} == {}
    assert set(pages) == set(catalogue.modules)


def test_paper_is_white_in_a_dark_theme_too(site: Any) -> None:
    ben = site.open("Ben", site.device(color_scheme="dark"))
    ben.page.emulate_media(media="print", color_scheme="dark")
    background = "getComputedStyle(document.body).backgroundColor"
    assert ben.page.evaluate(background) == "rgb(255, 255, 255)"
