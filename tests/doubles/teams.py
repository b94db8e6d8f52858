"""Teams, played by a page at Teams' own address; Baton is reached by an address of its own."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import BrowserContext, Page, Route

from baton.product import Product
from doubles.entra import CLIENT_ID, NORRVIK, Entra
from learning.database import Database
from learning.organisation import find_or_create_organisation
from teams_app.tenant import onboard

BATON = "https://baton.norrvik.example"
TEAMS = "https://teams.cloud.microsoft/"
_HOST = Path(__file__).with_name("teams_host.html").read_text("utf-8")


def let_in(database: Database) -> None:
    """Let the people of Norrvik's tenant in."""
    at = datetime.now(UTC)
    with database.write() as session:
        onboard(session, NORRVIK, find_or_create_organisation(session, "Norrvik", at), at)


def with_teams(product: Product, microsoft: Entra) -> Product:
    """Return the product at an address that Teams can open, with Norrvik's tenant let in."""
    let_in(product.database)
    settings = replace(
        product.settings,
        public_url=BATON,
        entra_client_id=CLIENT_ID,
        entra_authority=microsoft.url,
    )
    return replace(product, settings=settings)


class Teams:
    """One device on which somebody has Teams open."""

    def __init__(self, device: BrowserContext, baton: str) -> None:
        self.device, self._baton = device, baton
        device.route(
            f"{TEAMS}**", lambda route: route.fulfill(body=_HOST, content_type="text/html")
        )
        device.route("https://res.cdn.office.net/**", lambda route: route.abort())
        device.route(f"{BATON}/**", self._lead)

    def close(self) -> None:
        """Close Teams, whatever is still on its way."""
        self.device.unroute_all(behavior="ignoreErrors")

    def open(
        self,
        token: str | None = None,
        reason: str = "",
        silent: str = "",
        supports: dict[str, Any] | None = None,
        blocked: bool = False,
        **context: Any,
    ) -> Page:
        """Open the tab. Teams gives this token, or this reason; it is silent about some calls.

        `supports` is what this kind of Teams can do, and `blocked` lets no window open; `context`
        is what it says of the place.
        """
        told = {
            "tab": f"{BATON}/teams/tab",
            "token": [True, token] if token else [False, reason],
            "silent": silent.split(),
            "supports": supports,
            "blocked": blocked,
            "context": context,
        }
        page = self.device.new_page()
        page.goto(f"{TEAMS}#{quote(json.dumps(told))}")
        return page

    @staticmethod
    def hears(page: Page, func: str) -> Any:
        """Wait until Teams hears that; return what came with it."""
        page.wait_for_function("func => seen.includes(func)", arg=func)
        return page.evaluate("func => heard.findLast((one) => one.func === func).args", func)

    def _lead(self, route: Route) -> None:
        """Bring what is asked of Baton's address to where it is served."""
        asked = route.request.url.removeprefix(BATON)
        route.fulfill(response=route.fetch(url=f"{self._baton}{asked}", max_redirects=0))
