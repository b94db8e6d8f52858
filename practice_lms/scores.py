"""The score service: a tool puts a grade in (LTI AGS 2.0, section 3.4).

Answers are Moodle's to the letter: the status line says that a score was not right, and nothing
says why. The gradebook's log does.
"""

from typing import Any

from flask import Blueprint, Response, g, request
from werkzeug.exceptions import RequestEntityTooLarge

from practice_lms import media_types, scopes
from practice_lms.addresses import LINE_ITEM_ROUTE, check_query
from practice_lms.bearer import check_bearer
from practice_lms.faults import DeadLine
from practice_lms.gradebook import CannotBeGraded, NotNewer, ScorePost
from practice_lms.json_object import BadJson, read_object
from practice_lms.lms import this_lms
from practice_lms.score import Score

blueprint = Blueprint("scores", __name__)
_CONTENT_TYPE = f"{media_types.SCORE}; charset=utf-8"


@blueprint.post(f"{LINE_ITEM_ROUTE}/scores")
def post_score(number: int) -> Response:
    """Take one score in."""
    check_bearer(scopes.SCORE)
    check_query()
    media_types.check_content_type(media_types.SCORE)
    try:
        this_lms().gradebook.record(number, Score.read(request.get_data()))
    except (BadJson, CannotBeGraded) as error:
        return _refused("400 Incorrect score received", str(error))
    except NotNewer as error:
        return _refused("409 Conflict", str(error))
    return Response("", 200, content_type=_CONTENT_TYPE)


def _refused(status: str, why: str) -> Response:
    g.why = why
    return Response("[]", status, content_type=_CONTENT_TYPE)


@blueprint.after_request
def note(response: Response) -> Response:
    """Write every post down, whatever became of it."""
    this_lms().gradebook.note(
        ScorePost(
            line_item=(request.view_args or {}).get("number", 0),
            body=_body(),
            status=None if isinstance(response, DeadLine) else response.status_code,
            reason=g.get("why", response.status),
        )
    )
    return response


def _body() -> dict[str, Any] | str:
    try:
        body = request.get_data()
        return read_object(body)
    except BadJson:
        return body.decode(errors="replace")
    except RequestEntityTooLarge:
        return ""
