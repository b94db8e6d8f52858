"""What is looked at in the connection to Microsoft 365. Nothing is changed, here or there.

Each check answers by itself what an Entra that is slow, wrong or gone does to it; none raises
because of one.
"""

from collections.abc import Callable, Iterator

import jwt

from teams_app.connection import Connection, Directory
from teams_app.entra import Entra
from teams_app.http import Answer, Unreachable, ask
from teams_app.manifest import is_public_domain
from web.finding import Finding

Check = Callable[[Connection], Iterator[Finding]]

_NETWORK = (
    "See that this machine may reach it: firewall, proxy (HTTPS_PROXY), certificates. "
    "BATON_ENTRA_AUTHORITY must be the address of your cloud."
)
_UNKNOWN_TENANT = (
    "Compare the tenant ID with the one in the Entra admin centre, under Overview. If it differs, "
    "remove it with `baton teams tenant remove`, and add the right one."
)
_REFUSALS = {
    7000215: "BATON_ENTRA_CLIENT_SECRET is not right. In Entra: App registrations, Baton, "
    "Certificates & secrets. It wants the Value of a secret, which is shown once.",
    7000222: "The client secret has expired. In Entra: App registrations, Baton, Certificates & "
    "secrets, make a new one, and set BATON_ENTRA_CLIENT_SECRET to its Value.",
    90002: _UNKNOWN_TENANT,
}
_NOT_THERE = {700016, 7000229}
"""Entra's codes for a registration that the tenant does not know."""


def registration(connection: Connection) -> Iterator[Finding]:
    """See whether the settings name an app registration."""
    entra = connection.entra
    if not entra.client_id:
        yield Finding(
            False,
            "No app registration is named.",
            "Set BATON_ENTRA_CLIENT_ID to the Application (client) ID of the registration.",
        )
        return
    yield Finding(True, "The settings name an app registration.", details=(entra.identifier_uri,))
    if not entra.client_secret:
        yield Finding(
            True,
            "No client secret is set. Signing in works without; the weekly notice needs one.",
        )


def address(connection: Connection) -> Iterator[Finding]:
    """See whether Teams can open Baton's address."""
    url = connection.entra.public_url
    if is_public_domain(url):
        yield Finding(True, f"Teams can open the address {url}.")
        return
    yield Finding(
        False,
        f"Teams cannot open {url}: it wants https, and a domain.",
        "Set BATON_PUBLIC_URL to the https address at which people reach Baton. Then make the "
        "package again, and paste the manifest into Entra again: both name that domain.",
    )


def directories(connection: Connection) -> Iterator[Finding]:
    """See whether anybody may sign in."""
    if connection.directories:
        names = tuple(str(one) for one in connection.directories)
        yield Finding(True, f"Tenants whose people may sign in: {len(names)}.", details=names)
        return
    yield Finding(
        False,
        "No tenant is onboarded, so nobody can sign in.",
        "Add yours with `baton teams tenant-add`. Its ID stands in the Entra admin centre, under "
        "Overview.",
    )


def sign_in(connection: Connection) -> Iterator[Finding]:
    """See whether Entra's keys can be read for each tenant: every sign-in is checked with them."""
    for one in connection.directories:
        try:
            yield _sign_in(connection.entra, one)
        except Unreachable as problem:
            yield Finding(False, f"Entra cannot be reached for {one} ({problem}).", _NETWORK)


def graph(connection: Connection) -> Iterator[Finding]:
    """See whether Entra gives Baton a token for Graph, if there is a secret to ask with."""
    entra = connection.entra
    if not entra.client_id or not entra.client_secret:
        return
    for one in connection.directories:
        try:
            yield _graph(entra, one)
        except Unreachable as problem:
            yield Finding(False, f"Entra cannot be reached for {one} ({problem}).", _NETWORK)


CHECKS: dict[str, Check] = {
    "registration": registration,
    "address": address,
    "tenants": directories,
    "sign-in": sign_in,
    "graph": graph,
}
"""All checks, by name, in the order in which they are looked at."""


def _sign_in(entra: Entra, one: Directory) -> Finding:
    told = ask("GET", entra.discovery_url(one.entra_id))
    if told.status == 400 or 90002 in _codes(told):
        return Finding(False, f"Entra knows no tenant {one.entra_id}.", _UNKNOWN_TENANT)
    keys_url = told.get("jwks_uri")
    if told.status != 200 or not isinstance(keys_url, str):
        return Finding(False, f"Something else than Entra answers at {entra.authority}.", _NETWORK)
    issuer = told.get("issuer")
    if issuer != entra.issuer(one.entra_id):
        return Finding(
            False,
            f"The tokens of {one} would come from {str(issuer)[:200]}.",
            f"Baton expects {entra.issuer(one.entra_id)}. Set BATON_ENTRA_AUTHORITY to the address "
            "of your cloud.",
        )
    count = _count_keys(ask("GET", keys_url))
    if not count:
        return Finding(False, f"Entra's keys for {one} cannot be read.", _NETWORK)
    return Finding(True, f"Entra answers for {one}, with its keys ({count}).")


def _graph(entra: Entra, one: Directory) -> Finding:
    form = {
        "grant_type": "client_credentials",
        "client_id": entra.client_id,
        "client_secret": entra.client_secret,
        "scope": entra.graph_scope,
    }
    told = ask("POST", entra.token_url(one.entra_id), form)
    if told.status == 200 and isinstance(told.get("access_token"), str):
        return Finding(True, f"Entra gives Baton a token for Graph at {one}.")
    codes = _codes(told)
    said = ", ".join(f"AADSTS{code}" for code in codes) or f"status {told.status}"
    return Finding(
        False,
        f"Entra gives Baton no token for Graph at {one} ({said}).",
        _advice(entra, one, codes),
    )


def _advice(entra: Entra, one: Directory, codes: list[int]) -> str:
    for code in codes:
        if code in _REFUSALS:
            return _REFUSALS[code]
        if code in _NOT_THERE:
            consent = f"{entra.authority}/{one.entra_id}/adminconsent?client_id={entra.client_id}"
            return (
                "Compare BATON_ENTRA_CLIENT_ID with the registration. If it is right, the tenant "
                "does not know it yet: add the app in Teams there, or have an administrator open "
                f"{consent}"
            )
    return "Microsoft's documents explain the code. Nothing else in Baton depends on this token."


def _codes(told: Answer) -> list[int]:
    """Return Entra's numbers for what is wrong. Its words may name people, and are not shown."""
    codes = told.get("error_codes")
    listed = codes if isinstance(codes, list) else []
    return [code for code in listed if isinstance(code, int)]


def _count_keys(told: Answer) -> int:
    try:
        return len(jwt.PyJWKSet.from_dict(told.body).keys) if told.status == 200 else 0
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, AttributeError):
        return 0
