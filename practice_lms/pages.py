"""The pages a person sees: choosing who to be, the course, and the gradebook that follows."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from practice_lms import course
from practice_lms.learning_clock import ClockSilent, in_words
from practice_lms.lms import this_lms
from practice_lms.people import PEOPLE, TEAMS, Person, person_with
from practice_lms.problem import Problem
from practice_lms.signed_in import is_signed_in, sign_in, signed_in

blueprint = Blueprint("pages", __name__)


@blueprint.before_request
def refuse_other_sites() -> None:
    """Refuse a form that was sent from another site's page."""
    sender = request.headers.get("Origin")
    if request.method == "POST" and sender not in {None, this_lms().settings.origin}:
        raise Problem(403, "This form was sent from another site.")


@blueprint.get("/")
def people() -> str:
    """Show everybody, by team, to choose from."""
    return render_template("people.html", teams=TEAMS)


@blueprint.post("/sign-in")
def choose() -> BaseResponse:
    """Be one of the people."""
    person = person_with(request.form.get("person"))
    if person is None:
        raise Problem(400, "Nobody in the course has that number.")
    sign_in(person)
    return redirect(url_for("pages.show_course"), 303)


@blueprint.get("/course")
def show_course() -> str | BaseResponse:
    """Show the course with one link opened in it."""
    if not is_signed_in():
        return redirect(url_for("pages.people"))
    lms, person = this_lms(), signed_in()
    link = lms.links.with_id(request.args.get("link", course.LINKS[0].id))
    if link is None:
        raise Problem(404, "The course has no such link.")
    today = lms.learning_clock.today()
    return render_template(
        "course.html",
        person=person,
        course=course,
        link=link,
        links=lms.links.all(),
        adds="add" in request.args and not person.can_be_graded,
        added=request.args.get("added", type=int),
        clock=lms.learning_clock,
        today=in_words(today) if today else "",
        tool_origins=lms.settings.tool_origins,
        offers_storage=lms.settings.offers_storage,
        teams_url=lms.settings.teams_url,
        **_gradebook(person),
    )


@blueprint.get("/grades/<sub>")
def show_grades(sub: str) -> str:
    """Show one person's gradebook alone, for a frame in the practice Teams."""
    clock, person = this_lms().learning_clock, _named(sub)
    today = clock.today()
    return render_template(
        "grades.html",
        person=person,
        clock=clock,
        today=in_words(today) if today else "",
        **_gradebook(person),
    )


@blueprint.get("/gradebook")
def gradebook() -> BaseResponse:
    """Return the gradebook as a piece of the page, or 304 where it has not changed."""
    person = _named(request.args["of"]) if "of" in request.args else signed_in()
    response = Response(render_template("gradebook.html", **_gradebook(person)))
    response.add_etag()
    return response.make_conditional(request)


def _named(sub: str) -> Person:
    person = person_with(sub)
    if person is None:
        raise Problem(404, "Nobody in the course has that number.")
    return person


def _gradebook(person: Person) -> dict[str, object]:
    book = this_lms().gradebook
    rows = [person] if person.can_be_graded else [one for one in PEOPLE if one.can_be_graded]
    return {"columns": book.columns(), "grades": book.grades(), "rows": rows}


@blueprint.post("/week-later")
def week_later() -> BaseResponse:
    """Ask the tool to move its learning clock on, and say what came of it."""
    of = request.form.get("of")
    person = _named(of) if of else signed_in()
    clock = this_lms().learning_clock
    if not clock.can_be_moved:
        raise Problem(404, "There is no learning clock to move.")
    try:
        flash(f"It is now {in_words(clock.week_later())}")
    except ClockSilent as error:
        flash(f"The week has not moved on. {error}")
    if of:
        return redirect(url_for("pages.show_grades", sub=person.sub), 303)
    return redirect(url_for("pages.show_course", link=request.form.get("link")), 303)


@blueprint.get("/return")
def come_back() -> str:
    """Show what the tool has to say when it sends a person back (LTI 1.3 core, section 5.4.4)."""
    said = {
        name: request.args[f"lti_{name}"]
        for name in ("errormsg", "msg")
        if f"lti_{name}" in request.args
    }
    return render_template("return.html", said=said, link=request.args.get("link"))
