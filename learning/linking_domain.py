"""A linking domain: an organisation whose addresses under it tell who somebody is.

Where an organisation has any, two accounts with the same address become one by themselves. The
operator adds one only where the company gives out the addresses, at both doors: whoever could
choose their own address in the LMS could choose a colleague's.
"""

import re
from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from learning.database import Base
from learning.errors import Incomplete
from learning.organisation import Organisation

_DOMAIN = re.compile(r"(?!-)([a-z0-9-]{1,63}\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


class LinkingDomain(Base):
    """What stands behind the @ in addresses that an organisation gives out."""

    __tablename__ = "linking_domain"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    domain: Mapped[str] = mapped_column(String(253), unique=True)
    verified_at: Mapped[datetime]
    """When the operator vouched for it."""

    organisation: Mapped[Organisation] = relationship()


def domains_of(session: Session, organisation_id: int) -> list[LinkingDomain]:
    """Return an organisation's domains, by name; none where e-mail links nobody."""
    mine = select(LinkingDomain).where(LinkingDomain.organisation_id == organisation_id)
    return list(session.scalars(mine.order_by(LinkingDomain.domain)))


def add_domain(session: Session, organisation: Organisation, text: str, at: datetime) -> str:
    """Let addresses under a domain link accounts; return it. Added twice, it is one.

    Raises Incomplete for what is no domain, or is another organisation's.
    """
    domain = domain_of(f"@{text.strip().removeprefix('@')}")
    if domain is None:
        raise Incomplete("Write a domain as norrvik.example, without what stands before the @.")
    known = session.scalar(select(LinkingDomain).where(LinkingDomain.domain == domain))
    if known is None:
        session.add(LinkingDomain(organisation=organisation, domain=domain, verified_at=at))
    elif known.organisation_id != organisation.id:
        raise Incomplete("This domain is another organisation's.")
    return domain


def domain_of(address: str) -> str | None:
    """Return what stands behind the @, in small letters; None if it is no domain."""
    domain = address.rpartition("@")[2].strip().rstrip(".").lower()
    try:
        domain = domain.encode("idna").decode() if not domain.isascii() else domain
    except UnicodeError:
        return None
    return domain if len(domain) <= 253 and _DOMAIN.fullmatch(domain) else None
