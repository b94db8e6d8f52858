"""The language of a visit, switched at once and remembered for the next one."""

from http import HTTPStatus

from flask import Blueprint, Response, request

from learning.errors import NotFound
from web.language import language_of
from web.visitor import visitor
from web.wiring import wiring

language_choice = Blueprint("language_choice", __name__, url_prefix="/s/<public_id>/language")


@language_choice.post("")
def choose_language(public_id: str) -> Response:  # noqa: ARG001 (the token stands for it)
    """Speak another language from now on. The page then asks for itself again."""
    with wiring().database.write() as session:
        web_session = visitor(session)
        language = language_of(request.form.get("language"))
        if language is None:
            raise NotFound("Baton does not speak this language.")
        web_session.language = web_session.person.language = language
    return Response(status=HTTPStatus.NO_CONTENT)
