"""What the module with the most text weighs, as it comes over the wire."""

from typing import Any

from playwright.sync_api import Request
from sqlalchemy import update

from learning.catalogue import Catalogue
from web.session import WebSession

FIRST_LOAD, STEP = 60 * 1024, 15 * 1024
"""Bytes, with headers and compressed."""


class Scales:
    """Weighs all that a page gets from Baton."""

    def __init__(self, page: Any, origin: str) -> None:
        self._origin = origin
        self._finished: list[Request] = []
        self._page = page
        page.on("requestfinished", lambda asked: self._finished.append(asked))

    def weigh(self) -> int:
        """Return the bytes that have come since the last time."""
        self._page.wait_for_load_state("networkidle")
        sizes = [one.sizes() for one in self._finished if one.url.startswith(self._origin)]
        self._finished.clear()
        return sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)


def longest(catalogue: Catalogue) -> tuple[str, str]:
    """The module with the most text, and its language."""
    return max(
        catalogue.modules,
        key=lambda one: len(catalogue.modules[one].model_dump_json().encode()),
    )


def test_the_longest_module_stays_light(site: Any, catalogue: Catalogue, a_week_later: Any) -> None:
    slug, language = longest(catalogue)
    site.open("Ben").page.close()
    a_week_later(catalogue.number(slug) - 1)
    page = site.tab("Ben")
    scales = Scales(page, site.url)
    ben = site.launch(page)
    assert f"/modules/{slug}/" in page.url
    weights = {"first load": scales.weigh()}
    with site.product.database.write() as session:
        session.execute(update(WebSession).values(language=language))
    for part, step in (
        ("recall", ben.answer),
        ("scene", ben.go_on),
        ("tool", ben.go_on),
        ("try", ben.go_on),
    ):
        step()
        weights[part] = scales.weigh()
    page.goto(f"{page.url.rpartition('/')[0]}/kit")
    ben.find(".kit-lines").wait_for()
    weights["kit"] = scales.weigh()
    assert weights["first load"] > STEP, "the scales weigh nothing"
    assert min(weights.values()) > 0
    assert weights.pop("first load") <= FIRST_LOAD
    assert {part: weight for part, weight in weights.items() if weight > STEP} == {}
