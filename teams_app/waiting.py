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
    looks_back = journey.loop_to_check(now.learning) is not None
    module = _open_module(web_session, journey, now)
    if module is None:
        return _("Waiting for you: how your plan went.") if looks_back else None
    if looks_back:
        return _("Waiting for you: how your plan went, and then “%(module)s”.", module=module)
    return _("Waiting for you: “%(module)s”, in about five minutes.", module=module)


def _open_module(web_session: WebSession, journey: Journey, now: Now) -> str | None:
    """Return the title of this week's module; None if it is done, or the week is free."""
    slug = module_to_open(web_session, now)
    loop = journey.loops.get(slug)
    today = web_session.person.organisation.today(now.learning)
    if (loop is not None and heard(loop.score)) or web_session.context.cohort.is_off(today):
        return None
    return journey.catalogue.module(slug, web_session.language).title
