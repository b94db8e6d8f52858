"""What is looked at in the connection to Microsoft 365. Nothing is changed, here or there.

Each check answers by itself what an Entra that is slow, wrong or gone does to it; none raises
because of one.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

from teams_app.confidential_client import ConfidentialClient
from teams_app.connection import Connection, Directory
from teams_app.entra import Entra
from teams_app.entra_problems import (
    EndedCredential,
    EntraProblem,
    EntraUnreachable,
    NoSuchTenant,
    NotKnownThere,
    WrongCredential,
)
from teams_app.manifest import is_public_domain
from teams_app.nudge_checks import nudges
from teams_app.token import LEEWAY
from web.finding import Finding
from web.http import Answer, Unreachable, call_named
from web.key_set import read_keys

Check = Callable[[Connection], Iterator[Finding]]

_NETWORK = (
    "See that this machine may reach it: firewall, proxy (HTTPS_PROXY), certificates. "
    "BATON_ENTRA_AUTHORITY must be the address of your cloud."
)
_UNKNOWN_TENANT = (
    "Compare the tenant ID with the one in the Entra admin centre, under Overview. If it differs, "
    "remove it with `baton teams tenant remove`, and add the right one."
)
_REFUSALS: dict[type[EntraProblem], str] = {
    WrongCredential: "BATON_ENTRA_CLIENT_SECRET (or the certificate) is not right. In Entra: App "
    "registrations, Baton, Certificates & secrets. It wants the Value of a secret, which is shown "
    "once.",
    EndedCredential: "The client secret or certificate has expired. In Entra: App registrations, "
    "Baton, Certificates & secrets, make a new one. Set BATON_ENTRA_CLIENT_SECRET to its Value.",
    NoSuchTenant: _UNKNOWN_TENANT,
}
_UNEXPLAINED = "Microsoft's documents explain the code. Signing in does not depend on this token."


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
    if not entra.has_credential:
        yield Finding(
            True,
            "No client secret is set. Signing in works without; the weekly notice, and leaders "
            "reading who reports to them, need one.",
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


def clock(connection: Connection) -> Iterator[Finding]:
    """See whether this machine's clock goes as Entra's: tokens are good from then to then."""
    for one in connection.directories[:1]:
        try:
            answer = call_named("GET", connection.entra.discovery_url(one.entra_id))
        except Unreachable:
            return
        apart = _apart(answer.headers.get("Date", ""), datetime.now(UTC))
        if apart is None:
            return
        if apart <= LEEWAY:
            yield Finding(True, "This machine's clock goes as Microsoft's does.")
            continue
        yield Finding(
            False,
            f"This machine's clock and Microsoft's are {apart:.0f} seconds apart.",
            f"More than {LEEWAY} seconds, and sign-ins are refused. Let the machine set its clock "
            "by the network (NTP).",
        )


def graph(connection: Connection) -> Iterator[Finding]:
    """See whether Entra gives Baton a token for Graph, if there is a secret to ask with."""
    entra = connection.entra
    if not entra.client_id or not entra.has_credential:
        return
    baton = ConfidentialClient(entra)
    for one in connection.directories:
        yield _graph(entra, baton, one)


CHECKS: dict[str, Check] = {
    "registration": registration,
    "address": address,
    "tenants": directories,
    "sign-in": sign_in,
    "clock": clock,
    "graph": graph,
    "nudges": nudges,
}
"""All checks, by name, in the order in which they are looked at."""


def _sign_in(entra: Entra, one: Directory) -> Finding:
    answer = call_named("GET", entra.discovery_url(one.entra_id))
    told = _told(answer)
    if answer.status == HTTPStatus.BAD_REQUEST:
        return Finding(False, f"Entra knows no tenant {one.entra_id}.", _UNKNOWN_TENANT)
    keys_url = told.get("jwks_uri")
    if answer.status != HTTPStatus.OK or not isinstance(keys_url, str):
        return Finding(False, f"Something else than Entra answers at {entra.authority}.", _NETWORK)
    issuer = told.get("issuer")
    if issuer != entra.issuer(one.entra_id):
        return Finding(
            False,
            f"The tokens of {one} would come from {str(issuer)[:200]}.",
            f"Baton expects {entra.issuer(one.entra_id)}. Set BATON_ENTRA_AUTHORITY to the address "
            "of your cloud.",
        )
    keys = call_named("GET", keys_url)
    count = len(read_keys(keys.json())) if keys.is_ok else 0
    if not count:
        return Finding(False, f"Entra's keys for {one} cannot be read.", _NETWORK)
    return Finding(True, f"Entra answers for {one}, with its keys ({count}).")


def _graph(entra: Entra, baton: ConfidentialClient, one: Directory) -> Finding:
    try:
        baton.token_for_itself(one.entra_id)
    except EntraUnreachable as problem:
        return Finding(False, f"Entra cannot be reached for {one} ({problem.reason}).", _NETWORK)
    except EntraProblem as problem:
        return Finding(
            False,
            f"Entra gives Baton no token for Graph at {one} ({problem.reason}).",
            _advice(entra, one, problem),
        )
    return Finding(True, f"Entra gives Baton a token for Graph at {one}.")


def _advice(entra: Entra, one: Directory, problem: EntraProblem) -> str:
    if isinstance(problem, NotKnownThere):
        consent = f"{entra.authority}/{one.entra_id}/adminconsent?client_id={entra.client_id}"
        return (
            "Compare BATON_ENTRA_CLIENT_ID with the registration. If it is right, the tenant "
            "does not know it yet: add the app in Teams there, or have an administrator open "
            f"{consent}"
        )
    return _REFUSALS.get(type(problem), _UNEXPLAINED)


def _apart(date: str, at: datetime) -> float | None:
    """Return by how many seconds a Date header differs from `at`; None if it is none."""
    try:
        return abs((parsedate_to_datetime(date) - at).total_seconds())
    except (ValueError, TypeError):
        return None


def _told(answer: Answer) -> dict[str, Any]:
    told = answer.json()
    return told if isinstance(told, dict) else {}
