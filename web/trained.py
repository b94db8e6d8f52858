"""What leaders read when this week's topic is one that they were trained on."""

from sqlalchemy.orm import Session

from learning.clock import Now
from learning.training import training_met
from web.free_week import day_in_words
from web.language import gettext as _
from web.session import WebSession
from web.visit import programme_here, this_week
from web.wiring import wiring


def trained_note(session: Session, web_session: WebSession, now: Now) -> str | None:
    """Return the sentence that connects the training with this week, if there was one."""
    arc = programme_here(web_session).arc_of_week(this_week(web_session, now))
    today = web_session.person.organisation.today(now.learning)
    training = training_met(session, web_session.context.cohort, arc, today)
    if training is None:
        return None
    return _(
        "You trained on %(topic)s on %(day)s; this week your team meets it.",
        topic=wiring().catalogue.arc(training.arc, web_session.language).title,
        day=day_in_words(training.day),
    )
