"""A platform: one LMS registration, keyed by issuer and client id. And its deployments."""

from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import Connection, ForeignKey, String, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learning.database import Base
from learning.organisation import Organisation
from learning.plain import Plain


class Platform(Base):
    """A registration. Several platforms may share an issuer, so never look one up by that alone."""

    __tablename__ = "platform"
    __table_args__ = (UniqueConstraint("issuer", "client_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    issuer: Mapped[str] = mapped_column(String(255))
    client_id: Mapped[str] = mapped_column(String(255))
    auth_url: Mapped[str] = mapped_column(String(2000))
    token_url: Mapped[str] = mapped_column(String(2000))
    jwks_url: Mapped[str] = mapped_column(String(2000))
    audience: Mapped[str | None] = mapped_column(String(2000))
    """What the token endpoint wants as `aud`; its own URL unless the platform says otherwise."""
    family: Mapped[str] = mapped_column(String(64), default="")
    """`product_family_code`, as launches tell it; picks the row in the quirks table."""
    allow_http: Mapped[bool] = mapped_column(default=False)
    """Whether plain http and private addresses are allowed for this platform."""
    added_at: Mapped[datetime]

    def allows_http_at(self, url: str) -> bool:
        """Tell whether plain http and private addresses are allowed for this address.

        Only at the hosts that the registration itself names: what a launch says later must not
        lead elsewhere in our network.
        """
        own = (self.issuer, self.auth_url, self.token_url, self.jwks_url)
        return self.allow_http and _host(url) in {_host(address) for address in own}


class Deployment(Base):
    """One installation of the tool under a registration; it belongs to one organisation."""

    __tablename__ = "deployment"
    __table_args__ = (UniqueConstraint("platform_id", "lti_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    platform_id: Mapped[int] = mapped_column(ForeignKey("platform.id"))
    lti_id: Mapped[str] = mapped_column(String(255))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    """None while the deployment is pending: nobody has said yet whose it is."""
    first_seen_at: Mapped[datetime]

    platform: Mapped[Platform] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


def _host(url: str) -> str:
    """Return the host of an address; of what is none, something that is the host of no other."""
    try:
        return urlsplit(url).hostname or url
    except ValueError:
        return url


_PLAIN = Plain(Platform)
_OF_ISSUER = select(*_PLAIN.columns).where(Platform.issuer == bindparam("issuer")).limit(2)
_OF_CLIENT = _OF_ISSUER.where(Platform.client_id == bindparam("client_id"))


def find_platforms(connection: Connection, issuer: str, client_id: str | None) -> list[Platform]:
    """Return up to two registrations for an issuer, narrowed to a client id if there is one.

    They are for looking at (see `learning.plain`); two are enough to know that it is not clear.
    """
    statement = _OF_CLIENT if client_id else _OF_ISSUER
    rows = connection.execute(statement, {"issuer": issuer, "client_id": client_id})
    return [platform for row in rows if (platform := _PLAIN.read(iter(row))) is not None]
