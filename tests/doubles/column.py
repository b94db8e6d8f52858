"""A gradebook column that Baton knows of, and parcels for it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from learning.cohort import Cohort
from learning.context import Context
from learning.database import Database
from learning.line_item import PROGRAMME, LineItem
from learning.organisation import find_or_create_organisation
from learning.outbox import Parcel
from lti_tool.course import LtiContext, ResourceLink
from lti_tool.platform import Deployment, Platform

AN_HOUR_AGO = timedelta(hours=1)


@dataclass(frozen=True)
class Column:
    """One line item on one platform."""

    platform: Platform
    line_item_id: int
    context_id: int

    def parcel(self, subject: str = "12", score: float = 80.0, **more: Any) -> Parcel:
        """A score that is on its way, of something learned an hour ago."""
        at = datetime.now(UTC)
        fields: dict[str, Any] = {
            "delivery_id": 1,
            "lease": "",
            "send_before": at + timedelta(minutes=1),
            "line_item_id": self.line_item_id,
            "context_id": self.context_id,
            "subject": subject,
            "score": score,
            "event_at": at - AN_HOUR_AGO,
            "last_timestamp": None,
            "sent_score": None,
        }
        return Parcel(**(fields | more))


def make_column(
    database: Database,
    origin: str,
    url: str | None,
    *,
    selection: str = PROGRAMME,
    lineitems_url: str | None = None,
    memberships_url: str | None = None,
    scopes: Sequence[str] = (),
    links: Sequence[str] = (),
    **more: Any,
) -> Column:
    """Connect a platform with a course and a column at `url`; `more` are the platform's fields."""
    at = datetime.now(UTC)
    fields = {
        "name": f"LMS {uuid.uuid4()}",
        "issuer": f"{origin}/{uuid.uuid4()}",  # ports come back, names may not
        "client_id": "baton-demo",
        "auth_url": f"{origin}/auth",
        "token_url": f"{origin}/token",
        "jwks_url": f"{origin}/jwks",
        "allow_http": True,
        "added_at": at,
    }
    with database.write() as session:
        owner = find_or_create_organisation(session, "Norrvik", at)
        platform = Platform(**(fields | more))
        session.add(platform)
        session.flush()
        deployment = Deployment(
            platform_id=platform.id, lti_id="1", organisation_id=owner.id, first_seen_at=at
        )
        cohort = Cohort(organisation_id=owner.id, name="Course", starts_on=date(2026, 11, 23))
        context = Context(organisation_id=owner.id, title="Course", cohort=cohort)
        session.add_all([deployment, context])
        session.flush()
        line_item = LineItem(context_id=context.id, selection=selection, url=url)
        course = LtiContext(context_id=context.id, deployment_id=deployment.id, lti_id="course-1")
        course.lineitems_url, course.scopes = lineitems_url, " ".join(scopes)
        course.memberships_url = memberships_url
        session.add_all([course, line_item])
        session.flush()
        session.add_all(
            ResourceLink(
                context_id=context.id, lti_id=link, selection=selection, line_item_id=line_item.id
            )
            for link in links
        )
        return Column(platform, line_item.id, context.id)
