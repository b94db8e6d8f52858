"""An LMS as somebody's accounts know it: what it is called, and whose it is."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.person import Identity
from lti_tool.platform import Deployment, Platform
from web.account_door import AccountDoor


def _name_of(session: Session, identity: Identity) -> str | None:
    """Return what the LMS of an account is called; None if it is no account at an LMS."""
    named = (
        select(Platform.name)
        .join(Deployment, Deployment.platform_id == Platform.id)
        .where(Platform.issuer == identity.issuer)
        .where(Deployment.organisation_id == identity.organisation_id)
    )
    return session.scalar(named.order_by(Platform.id).limit(1))


def _is_open(session: Session, organisation_id: int) -> bool:
    mine = select(Deployment.id).where(Deployment.organisation_id == organisation_id).limit(1)
    return session.scalar(mine) is not None


LTI_ACCOUNTS = AccountDoor(_name_of, _is_open)
"""What the pages about accounts are told."""
