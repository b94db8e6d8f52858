"""Every page that a link leads to, in each theme and language: nobody is kept out by how it looks.

Which pages there are is not written down here: they are found by following links, as a learner, as
whoever leads and looks after the course, and as anybody. One page of each kind is looked at.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import lxml.html
import pytest
from doubles.access import AXE, THEMES, problems, too_wide
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from baton.app import create_app
from baton.demo.seed import seed
from baton.product import Product
from learning.context import Context
from learning.person import Person
from practice_lms.settings import Settings
from web.session import WebSession, hash_token

LOOKS = {"en": ("light", 1280), "sv": ("dark", 768)}
NARROW = "forced colours", 320
"""Every page is looked at in each language, each theme and each width, but not in all at once."""
BEGIN = {
    "Ben": ["programme", "modules/guard-your-focus", "modules/plans-that-fire/tool", "handed"],
    "Amira": ["programme", "my-team", "set-up"],
}
ANYBODY = [
    "/huddle/guard-your-focus",
    "/privacy",
    "/lti/install/blackboard",
    "/lti/register",
    "/no/such/page",
]
ELSEWHERE = re.compile(r"/connection$|language=")
"""The check of the connection has a test of its own; links to another language are not followed."""


@dataclass
class Norrvik:
    """The company as the demo has it, on a port of its own."""

    product: Product
    app: Flask
    url: str


@pytest.fixture
def norrvik(product: Product, tool_server: Any) -> Norrvik:
    url, lms = product.settings.public_url, "http://127.0.0.1:8801"
    seed(product, Settings(lms, f"{url}/lti/login", f"{url}/lti/launch", f"{url}/lti/jwks"))
    tool_server.app = app = create_app(product, wake=lambda: None)
    return Norrvik(product, app, url)


def let_in(product: Product, name: str, language: str) -> str:
    """Let somebody's visit begin; return its public id, which is its token, too."""
    at, public_id = datetime.now(UTC), f"{name}-{language}"
    with product.database.write() as session:
        person = session.scalars(select(Person).where(Person.name.startswith(name))).first()
        assert person
        leads = name == "Amira"
        visit = WebSession(
            public_id=public_id,
            token_hash=hash_token(public_id),
            person_id=person.id,
            context_id=session.scalars(
                select(Context.id).where(Context.set_up_at.is_not(None))
            ).one(),
            door="lti",
            leads=leads,
            sets_up=leads,
            language=language,
            started_at=at,
            seen_at=at,
        )
        session.add(visit)
    return public_id


class Pages:
    """One page of each kind, found by following links."""

    def __init__(self, norrvik: Norrvik) -> None:
        self._client = norrvik.app.test_client()
        slugs = "|".join(norrvik.product.catalogue.programme)
        self._same = re.compile(rf"/s/[^/]+|{slugs}|install/\w+|\d+|=[^&]*")
        self._seen: set[str] = set()

    def of(self, token: str, *first: str) -> Iterator[str]:
        """Yield the addresses that somebody comes to whom nobody came to before."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        inside = f"/s/{token}/" if token else ("/huddle/", "/lti/install")
        # Whoever begins somewhere looks at it, whoever was there before.
        self._seen -= {self._kind_of(address) for address in first}
        ahead = list(first)
        while ahead:
            address = ahead.pop(0).partition("#")[0]
            if self._kind_of(address) in self._seen or ELSEWHERE.search(address):
                continue
            self._seen.add(self._kind_of(address))
            answer = self._client.get(address, headers=headers)
            if answer.mimetype == "text/html":
                yield address
                links = lxml.html.fromstring(answer.text).xpath("//a[not(@data-download)]/@href")
                ahead += [link for link in links if link.startswith(inside)]

    def _kind_of(self, address: str) -> str:
        """Pages of one kind differ in the visit, the module, a number or what was chosen."""
        return self._same.sub("*", address)


def dress(page: Page, theme: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme="light", forced_colors="none")
    page.emulate_media(**THEMES[theme])  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LOOKS)
def test_every_page_is_open_to_everybody(browser: Browser, norrvik: Norrvik, language: str) -> None:
    device, pages = browser.new_context(locale=language), Pages(norrvik)
    device.add_init_script(path=AXE)
    page, seen = device.new_page(), dict[str, list[str]]()

    def look_around(visit: str, *first: str) -> None:
        # With the token in a header the page comes whole, and does not have to fetch itself.
        page.set_extra_http_headers({"Authorization": f"Bearer {visit}"} if visit else {})
        for address in pages.of(visit, *first):
            page.goto(f"{norrvik.url}{address}")
            page.locator("#screen:not([data-shell]) h1").first.wait_for()
            dress(page, *LOOKS[language])
            seen[address] = problems(page)
            dress(page, *NARROW)
            seen[address] += too_wide(page)

    look_around("", *ANYBODY)
    for name, first in BEGIN.items():
        visit = let_in(norrvik.product, name, language)
        device.add_init_script(f"sessionStorage.setItem('baton:{visit}', '{visit}')")
        look_around(visit, *(f"/s/{visit}/{path}" for path in first))
    device.close()
    assert len(seen) > 35
    assert {where: lines for where, lines in seen.items() if lines} == {}
