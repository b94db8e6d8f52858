"""Where a grade goes: the line item's address, and the platform and course that it is in."""

import threading
import time
from dataclasses import dataclass

from sqlalchemy import select

from learning.context import Context
from learning.database import Database
from learning.line_item import LineItem
from lti_tool.course import LtiContext, ResourceLink
from lti_tool.platform import Deployment, Platform

KEPT = 10.0
"""Seconds for which an address is remembered: the grades of a course come in crowds."""


@dataclass(frozen=True)
class Destination:
    """A line item's address, None while it is not known yet; and where to look for it."""

    line_item_id: int
    url: str | None
    selection: str
    platform: Platform
    lineitems_url: str | None
    scopes: frozenset[str]
    """The AGS scopes that the course's last launch offered."""
    link_ids: tuple[str, ...]
    """The platform's ids of the links whose grades go here, oldest first."""


class Destinations:
    """Looks destinations up, each once in a while. Safe to use from many threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._known: dict[int, tuple[Destination, float]] = {}

    def of(self, line_item_id: int) -> Destination:
        """Return where the grades of a line item go."""
        with self._lock:
            known, until = self._known.get(line_item_id, (None, 0.0))
            if known is None or time.monotonic() > until:
                known = self._look_up(line_item_id)
                self._known[line_item_id] = known, time.monotonic() + KEPT
            return known

    def forget(self, line_item_id: int) -> None:
        """Look it up anew next time: its address has changed."""
        with self._lock:
            self._known.pop(line_item_id, None)

    def _look_up(self, line_item_id: int) -> Destination:
        found = (
            select(
                LineItem.url,
                LineItem.selection,
                Platform,
                LtiContext.lineitems_url,
                LtiContext.scopes,
            )
            .join(Context, Context.id == LineItem.context_id)
            .join(LtiContext, LtiContext.context_id == Context.id)
            .join(Deployment, Deployment.id == LtiContext.deployment_id)
            .join(Platform, Platform.id == Deployment.platform_id)
            .where(LineItem.id == line_item_id)
        )
        links = (
            select(ResourceLink.lti_id)
            .where(ResourceLink.line_item_id == line_item_id)
            .order_by(ResourceLink.id)
        )
        with self._database.read() as session:
            url, selection, platform, lineitems_url, scopes = session.execute(found).one()
            link_ids = tuple(session.scalars(links))
        return Destination(
            line_item_id,
            url,
            selection,
            platform,
            lineitems_url,
            frozenset((scopes or "").split()),
            link_ids,
        )
