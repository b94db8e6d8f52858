"""Drafts: what is typed into a plan is kept while it is typed."""

from http import HTTPStatus

from flask import Blueprint, request

from learning.draft import keep_draft
from learning.errors import NotFound
from web.language import gettext as _
from web.visitor import visitor
from web.wiring import wiring

drafts = Blueprint("drafts", __name__, url_prefix="/s/<public_id>/drafts")


@drafts.post("")
def save_draft(public_id: str) -> tuple[str, HTTPStatus]:  # noqa: ARG001 (the token stands for it)
    """Keep the fields of the plan form as they are now."""
    fields = {"cue": "cue", "action": "action", "with_": "with"}
    typed = {name: request.form.get(field, "") for name, field in fields.items()}
    with wiring().database.write() as session:
        web_session = visitor(session)
        module = request.form.get("module", "")
        if module not in wiring().catalogue.programme:
            raise NotFound(_("There is no such module."))
        now = wiring().clock.now(session)
        keep_draft(session, web_session.person_id, module, now.learning, **typed)
        web_session.seen_at = now.real  # whoever is typing is here
    return "", HTTPStatus.NO_CONTENT
