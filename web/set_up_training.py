"""Set-up, training days: the company's own leadership training, and the topic that follows it."""

from flask import Blueprint, Response, request

from learning.errors import Incomplete
from learning.training import Training, enter_training, training_of
from web.free_week import day_in_words
from web.language import gettext as _
from web.set_up import Done, lock_cohort, note_set_up, read_day, show_set_up, who_sets_up
from web.wiring import wiring

set_up_training = Blueprint(
    "set_up_training", __name__, url_prefix="/s/<public_id>/set-up/training"
)


@set_up_training.post("")
def enter(public_id: str) -> Response:  # noqa: ARG001 (the token stands for it)
    """Write a training day down."""
    with wiring().database.write() as session:
        web_session, now = who_sets_up(session)
        cohort, catalogue = lock_cohort(session, web_session), wiring().catalogue
        day = read_day(
            request.form.get("day", ""), web_session.person.organisation.today(now.learning)
        )
        arc = request.form.get("topic", "")
        if (arc, "en") not in catalogue.arcs:
            raise Incomplete(_("Please choose a topic."))
        training = enter_training(session, cohort, catalogue, arc, day, now.real)
        note_set_up(web_session, now)
        sentence = _(
            "Noted: training on %(topic)s on %(day)s.",
            topic=catalogue.arc(arc, web_session.language).title,
            day=day_in_words(day),
        )
        back = (("training", str(training.id)),)
        return show_set_up(
            session, web_session, now, Done(sentence, "set-up/training/remove", back)
        )


@set_up_training.post("/accept")
def accept(public_id: str) -> Response:  # noqa: ARG001 (the token stands for it)
    """Let the topic begin on the Monday after the training."""
    with wiring().database.write() as session:
        web_session, now = who_sets_up(session)
        cohort = lock_cohort(session, web_session)
        training, before = training_of(session, cohort, _number()), cohort.arcs
        today = web_session.person.organisation.today(now.learning)
        if training.is_offered(wiring().catalogue, today):
            training.accept(wiring().catalogue, today, now.real)
        note_set_up(web_session, now)
        sentence = _(
            "%(topic)s begins on the Monday after it.", topic=_title(training, web_session.language)
        )
        return show_set_up(
            session, web_session, now, Done(sentence, "set-up/order", (("arcs", before),))
        )


@set_up_training.post("/remove")
def remove(public_id: str) -> Response:  # noqa: ARG001 (the token stands for it)
    """Forget a training day. The order of the topics stays as it is."""
    with wiring().database.write() as session:
        web_session, now = who_sets_up(session)
        training = training_of(session, lock_cohort(session, web_session), _number())
        sentence = _(
            "The training on %(topic)s is not there any more.",
            topic=_title(training, web_session.language),
        )
        back = (("topic", training.arc), ("day", training.day.isoformat()))
        session.delete(training)
        note_set_up(web_session, now)
        return show_set_up(session, web_session, now, Done(sentence, "set-up/training", back))


def _title(training: Training, language: str) -> str:
    return wiring().catalogue.arc(training.arc, language).title


def _number() -> int:
    """Return the training that the form names; 0, which is none, for what is no number."""
    number = request.form.get("training", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
