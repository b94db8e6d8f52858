"""Every refusal and every fault, made into a page that says what to do, and never a trace.

    Problem(Refusal)             knows its status, title and next step
    └── VisitEnded               the token is missing, expired or revoked

The domain's refusals are mapped below. The doors derive theirs from Problem.
"""

import secrets
from dataclasses import dataclass
from http import HTTPStatus
from itertools import starmap
from pathlib import Path
from traceback import walk_tb
from types import FrameType

import structlog
from flask import Flask, Response, make_response, render_template, request
from flask_babel import lazy_gettext
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from learning.errors import Incomplete, NotFound, NotOpenYet, Refusal
from web.language import gettext as _
from web.language import say_refusal

_log = structlog.get_logger()
_OURS = {"baton", "learning", "lti_tool", "teams_app", "web"}
_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"


class Problem(Refusal):
    """A refusal that knows how to be shown. `reason` is for the log and may be technical."""

    status = HTTPStatus.BAD_REQUEST
    title = lazy_gettext("This did not work")
    next_step = lazy_gettext("Go back to your course and open Baton again.")

    def __init__(self, sentence: str, reason: str = "") -> None:
        super().__init__(sentence)
        self.reason = reason


class VisitEnded(Problem):
    """There is no living visit behind this request."""

    status = HTTPStatus.UNAUTHORIZED
    title = lazy_gettext("Your visit has ended")
    next_step = lazy_gettext("Open Baton again where you found it. You go on where you left off.")


@dataclass(frozen=True)
class Notice:
    """What a problem page shows."""

    status: int
    title: str
    sentence: str
    next_step: str
    reference: str


def new_reference() -> str:
    """Return a short number that a person can read out and an operator can find in the log."""
    letters = "".join(secrets.choice(_ALPHABET) for _n in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def install_problems(app: Flask) -> None:
    """Answer every exception with a page."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)


def show_notice(notice: Notice) -> Response:
    """Answer with a problem: a message beside what is on the screen for htmx, else a page."""
    if request.headers.get("HX-Request"):
        answer = make_response(render_template("problem_fragment.html", problem=notice))
        answer.headers["HX-Retarget"] = "#message"
        answer.headers["HX-Reswap"] = "innerHTML"
    else:
        answer = make_response(render_template("problem.html", problem=notice))
    answer.status_code = notice.status
    if notice.status == HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers["Retry-After"] = "60"
    return answer


def _refused(refusal: Refusal) -> Response:
    notice = _notice_of(refusal)
    reason = getattr(refusal, "reason", "") or str(refusal)
    _log.info("refused", status=notice.status, reference=notice.reference, reason=reason)
    return show_notice(notice)


def _notice_of(refusal: Refusal) -> Notice:
    sentence = say_refusal(refusal)
    match refusal:
        case Problem():
            shown = refusal.status, str(refusal.title), sentence, str(refusal.next_step)
        case NotFound():
            shown = HTTPStatus.NOT_FOUND, _("This page is not here"), sentence, _go_back()
        case NotOpenYet():
            shown = HTTPStatus.FORBIDDEN, _("Not open yet"), sentence, _go_back()
        case Incomplete():
            shown = (
                HTTPStatus.UNPROCESSABLE_ENTITY,
                _("Almost there"),
                sentence,
                _("What you wrote is still here."),
            )
        case _:
            shown = HTTPStatus.BAD_REQUEST, _("This did not work"), sentence, _go_back()
    return Notice(*shown, reference=new_reference())


def _go_back() -> str:
    return str(_("Go back, or open Baton again from your course."))


def _http(error: HTTPException) -> Response:
    status = error.code or HTTPStatus.BAD_REQUEST
    if status < HTTPStatus.BAD_REQUEST:
        return make_response(error.get_response())
    sentences = {
        HTTPStatus.NOT_FOUND: _("There is nothing at this address."),
        HTTPStatus.METHOD_NOT_ALLOWED: _("This address is used in another way."),
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: _("That was more text than Baton can take at once."),
    }
    sentence = sentences.get(HTTPStatus(status), _("Baton could not read that request."))
    status = min(status, 499)
    notice = Notice(status, _("This did not work"), sentence, _go_back(), new_reference())
    _log.info("refused", status=status, reference=notice.reference, reason=error.name)
    answer = show_notice(notice)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        answer.headers["Allow"] = ", ".join(error.valid_methods)
    return answer


def _fault(fault: Exception) -> Response:
    """Answer a fault of ours. The trace goes to the log, without any value of the request."""
    kind = "database" if isinstance(fault, DBAPIError | PoolTimeout) else "fault"
    notice = Notice(
        HTTPStatus.SERVICE_UNAVAILABLE,
        _("Please try again in a minute"),
        _("Baton is not able to answer right now. Nothing you have saved is lost."),
        _("Try again in a minute. If it goes on, tell the person who looks after Baton."),
        new_reference(),
    )
    _log.error(kind, reference=notice.reference, path=_safe_path(), where=_trace(fault))
    return show_notice(notice)


def _safe_path() -> str:
    return request.url_rule.rule if request.url_rule else ""


def _trace(fault: BaseException) -> list[str]:
    """Return the fault's kind and where it happened: our own lines, and the last ones of all."""
    steps = list(walk_tb(fault.__traceback__))
    ours = [step for step in steps if step[0].f_globals["__name__"].split(".")[0] in _OURS]
    told = ours[-12:] + [step for step in steps[-2:] if step not in ours]
    return [f"{type(fault).__module__}.{type(fault).__name__}", *starmap(_place, told)]


def _place(frame: FrameType, line: int) -> str:
    name = "/".join(Path(frame.f_code.co_filename).parts[-2:])
    return f"{name}:{line} {frame.f_code.co_name}"
