"""What Set-up shows of the programme: the order of its topics, and whose free weeks it has."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from learning.clock import Now
from learning.poll import suggested_arc
from learning.training import trainings_of
from web.free_week import day_in_words
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


@dataclass(frozen=True)
class TrainingDay:
    """A training day in the list."""

    id: int
    title: str
    day: str
    is_offered: bool
    is_accepted: bool


def programme_settings(session: Session, web_session: WebSession, now: Now) -> dict[str, object]:
    """Return what the sections about the programme need."""
    cohort, shown = web_session.context.cohort, topics(web_session, now)
    arc = suggested_arc(session, cohort, programme_here(web_session), this_week(web_session, now))
    return {
        "topics": shown,
        "suggested": next((topic for topic in shown if topic.slug == arc), None),
        "trainings": _trainings(session, web_session, now),
        "has_own_order": bool(cohort.arcs),
        "calendar": cohort.calendar,
    }


def _trainings(session: Session, web_session: WebSession, now: Now) -> list[TrainingDay]:
    catalogue, today = wiring().catalogue, web_session.person.organisation.today(now.learning)
    return [
        TrainingDay(
            training.id,
            catalogue.arc(training.arc, web_session.language).title,
            day_in_words(training.day),
            training.is_offered(catalogue, today),
            training.accepted_at is not None,
        )
        for training in trainings_of(session, web_session.context.cohort)
    ]


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
