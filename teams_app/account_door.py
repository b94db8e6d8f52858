"""Microsoft Teams as somebody's accounts know it: its name, whose it is, and the way in."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.person import Identity
from teams_app.deep_link import Place, Target, deep_link
from teams_app.door import door
from teams_app.tenant import Tenant
from web.account_door import AccountDoor
from web.language import gettext as _

NAME = "Microsoft Teams"


def _name_of(session: Session, identity: Identity) -> str | None:
    """Return `Microsoft Teams` for an account of an onboarded tenant; None for others."""
    mine = Tenant.entra_id == identity.issuer, Tenant.organisation_id == identity.organisation_id
    return NAME if session.scalar(select(Tenant.id).where(*mine)) is not None else None


def _tenant(session: Session, organisation_id: int) -> Tenant | None:
    mine = select(Tenant).where(Tenant.organisation_id == organisation_id).order_by(Tenant.id)
    return session.scalar(mine.limit(1)) if door().entra.client_id else None


def _is_open(session: Session, organisation_id: int) -> bool:
    return _tenant(session, organisation_id) is not None


def _link(session: Session, organisation_id: int, code: str) -> str | None:
    """Return the link that opens Baton in Teams with this code in its field."""
    tenant, entra = _tenant(session, organisation_id), door().entra
    if tenant is None:
        return None
    target = Target(Place.LINK, code)
    return deep_link(entra, tenant.app_in_teams(entra), target, _("Connected accounts"))


TEAMS_ACCOUNTS = AccountDoor(_name_of, _is_open, _link)
"""What the pages about accounts are told."""
