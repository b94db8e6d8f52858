"""Opening a link: the LMS starts the login of a launch.

1EdTech Security Framework 1.0, section 5.1.1.1, with the two extra parameters of LTI 1.3 core,
section 4.1, posted from inside the frame as Moodle does.
"""

from flask import Blueprint, Response, json, request

from practice_lms.launches import Launch
from practice_lms.lms import this_lms
from practice_lms.post_form import post_form
from practice_lms.problem import Problem
from practice_lms.signed_in import signed_in

blueprint = Blueprint("login", __name__)


@blueprint.get("/launch/<link_id>")
def launch(link_id: str) -> Response:
    """Begin a launch as the person whose page this was opened from."""
    person = signed_in()
    if person.sub != request.args.get("as", person.sub):
        raise Problem(409, f"You are {person.name} now. Reload the course page.")
    link = this_lms().links.with_id(link_id)
    if link is None:
        raise Problem(404, "The course has no such link.")
    target = "window" if request.args.get("target") == "window" else "iframe"
    return _initiate(Launch(person, link, target))


@blueprint.get("/add")
def add_links() -> Response:
    """Ask the tool for links to add to the course (Deep Linking 2.0, section 4.4)."""
    person = signed_in()
    if person.can_be_graded:
        raise Problem(403, "Only who teaches the course can add to it.")
    request_for_links = this_lms().link_requests.begin(person)
    return _initiate(Launch(person, None, "iframe", request_for_links))


def _initiate(launch: Launch) -> Response:
    lms = this_lms()
    settings = lms.settings
    fields = {
        "iss": settings.origin,
        "target_link_uri": settings.tool_launch_url,
        "login_hint": launch.person.sub,
        "lti_message_hint": json.dumps({"launchid": lms.launches.begin(launch)}),
        "client_id": settings.client_id,
        "lti_deployment_id": settings.deployment_id,
    }
    names_storage = settings.offers_storage or settings.storage_is_silent
    if names_storage and launch.document_target == "iframe":
        fields["lti_storage_target"] = "_parent"
    return post_form(settings.tool_login_url, fields)
