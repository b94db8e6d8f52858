"""A deep link: an address that opens Baton in Teams at a certain page."""

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, urlencode

from teams_app.entra import Entra

TAB = "baton"
"""The tab's `entityId` in the manifest."""
_TEAMS = "https://teams.microsoft.com/l/entity"
_NAME = re.compile(r"[A-Za-z0-9_-]{1,80}")


class Place(StrEnum):
    """Which kind of page a link leads to."""

    MODULE = "module"
    """A module, at the part where the person goes on; named by its slug."""
    HUDDLE = "huddle"
    """A module's huddle, with its timer; named by the module's slug."""
    HANDOVER = "handover"
    """A module that was handed on; named by the handover's code."""
    LINK = "link"
    """Linking the person's other account; named by a one-time code, or by nothing."""
    MY_TEAM = "my-team"


_NAMED = {Place.MODULE: True, Place.HUDDLE: True, Place.HANDOVER: True, Place.MY_TEAM: False}
"""Whether a place must have a name, or must not. Linking may."""


@dataclass(frozen=True)
class Target:
    """Where a link leads. Its name is well-formed, and nothing more is known of it."""

    place: Place
    name: str = ""

    @property
    def sub_page(self) -> str:
        """What Teams calls this page: the `subEntityId` in a link, `subPageId` in TeamsJS."""
        return f"{self.place}/{self.name}" if self.name else str(self.place)


def read_target(sub_page: str) -> Target | None:
    """Return where a sub page of Teams leads; None for what no link of ours says.

    Anybody can make a link with anything in it.
    """
    kind, slash, name = sub_page.partition("/")
    if kind not in list(Place) or bool(slash) != bool(name):
        return None
    place = Place(kind)
    if name and not _NAME.fullmatch(name):
        return None
    return Target(place, name) if _NAMED.get(place, bool(name)) is bool(name) else None


def deep_link(entra: Entra, app_id: str, target: Target | None, label: str) -> str:
    """Return the address that opens Baton in Teams at a page; without a target, this week.

    `app_id` is the tenant's (`Tenant.app_in_teams`). `label` is what Teams calls the link.
    """
    asked = {"webUrl": web_url(entra, target), "label": label}
    if target is not None:
        asked["context"] = json.dumps({"subEntityId": target.sub_page}, separators=(",", ":"))
    return f"{_TEAMS}/{quote(app_id, safe='')}/{TAB}?{urlencode(asked, quote_via=quote)}"


def web_url(entra: Entra, target: Target | None) -> str:
    """Return what opens instead where Teams has no tab: anybody may read a kit, nobody the rest."""
    if target is not None and target.place is Place.HUDDLE:
        return f"{entra.public_url}/huddle/{target.name}"
    if target is not None and target.place is Place.HANDOVER:
        return f"{entra.public_url}/h/{target.name}"
    return entra.tab_url
