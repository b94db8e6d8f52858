"""What Set-up shows of the programme: the order of its topics, and whose free weeks it has."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from learning.clock import Now
from web.session import WebSession
from web.visit import programme_here, this_week
from web.wiring import wiring


@dataclass(frozen=True)
class Topic:
    """One arc in its place. `state` is met, now or ahead."""

    slug: str
    title: str
    weeks: int
    state: str


def programme_settings(
    session: Session,  # noqa: ARG001 (others of these read it)
    web_session: WebSession,
    now: Now,
) -> dict[str, object]:
    """Return what the sections about the programme need."""
    cohort = web_session.context.cohort
    return {
        "topics": topics(web_session, now),
        "has_own_order": bool(cohort.arcs),
        "calendar": cohort.calendar,
    }


def topics(web_session: WebSession, now: Now) -> list[Topic]:
    """Return the arcs in this cohort's order, in the visitor's language."""
    programme, week = programme_here(web_session), this_week(web_session, now)
    ahead, at_hand = programme.arcs_ahead(week), programme.arc_of_week(max(week, 1))
    states = {at_hand: "now"} | dict.fromkeys(ahead, "ahead") if week > 0 else {}
    catalogue = wiring().catalogue
    return [
        Topic(
            slug,
            catalogue.arc(slug, web_session.language).title,
            programme.arcs.count(slug),
            states.get(slug, "met" if week > 0 else "ahead"),
        )
        for slug in dict.fromkeys(programme.arcs)
    ]
