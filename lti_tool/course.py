"""A course as LTI knows it: the context's ids and service addresses, and its resource links."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learning.context import Context
from learning.database import Base
from learning.line_item import LineItem
from lti_tool.platform import Deployment


class LtiContext(Base):
    """What one deployment calls a context, and where its services are (AGS 2.0, NRPS 2.0)."""

    __tablename__ = "lti_context"
    __table_args__ = (UniqueConstraint("deployment_id", "lti_id"),)

    context_id: Mapped[int] = mapped_column(ForeignKey("context.id"), primary_key=True)
    deployment_id: Mapped[int] = mapped_column(ForeignKey("deployment.id"))
    lti_id: Mapped[str] = mapped_column(String(255))
    lineitems_url: Mapped[str | None] = mapped_column(String(2000))
    memberships_url: Mapped[str | None] = mapped_column(String(2000))
    scopes: Mapped[str] = mapped_column(String(1000), default="")
    """The AGS scopes that the last launch offered, separated by spaces."""

    context: Mapped[Context] = relationship()
    deployment: Mapped[Deployment] = relationship()


class ResourceLink(Base):
    """One link in a course, and the column that its grades go to."""

    __tablename__ = "resource_link"
    __table_args__ = (UniqueConstraint("context_id", "lti_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    context_id: Mapped[int] = mapped_column(ForeignKey("context.id"))
    lti_id: Mapped[str] = mapped_column(String(255))
    selection: Mapped[str] = mapped_column(String(100))
    line_item_id: Mapped[int | None] = mapped_column(ForeignKey("line_item.id"))

    line_item: Mapped[LineItem | None] = relationship()
