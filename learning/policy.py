"""The policy: what leaders see of their team, and who has changed it when (design, section 3)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from learning.database import Base
from learning.organisation import Organisation


class Policy(StrEnum):
    """How much a leader sees. Plans, answers and look backs are in neither."""

    COUNTS = "counts"
    """How many have completed a module."""
    NAMED = "named"
    """Who has completed a module, and who has not yet."""


class PolicyChange(Base):
    """One change of an organisation's policy. These rows are the log; none is ever removed."""

    __tablename__ = "policy_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    policy: Mapped[Policy] = mapped_column(String(16))
    by: Mapped[str] = mapped_column(String(200))
    """Who changed it, as the operator says."""
    at: Mapped[datetime]
    """From then on *Who sees what* tells it to everyone; see `named_since`."""


def policy_changes(session: Session, organisation_id: int) -> list[PolicyChange]:
    """Return all changes, oldest first."""
    mine = select(PolicyChange).where(PolicyChange.organisation_id == organisation_id)
    return list(session.scalars(mine.order_by(PolicyChange.at, PolicyChange.id)))


def policy_of(session: Session, organisation_id: int) -> Policy:
    """Return the policy as it is now: counts, unless somebody has changed it."""
    changes = policy_changes(session, organisation_id)
    return Policy(changes[-1].policy) if changes else Policy.COUNTS


def named_since(session: Session, organisation_id: int) -> datetime | None:
    """Return since when learners have been told that names are shown; None while they are not.

    Completions are named for modules that were opened after this, and for no others.
    """
    changes = policy_changes(session, organisation_id)
    if not changes or changes[-1].policy != Policy.NAMED:
        return None
    return changes[-1].at


def set_policy(
    session: Session, organisation: Organisation, policy: Policy, by: str, at: datetime
) -> bool:
    """Change the policy; tell whether it was another one before. `at` is learning time."""
    if policy_of(session, organisation.id) == policy:
        return False
    session.add(PolicyChange(organisation_id=organisation.id, policy=policy, by=by[:200], at=at))
    session.flush()
    return True
