"""What waits for somebody: said on the first screen in Teams, where a notice may have led them."""

from sqlalchemy.orm import Session

from learning.clock import Now
from learning.journey import Journey
from learning.score import heard
from teams_app.nudging import may_be_notified
from web.language import gettext as _
from web.session import WebSession
from web.visit import module_to_open
from web.waiting import Waiting


def what_waits(
    session: Session, web_session: WebSession, journey: Journey, now: Now
) -> Waiting | None:
    """Return what a notice would be about; None if nothing waits."""
    sentence = _sentence(web_session, journey, now)
    if sentence is None:
        return None
    return Waiting(sentence, may_mute=may_be_notified(session, web_session.person))


def _sentence(web_session: WebSession, journey: Journey, now: Now) -> str | None:
    language = web_session.language
    plan, slug = journey.loop_to_check(now.learning), module_to_open(web_session, now)
    today = web_session.person.organisation.today(now.learning)
    loop = journey.loops.get(slug)
    is_done = loop is not None and heard(loop.score) > 0
    rests = is_done or web_session.context.cohort.is_off(today)
    module = None if rests else journey.catalogue.module(slug, language).title
    before = journey.catalogue.module(plan.module, language).title if plan else None
    if before and module:
        return _(
            "Waiting for you: how your plan from “%(before)s” went, and “%(module)s”.",
            before=before,
            module=module,
        )
    if before:
        return _("Waiting for you: how your plan from “%(before)s” went.", before=before)
    return (
        _("Waiting for you: “%(module)s”, in about five minutes.", module=module)
        if module
        else None
    )
