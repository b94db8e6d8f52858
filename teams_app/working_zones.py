"""Working zones: in which time zones of a tenant's people somebody may be notified now."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from learning.clock import monday_of
from learning.person import Identity
from learning.reminder import is_working_time
from teams_app.recipient import Recipient
from teams_app.tenant import Tenant, whose


def working_zones(session: Session, tenant: Tenant, at: datetime) -> list[ZoneInfo]:
    """Return the zones in which it is working time at this moment of the learning clock.

    Where it is not the same week as in the organisation, nobody is notified: its week decides which
    module that would be.
    """
    known = (
        select(Recipient.time_zone)
        .join(Identity, Identity.id == Recipient.identity_id)
        .where(*whose(tenant), Recipient.time_zone.is_not(None))
        .distinct()
    )
    own = tenant.organisation.zone
    names = {own.key, *(name for name in session.scalars(known) if name)}
    zones = [ZoneInfo(name) for name in sorted(names)]
    week = _monday(at, own)
    return [zone for zone in zones if is_working_time(at, zone) and _monday(at, zone) == week]


def is_in(zone: ZoneInfo, tenant: Tenant) -> ColumnElement[bool]:
    """Ask whether a recipient is in a zone; of whom nothing is known is where their company is."""
    named = Recipient.time_zone == zone.key
    if zone.key != tenant.organisation.zone.key:
        return named
    return or_(named, Recipient.time_zone.is_(None))


def _monday(at: datetime, zone: ZoneInfo) -> date:
    return monday_of(at.astimezone(zone).date())
