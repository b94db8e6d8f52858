"""Where a grade goes: the line item's address, and the platform that it is on."""

import threading
import time
from dataclasses import dataclass

from sqlalchemy import select

from learning.context import Context
from learning.database import Database
from learning.line_item import LineItem
from lti_tool.course import LtiContext
from lti_tool.platform import Deployment, Platform

KEPT = 10.0
"""Seconds for which an address is remembered: the grades of a course come in crowds."""


@dataclass(frozen=True)
class Destination:
    """A line item's address, None while it is not known yet; and its platform."""

    url: str | None
    platform: Platform


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

    def _look_up(self, line_item_id: int) -> Destination:
        found = (
            select(LineItem.url, Platform)
            .join(Context, Context.id == LineItem.context_id)
            .join(LtiContext, LtiContext.context_id == Context.id)
            .join(Deployment, Deployment.id == LtiContext.deployment_id)
            .join(Platform, Platform.id == Deployment.platform_id)
            .where(LineItem.id == line_item_id)
        )
        with self._database.read() as session:
            url, platform = session.execute(found).one()
        return Destination(url, platform)
