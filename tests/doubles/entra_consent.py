"""Entra's own window: it asks a person for consent or for more, and sends the window back."""

from html import escape
from typing import Any
from urllib.parse import urlencode

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from doubles.entra_tokens import Signer, Tokens

_DECLINED = "AADSTS65004: User declined to consent to access the app."
_ADMINISTRATOR = "AADSTS90094: Admin consent is required for the permissions requested by Ben."


class ConsentWindow:
    """What stands at /authorize, for one app registration."""

    def __init__(self, entra: Signer, tokens: Tokens, people: dict[str, str]) -> None:
        self._entra, self._tokens, self._people = entra, tokens, people
        self.wants_administrator = False
        """Whether this tenant lets nobody but an administrator say yes."""
        self.asked: list[dict[str, str]] = []

    def answer(self, request: Request, tenant: str) -> Response:
        asked = request.args.to_dict()
        fault = self._fault(asked)
        if fault:
            # The real one shows a page of its own, and sends nobody anywhere.
            return Response(f"<h1>AADSTS{fault}</h1>", 400, content_type="text/html")
        if "said" in asked:
            return self._send_back(asked)
        self.asked.append(asked)
        here = f"{self._entra.url}/{tenant}/oauth2/v2.0/authorize?{urlencode(asked)}"
        says = ["no"] if self.wants_administrator else ["yes", "no"]
        words = {"yes": "Accept", "no": "Return to the application"}
        links = [f'<a href="{escape(here)}&said={say}">{words[say]}</a>' for say in says]
        body = f"<!doctype html><title>Entra</title><h1>Permissions</h1>{' '.join(links)}"
        return Response(body, content_type="text/html")

    def _fault(self, asked: dict[str, str]) -> int | None:
        registration = self._entra.registration
        if asked.get("client_id") != registration.client_id:
            return 700016
        if asked.get("redirect_uri") != f"{registration.public_url}/teams/auth-end":
            return 50011
        if asked.get("response_type") != "code" or not asked.get("state"):
            return 900144
        if asked.get("code_challenge_method") != "S256" or len(asked["code_challenge"]) != 43:
            return 9002325
        graph = registration.graph_url
        if not all(scope.startswith(f"{graph}/") for scope in asked.get("scope", "").split()):
            return 70011
        return None

    def _send_back(self, asked: dict[str, str]) -> Response:
        told: dict[str, Any] = {"state": asked["state"]}
        if asked["said"] == "yes":
            self._allow(asked)
            told["code"] = "0.AX-a-code-that-nobody-uses"
        else:
            told["error"] = "access_denied"
            told["error_description"] = _ADMINISTRATOR if self.wants_administrator else _DECLINED
        return redirect(f"{asked['redirect_uri']}?{urlencode(told)}")

    def _allow(self, asked: dict[str, str]) -> None:
        who = self._people[asked.get("login_hint", "").partition("@")[0]]
        if "claims" in asked:
            self._tokens.wants_more.pop(who, None)
        graph = self._entra.registration.graph_url
        scopes = [scope.removeprefix(f"{graph}/") for scope in asked["scope"].split()]
        self._tokens.consents |= {(who, scope) for scope in scopes}
