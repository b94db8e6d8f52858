"""Adding links from the tool: a teacher asks, the tool answers, and the course has them."""

from flask import Blueprint, Response, make_response, render_template, request, url_for

from practice_lms.link_answer import BadAnswer, NewLink, read_answer
from practice_lms.link_requests import PATH
from practice_lms.lms import PracticeLms, this_lms
from practice_lms.problem import Problem

blueprint = Blueprint("deep_linking", __name__)


@blueprint.post(PATH)
def take_answer() -> Response:
    """Check what the tool has sent, and put its links into the course with their columns."""
    lms = this_lms()
    asked = lms.link_requests.find(request.args.get("request", ""))
    if asked is None:
        raise Problem(400, "Nobody has asked for these links, or they are in the course already.")
    try:
        answer = read_answer(request.form.get("JWT", ""), lms.tool_keys, lms.settings, asked)
    except BadAnswer as error:
        raise Problem(400, f"The tool's links were not added. {error}") from error
    if not lms.access_tokens.spend(f"link {answer.nonce}", answer.exp):
        raise Problem(400, "The tool's links were not added. The nonce was used before.")
    if not lms.link_requests.end(asked):
        raise Problem(400, "These links are in the course already.")
    ids = [_place(lms, link) for link in answer.links]
    query = {"link": ids[0], "added": len(ids)} if ids else {"added": 0}
    course = url_for("pages.show_course", **query)
    page = render_template("added.html", count=len(ids), message=answer.message, course=course)
    return make_response(page)


def _place(lms: PracticeLms, new: NewLink) -> str:
    link = lms.links.add(new.title, new.custom)
    if new.column is not None:
        lms.gradebook.add_column(
            label=new.column.label,
            score_maximum=new.column.score_maximum,
            resource_id=new.column.resource_id,
            tag=new.column.tag,
            resource_link_id=link.id,
        )
    return link.id
