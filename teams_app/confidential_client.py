"""Baton's own word with Entra: tokens for Graph, as itself or on behalf of a person.

MSAL makes them; there is one application for each tenant, in this process's memory. A token is
never written down and never logged.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msal

from teams_app.entra import Entra
from teams_app.entra_line import EntraLine
from teams_app.entra_problems import (
    ConsentNeeded,
    EndedCredential,
    EntraRefused,
    EntraUnreachable,
    MoreNeeded,
    NoCredential,
    NoSuchTenant,
    NotKnownThere,
    WrongCredential,
)

_CONSENT = 65001
_KINDS: dict[int, type[EntraRefused]] = {
    700016: NotKnownThere,
    700023: WrongCredential,
    700027: WrongCredential,
    7000215: WrongCredential,
    7000222: EndedCredential,
    7000229: NotKnownThere,
    90002: NoSuchTenant,
}
"""What Entra's numbers mean, as far as somebody can do something about it."""


@dataclass(frozen=True)
class GraphToken:
    """A token for Graph."""

    value: str = field(repr=False)
    lasts: float
    """Seconds for which it was still good when it was handed out."""


class ConfidentialClient:
    """The registration, with its secret or certificate. Safe to use from many threads.

    Every verb may ask Entra, so none is for use inside a transaction. All raise NoCredential,
    EntraUnreachable or an EntraRefused.
    """

    def __init__(self, entra: Entra) -> None:
        self._entra = entra
        self._line = EntraLine(entra.authority)
        self._applications: dict[str, msal.ConfidentialClientApplication] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def token_for_itself(
        self, tenant_id: str, *, lasting: float = 0, fresh: bool = False
    ) -> GraphToken:
        """Return a token with which Baton calls Graph as itself, in one tenant.

        It is good for at least so many seconds more, if Entra gives such tokens. `fresh` asks for
        a new one in any case, for when Graph does not take the one that we have.
        """
        application = self._application(tenant_id)
        if not fresh:
            token = self._ask_for_itself(application)
            if token.lasts >= lasting:
                return token
        application.remove_tokens_for_client()
        return self._ask_for_itself(application)

    def token_for_person(self, tenant_id: str, assertion: str, scopes: Sequence[str]) -> GraphToken:
        """Return a token with which Baton calls Graph for the person whose token this is.

        `scopes` are Graph's, such as `User.Read`. Nothing is kept. Raises ConsentNeeded or
        MoreNeeded where the person can do something about it.
        """
        application = self._application(tenant_id)
        wanted = self._entra.graph_scopes(scopes)
        return _read(_asked(lambda: application.acquire_token_on_behalf_of(assertion, wanted)))

    def _ask_for_itself(self, application: msal.ConfidentialClientApplication) -> GraphToken:
        scopes = [self._entra.graph_scope]
        return _read(_asked(lambda: application.acquire_token_for_client(scopes)))

    def _application(self, tenant_id: str) -> msal.ConfidentialClientApplication:
        """Return the tenant's application. Making it asks Entra where its addresses are."""
        known = self._applications.get(tenant_id)
        if known is not None:
            return known
        with self._lock:
            lock = self._locks.setdefault(tenant_id, threading.Lock())
        with lock:
            if tenant_id not in self._applications:
                self._applications[tenant_id] = self._new_application(tenant_id)
        return self._applications[tenant_id]

    def _new_application(self, tenant_id: str) -> msal.ConfidentialClientApplication:
        credential = self._credential()
        return _asked(
            lambda: msal.ConfidentialClientApplication(
                self._entra.client_id,
                client_credential=credential,
                authority=f"{self._line.authority}/{tenant_id}",
                # Otherwise MSAL asks Microsoft's global cloud about a stand-in, and about others'
                # names for the same cloud. Whoever runs Baton has named the one that is meant.
                instance_discovery=False,
                http_client=self._line,
                http_cache=_Discoveries(),
                token_cache=_OwnTokens(),
            )
        )

    def _credential(self) -> str | dict[str, str]:
        pem = self._entra.client_certificate
        if pem:
            return {"private_key": pem, "public_certificate": pem}
        if not self._entra.client_secret:
            raise NoCredential("neither a client secret nor a certificate")
        return self._entra.client_secret


class _Discoveries(dict[str, Any]):
    """Where MSAL keeps answers. It would repeat a refusal for a minute; somebody may have said yes
    in the meantime.
    """

    def __setitem__(self, key: str, value: Any) -> None:
        if not key.startswith("POST "):
            super().__setitem__(key, value)


class _OwnTokens(msal.TokenCache):  # type: ignore[misc] # it has no types
    """Keeps tokens of Baton itself. MSAL never reads others, and those would pile up."""

    def add(self, event: dict[str, Any], now: float | None = None) -> None:
        """Keep what was given for the registration itself."""
        if event.get("grant_type") == "client_credentials":
            super().add(event, now=now)


def _asked(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except EntraUnreachable:
        raise
    except (ValueError, LookupError, TypeError, AttributeError, RuntimeError, OSError) as problem:
        # MSAL's words may hold the whole of an answer. Its kinds say enough.
        raise _not_entra(problem) from None


def _not_entra(problem: Exception) -> Exception:
    if isinstance(problem, ValueError) and "HTTP status: 400" in str(problem.__context__):
        return NoSuchTenant("no such tenant", (90002,))
    return EntraUnreachable(f"an answer that is not Entra's ({type(problem).__name__})")


def _read(told: Mapping[str, Any]) -> GraphToken:
    """Return the token of an answer. Raises what the answer means."""
    value, lasts = told.get("access_token"), told.get("expires_in")
    if isinstance(value, str) and isinstance(lasts, int | float):
        return GraphToken(value, float(lasts))
    codes = _codes(told)
    error, more = str(told.get("error"))[:40], told.get("suberror")
    reason = ", ".join([error, *(f"AADSTS{code}" for code in codes)])
    claims = told.get("claims")
    if more == "consent_required" or error == "consent_required" or _CONSENT in codes:
        raise ConsentNeeded(reason)
    if error == "interaction_required" or (error == "invalid_grant" and claims):
        raise MoreNeeded(reason, claims if isinstance(claims, str) else "")
    kind = next((_KINDS[code] for code in codes if code in _KINDS), EntraRefused)
    raise kind(reason, codes)


def _codes(told: Mapping[str, Any]) -> tuple[int, ...]:
    """Return Entra's numbers for what is wrong. Its words may name people, and are not read."""
    listed = told.get("error_codes")
    return (
        tuple(code for code in listed if isinstance(code, int)) if isinstance(listed, list) else ()
    )
