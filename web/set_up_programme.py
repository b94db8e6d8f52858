"""Set-up, the programme: which topic comes next, and whose free weeks the course has.

What is changed here is this course's own. An organisation's order is changed by command line.
"""

from flask import Blueprint, Response, request

from learning.errors import Incomplete
from learning.nordic_year import CALENDARS, NORDIC
from web.language import gettext as _
from web.set_up import Done, lock_cohort, note_set_up, show_set_up, who_sets_up
from web.wiring import wiring

set_up_programme = Blueprint("set_up_programme", __name__, url_prefix="/s/<public_id>/set-up")


@set_up_programme.post("/order")
def change_order(public_id: str) -> Response:  # noqa: ARG001 (the token stands for it)
    """Let a topic come next, after the one at hand; or take the order that is sent, or none."""
    with wiring().database.write() as session:
        web_session, now = who_sets_up(session)
        cohort, catalogue = lock_cohort(session, web_session), wiring().catalogue
        today = web_session.person.organisation.today(now.learning)
        before, chosen = cohort.arcs, request.form.get("next")
        usual = cohort.programme(catalogue, cohort.organisation).arcs_ahead(cohort.week(today))
        if chosen is not None and chosen not in usual:
            raise Incomplete(_("Please choose a topic that is still to come."))
        wanted = (
            [chosen, *(arc for arc in usual if arc != chosen)]
            if chosen
            else request.form.get("arcs", "").split()
        )
        cohort.follow_order(catalogue, wanted, today)
        note_set_up(web_session, now)
        sentence = _("The order of the topics is as it was.")
        if chosen:
            title = catalogue.arc(chosen, web_session.language).title
            sentence = _("%(topic)s comes next. What people have begun stays open.", topic=title)
        done = Done(sentence, "set-up/order" if chosen else "", (("arcs", before),))
        return show_set_up(session, web_session, now, done)


@set_up_programme.post("/calendar")
def change_calendar(public_id: str) -> Response:  # noqa: ARG001 (the token stands for it)
    """Follow a calendar of free weeks from this week on, or none."""
    with wiring().database.write() as session:
        web_session, now = who_sets_up(session)
        cohort, before = lock_cohort(session, web_session), web_session.context.cohort.calendar
        calendar = request.form.get("calendar", "")
        if calendar not in CALENDARS:
            raise Incomplete(_("Please choose one of the calendars."))
        cohort.follow_calendar(calendar, web_session.person.organisation.today(now.learning))
        note_set_up(web_session, now)
        sentence = (
            _("Two weeks in each quarter and July are free from now on.")
            if calendar == NORDIC
            else _("Only the weeks that you choose are free from now on.")
        )
        done = Done(sentence, "set-up/calendar", (("calendar", before),))
        return show_set_up(session, web_session, now, done)
