"""The window in which Microsoft asks a person for consent, or for more, and how it ends.

Nothing is decided here: no code is redeemed, nobody is signed in, and no token passes through. When
Entra has said yes to the person, Baton asks Entra again on their behalf.
"""

import hashlib
import json
import re
import secrets
import time
from base64 import urlsafe_b64encode
from dataclasses import asdict, dataclass
from hmac import compare_digest
from http import HTTPStatus
from typing import Self
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, redirect, render_template, request
from flask_babel import lazy_gettext as _

from teams_app.door import door
from teams_app.entra import Entra
from teams_app.problems import TeamsProblem
from web.headers import allow_teams_script, forbid_framing
from web.keyring import Keyring
from web.language import language_spoken, nearest_language, speak
from web.wiring import wiring

consent = Blueprint("teams_consent", __name__, url_prefix="/teams")

LIFE = 600
"""Seconds for which the window may be opened, and for which it may stay open."""
COOKIE = "baton-consent"
_CODE = re.compile(r"AADSTS(\d{5,7})")
_FOR_ADMINISTRATORS = {"90008", "90093", "90094", "90095"}
"""Entra's numbers for what an administrator alone may allow."""


class WindowTooOld(TeamsProblem):
    """The address was not made by this Baton, or too long ago."""

    title = _("This window is too old")
    sentence = _("It was opened too long ago, or in another way than by Baton's button.")
    next_step = _("Close it, go back to Baton in Teams, and press the button again.")


@dataclass(frozen=True)
class Question:
    """What Entra is to ask, and whom; sealed, so that nobody else can make such an address."""

    tenant_id: str
    user_name: str
    scopes: tuple[str, ...]
    claims: str
    """What a claims challenge asks for; empty where consent is asked for."""
    language: str
    """What the person speaks in Baton; the window goes on in it when it comes back."""
    until: float
    """Seconds since 1970."""

    @classmethod
    def ask(cls, tenant_id: str, user_name: str, scopes: tuple[str, ...], claims: str) -> Self:
        """Return a question that may be asked from now on, for a while."""
        until = time.time() + LIFE
        return cls(tenant_id, user_name, scopes, claims, language_spoken(), until)

    def url(self, keyring: Keyring) -> str:
        """Return the address of the window, within Baton."""
        return f"/teams/auth-start?{urlencode({'ask': keyring.encrypt(json.dumps(asdict(self)))})}"

    @classmethod
    def read(cls, sealed: str, keyring: Keyring) -> Self:
        """Return what was sealed. Raises WindowTooOld."""
        try:
            told = json.loads(keyring.decrypt(sealed) or "")
            question = cls(**told | {"scopes": tuple(told["scopes"])})
        except (ValueError, TypeError, KeyError):
            # Other things are sealed by the same keys.
            raise WindowTooOld("not sealed by us, or for something else") from None
        if question.until < time.time():
            raise WindowTooOld("sealed too long ago")
        return question

    def at_entra(self, entra: Entra, state: str) -> str:
        """Return the address at which Entra asks it.

        The answer brings a code that nobody can use: its proof key (RFC 7636) is thrown away.
        """
        asked = {
            "client_id": entra.client_id,
            "response_type": "code",
            "response_mode": "query",
            "redirect_uri": entra.consent_end_url,
            "scope": " ".join(entra.graph_scopes(self.scopes)),
            "state": state,
            "code_challenge": _challenge(secrets.token_urlsafe(48)),
            "code_challenge_method": "S256",
        }
        if self.user_name:
            asked["login_hint"] = self.user_name
        # Somebody who only has to show more has said yes already, and is not asked again.
        asked |= {"claims": self.claims} if self.claims else {"prompt": "consent"}
        return f"{entra.authority}/{self.tenant_id}/oauth2/v2.0/authorize?{urlencode(asked)}"


def administrators_url(entra: Entra, tenant_id: str, scopes: tuple[str, ...]) -> str:
    """Return the address at which an administrator says yes for a whole tenant."""
    asked = {
        "client_id": entra.client_id,
        "scope": " ".join(entra.graph_scopes(scopes)),
        "redirect_uri": entra.consent_end_url,
        "state": "administrator",
    }
    return f"{entra.authority}/{tenant_id}/v2.0/adminconsent?{urlencode(asked)}"


@consent.get("/auth-start")
def start() -> Response:
    """Lead the window to Entra. Raises WindowTooOld."""
    forbid_framing()
    entra = door().require_entra()
    question = Question.read(request.args.get("ask", ""), wiring().keyring)
    state = f"{secrets.token_urlsafe(32)}.{question.language}"
    answer = make_response(redirect(question.at_entra(entra, state)))
    answer.set_cookie(
        COOKIE, state, max_age=LIFE, path="/teams", secure=True, httponly=True, samesite="Lax"
    )
    return answer


@consent.get("/auth-end")
def end() -> Response:
    """Say how it ended, to the person and to Teams."""
    forbid_framing()
    door().require_entra()
    allow_teams_script()
    outcome = _outcome()
    if outcome != "stray":
        speak(nearest_language(request.args.get("state", "").rpartition(".")[2]))
    answer = make_response(render_template("teams_auth_end.html", outcome=outcome))
    answer.delete_cookie(COOKIE, path="/teams", secure=True, httponly=True, samesite="Lax")
    if outcome == "stray":
        answer.status_code = HTTPStatus.BAD_REQUEST
    return answer


def _outcome() -> str:
    """Return how the window ended that this browser began: `done`, `declined`, `administrator` or
    `failed`. Where it began none: `allowed` after an administrator's yes, else `stray`.
    """
    begun, state = request.cookies.get(COOKIE, ""), request.args.get("state", "")
    if not begun or not compare_digest(begun.encode(), state.encode()):
        return "allowed" if request.args.get("admin_consent") == "True" else "stray"
    if "error" not in request.args:
        return "done" if request.args.get("code") else "failed"
    found = _CODE.search(request.args.get("error_description", ""))
    if found and found[1] in _FOR_ADMINISTRATORS:
        return "administrator"
    return "declined" if request.args["error"] == "access_denied" else "failed"


def _challenge(verifier: str) -> str:
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
