"""What a platform answers to a registration (Dynamic Registration 1.0, section 3.6)."""

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from pydantic import TypeAdapter, ValidationError

from lti_tool.claims import Id
from lti_tool.register_problems import RegistrationFailed
from lti_tool.register_request import TOOL
from web.http import Answer
from web.language import gettext as _

_ID = TypeAdapter[str](Id)
_LONGEST_WORDS = 200
_SHORTEST_SECRET = 12
"""Characters; a shorter piece of a token tells nobody anything."""


@dataclass(frozen=True)
class Granted:
    """A registration that the platform has made."""

    client_id: str
    deployment_id: str | None
    """The installation's id, where it is told; Canvas and Brightspace make it later."""
    scopes: frozenset[str] | None
    """What was granted; None if the platform does not say."""


def read_granted(answer: Answer, token: str) -> Granted:
    """Read the answer to a registration that was made with this registration token.

    Raises RegistrationFailed if the platform refused, or did not give a client id.
    """
    if not answer.is_ok:
        raise _refused(answer, token)
    body = answer.json()
    fields = body if isinstance(body, dict) else {}
    client_id = _id(fields.get("client_id"))
    if client_id is None:
        raise RegistrationFailed(
            _(
                "Your learning platform answered the registration without a “client_id”. Baton "
                "cannot connect without it; it is for the platform's side to mend."
            ),
            "the answer has no usable client_id",
            _("If your platform now lists Baton, remove it there first."),
        )
    configuration = fields.get(TOOL)
    deployment = configuration.get("deployment_id") if isinstance(configuration, dict) else None
    return Granted(client_id, _id(deployment), _scopes(fields.get("scope")))


def _id(value: object) -> str | None:
    try:
        known = _ID.validate_python(value)
    except ValidationError:
        return None
    return known if known.isprintable() else None


def _scopes(value: object) -> frozenset[str] | None:
    words = value.split() if isinstance(value, str) else value
    if not isinstance(words, list):
        return None
    return frozenset(word for word in words if isinstance(word, str))


def _refused(answer: Answer, token: str) -> RegistrationFailed:
    reason = f"the registration was answered with status {answer.status}"
    if answer.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return RegistrationFailed(
            _(
                "Your learning platform no longer accepts this attempt (status "
                "%(status)s%(words)s). It gives out a key that works once, and for a limited time.",
                status=answer.status,
                words=_colon(words_of(answer, token)),
            ),
            reason,
            _("Begin again there, rather than reloading this page."),
        )
    return RegistrationFailed(
        _(
            "Your learning platform refused what Baton asked for (status %(status)s%(words)s).",
            status=answer.status,
            words=_colon(words_of(answer, token)),
        ),
        reason,
        _("Show this page to the person who looks after the platform, and to whoever runs Baton."),
    )


def _colon(words: str) -> str:
    return f": {words}" if words else ""


def words_of(answer: Answer, token: str) -> str:
    """Return the platform's own words on a refusal, short and plain; nothing that holds the token.

    They are for the page only. The log must not have them: nobody knows what they hold.
    """
    body = answer.json()
    text = _first_text(body) if body is not None else answer.body[:2000].decode("utf-8", "replace")
    if "<" in text or any(piece in text for piece in _pieces(token)):
        return ""
    plain = re.sub(r"[^\x20-\x7e\u00a0-\uffff]+", " ", text)
    return " ".join(plain.split())[:_LONGEST_WORDS]


def _first_text(body: Any) -> str:
    fields = body if isinstance(body, dict) else {}
    names = ("error_description", "error", "message", "reason", "errors")
    found = [fields[name] for name in names if fields.get(name)]
    return found[0] if found and isinstance(found[0], str) else ""


def _pieces(token: str) -> list[str]:
    """Return pieces by which a token can be known, whichever part of it is shown."""
    if len(token) < _SHORTEST_SECRET:
        return [token] if token else []
    steps = range(0, len(token) - _SHORTEST_SECRET + 1, _SHORTEST_SECRET)
    return [token[at : at + _SHORTEST_SECRET] for at in steps]
