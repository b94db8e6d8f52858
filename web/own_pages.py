"""What is a person's own beside the programme: their plan's card, and the ways to their pages."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from learning.journey import Journey
from learning.plan import Plan
from learning.plan_book import read_plan_book


@dataclass(frozen=True)
class OwnPages:
    """The newest plan for these days that is not put away; None where there is none."""

    slug: str | None
    plan: Plan | None
    is_done_today: bool


def own_pages(session: Session, journey: Journey, at: datetime) -> OwnPages:
    """Return what is this person's own today."""
    loop = read_plan_book(session, journey).card(at)
    plan = loop.require_plan() if loop else None
    today = journey.person.organisation.today
    done = plan is not None and any(today(one) == today(at) for one in plan.done_at)
    return OwnPages(
        slug=loop.module if loop else None,
        plan=plan,
        is_done_today=done,
    )
