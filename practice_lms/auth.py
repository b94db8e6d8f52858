"""The authentication endpoint: the tool comes back for its id_token.

1EdTech Security Framework 1.0, section 5.1.1.2; OpenID Connect Core, sections 3.1.2 and 3.2.2.
"""

from collections.abc import Callable
from contextlib import suppress

from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from practice_lms.gradebook import NoSuchColumn
from practice_lms.id_token import launch_claims
from practice_lms.json_object import BadJson, read_object
from practice_lms.launches import Launch
from practice_lms.lms import PracticeLms, this_lms
from practice_lms.post_form import post_form
from practice_lms.problem import Problem

blueprint = Blueprint("auth", __name__)

Parameters = MultiDict[str, str]
_RULES: tuple[tuple[str, Callable[[Parameters], bool], str], ...] = (
    ("invalid_scope", lambda asked: asked.get("scope") == "openid", "scope must be openid."),
    (
        "unsupported_response_type",
        lambda asked: asked.get("response_type") == "id_token",
        "response_type must be id_token.",
    ),
    (
        "invalid_request",
        lambda asked: asked.get("response_mode") == "form_post",
        "response_mode must be form_post.",
    ),
    ("invalid_request", lambda asked: bool(asked.get("nonce")), "nonce is missing."),
    (
        "invalid_request",
        lambda asked: asked.get("prompt", "none") == "none",
        "prompt can only be none.",
    ),
    (
        "invalid_request",
        lambda asked: all(len(values) == 1 for _, values in asked.lists()),
        "A parameter is there twice.",
    ),
)


@blueprint.route("/auth", methods=["GET", "POST"])
def authenticate() -> Response:
    """Answer with the id_token of the launch that the hint names, and use the hint up."""
    asked = request.values if request.method == "GET" else request.form
    lms = this_lms()
    launch = _launch_of(asked, lms)
    if asked.get("redirect_uri") != lms.settings.tool_launch_url:
        raise Problem(400, "The tool asked for an answer at an address that is not registered.")
    error, description = _fault_in(asked, launch, lms)
    if error:
        return _post(asked, {"error": error, "error_description": description})
    return _post(asked, {"id_token": _id_token(launch, asked["nonce"], lms)})


def _launch_of(asked: Parameters, lms: PracticeLms) -> Launch:
    try:
        launch_id = read_object(asked.get("lti_message_hint", "")).get("launchid")
    except BadJson:
        launch_id = None
    launch = lms.launches.use_up(launch_id) if isinstance(launch_id, str) else None
    if launch is None:
        raise Problem(400, "This launch was used already, or never begun. Open the link again.")
    return launch


def _fault_in(asked: Parameters, launch: Launch, lms: PracticeLms) -> tuple[str, str]:
    for error, holds, description in _RULES:
        if not holds(asked):
            return error, description
    if asked.get("client_id") != lms.settings.client_id:
        return "unauthorized_client", "client_id is not the tool's."
    if asked.get("login_hint") != launch.person.sub:
        return "access_denied", "login_hint names somebody else than who began the launch."
    return "", ""


def _id_token(launch: Launch, nonce: str, lms: PracticeLms) -> str:
    line_item = None
    if launch.link is not None:
        with suppress(NoSuchColumn):
            line_item = lms.gradebook.column_for(launch.link.id).number
    return lms.keys.sign(launch_claims(launch, lms.settings, nonce, line_item))


def _post(asked: Parameters, fields: dict[str, str]) -> Response:
    state = {"state": asked["state"]} if "state" in asked else {}
    return post_form(this_lms().settings.tool_launch_url, fields | state)
