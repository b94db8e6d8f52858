"""A tenant: one company's Entra directory, onboarded for one organisation."""

import re
from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from learning.database import Base
from learning.errors import Refusal
from learning.organisation import Organisation
from learning.person import Identity
from teams_app.entra import Entra

_GUID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")


class NoTenantId(Refusal):
    """What was given is not the id of a tenant."""

    def __init__(self) -> None:
        super().__init__(
            "A tenant ID looks like 72f988bf-86f1-41af-91ab-2d7cd011db47. It stands in the Entra "
            "admin centre under Overview."
        )


class NoAppId(Refusal):
    """What was given is not the id of an app in Teams."""

    def __init__(self) -> None:
        super().__init__(
            "An app ID looks like 72f988bf-86f1-41af-91ab-2d7cd011db47. It stands in the Teams "
            "admin centre: Manage apps, Baton."
        )


class TenantTaken(Refusal):
    """The tenant belongs to another organisation."""


class Tenant(Base):
    """A directory whose people may sign in. Nobody else's tokens are taken."""

    __tablename__ = "entra_tenant"

    id: Mapped[int] = mapped_column(primary_key=True)
    entra_id: Mapped[str] = mapped_column(String(36), unique=True)
    """The tenant's id (`tid` in tokens): a GUID in small letters."""
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    added_at: Mapped[datetime]
    app_id: Mapped[str | None] = mapped_column(String(36))
    """What Teams calls Baton in this tenant: an id of its own once it is in the organisation's
    catalogue or from the store. None is the package's own id, as after an upload by hand."""

    organisation: Mapped[Organisation] = relationship()

    def app_in_teams(self, entra: Entra) -> str:
        """Return the app id that a deep link for this tenant's people names."""
        return self.app_id or entra.client_id

    def call_app(self, text: str) -> None:
        """Note what Teams calls Baton here; empty is the package's own id. Raises NoAppId."""
        tidy = _tidy(text)
        if tidy and not _GUID.fullmatch(tidy):
            raise NoAppId
        self.app_id = tidy or None


def tenant_id(text: str) -> str:
    """Return a tenant's id as tokens have it. Raises NoTenantId."""
    tidy = _tidy(text)
    if not _GUID.fullmatch(tidy):
        raise NoTenantId
    return tidy


def find_tenant(session: Session, entra_id: str) -> Tenant | None:
    """Return the onboarded tenant with this id, if there is one."""
    return session.scalar(select(Tenant).where(Tenant.entra_id == entra_id))


def tenants(session: Session) -> list[Tenant]:
    """Return the onboarded tenants, oldest first."""
    return list(session.scalars(select(Tenant).order_by(Tenant.id)))


def whose(tenant: Tenant) -> tuple[ColumnElement[bool], ...]:
    """Ask for the identities of a tenant's people."""
    return (
        Identity.organisation_id == tenant.organisation_id,
        Identity.issuer == tenant.entra_id,
    )


def app_of(session: Session, person_id: int, entra: Entra) -> str:
    """Return what Teams calls Baton where somebody is."""
    mine = (
        select(Tenant)
        .join(Identity, Identity.issuer == Tenant.entra_id)
        .where(Identity.person_id == person_id)
        .order_by(Identity.id.desc())
        .limit(1)
    )
    tenant = session.scalar(mine)
    return tenant.app_in_teams(entra) if tenant else entra.client_id


def onboard(session: Session, text: str, organisation: Organisation, at: datetime) -> Tenant:
    """Let a tenant's people in, as people of an organisation. Repeated, it changes nothing.

    Raises NoTenantId; TenantTaken if it is another organisation's.
    """
    entra_id = tenant_id(text)
    known = find_tenant(session, entra_id)
    if known is None:
        known = Tenant(entra_id=entra_id, organisation=organisation, added_at=at)
        session.add(known)
    elif known.organisation_id != organisation.id:
        raise TenantTaken(
            f"This tenant belongs to {known.organisation.name} already. Remove it first with "
            "`baton teams tenant remove`."
        )
    return known


def _tidy(text: str) -> str:
    return text.strip().strip("{}").lower()
