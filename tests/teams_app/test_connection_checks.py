"""What a check of the connection finds, and what it says to do. Entra is a server of the test's."""

import json
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import parse_qs

import jwt
import pytest
from conftest import SECRET
from cryptography.hazmat.primitives.asymmetric import rsa
from doubles.raw_server import ANSWER, raw_server, says
from doubles.school import free_port
from werkzeug import Response

from teams_app.connection import Connection, Directory
from teams_app.connection_checks import CHECKS

TENANT = "11111111-aaaa-4bbb-8ccc-222222222222"
NORRVIK = Directory(TENANT, "Norrvik")


@pytest.fixture(scope="module")
def keys():
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()
    return {"keys": [{**json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key)), "kid": "k"}]}


@pytest.fixture
def origin(httpserver):
    return httpserver.url_for("").rstrip("/")


@pytest.fixture
def connection(entra, origin):
    """Norrvik's, with a secret, and Entra on this machine."""
    there = replace(entra, authority=origin, client_secret=SECRET)
    return Connection(there, (NORRVIK,))


@pytest.fixture
def discovery(httpserver, origin, keys):
    """An Entra that says who it is, and has keys."""

    def answer(status=200, shown=keys, **changes):
        told = {
            "issuer": f"{origin}/{TENANT}/v2.0",
            "jwks_uri": f"{origin}/keys",
            "authorization_endpoint": f"{origin}/{TENANT}/oauth2/v2.0/authorize",
            "token_endpoint": f"{origin}/{TENANT}/oauth2/v2.0/token",
            **changes,
        }
        path = f"/{TENANT}/v2.0/.well-known/openid-configuration"
        httpserver.expect_request(path).respond_with_json(told, status=status)
        httpserver.expect_request("/keys").respond_with_json(shown)

    return answer


def look(name, connection):
    return list(CHECKS[name](connection))


def found(name, connection):
    (finding,) = look(name, connection)
    assert bool(finding.to_do) is not finding.is_well
    return finding


def test_without_a_registration_it_says_which_setting_is_missing(entra):
    finding = found("registration", Connection(replace(entra, client_id=""), ()))
    assert "BATON_ENTRA_CLIENT_ID" in finding.to_do


def test_without_a_secret_people_can_sign_in_all_the_same(entra):
    named, secret = look("registration", Connection(entra, ()))
    assert named.is_well
    assert secret.is_well
    assert "weekly notice" in secret.sentence
    assert look("graph", Connection(entra, (NORRVIK,))) == []


def test_an_address_that_teams_cannot_open(entra):
    assert found("address", Connection(entra, ())).is_well
    local = Connection(replace(entra, public_url="http://localhost:8000"), ())
    assert "BATON_PUBLIC_URL" in found("address", local).to_do


def test_without_a_tenant_nobody_can_sign_in(entra, connection):
    assert "tenant-add" in found("tenants", Connection(entra, ())).to_do
    assert found("tenants", connection).details == (f"Norrvik ({TENANT})",)


def test_entra_answers_with_its_keys(connection, discovery):
    discovery()
    assert found("sign-in", connection).is_well


@pytest.mark.parametrize(
    ("answer", "sentence", "to_do"),
    [
        ({"status": 400, "error_codes": [90002]}, "knows no tenant", "under Overview"),
        ({"status": 302}, "Something else than Entra", "firewall"),
        ({"jwks_uri": None}, "Something else than Entra", "firewall"),
        ({"issuer": "https://elsewhere.example"}, "elsewhere.example", "BATON_ENTRA_AUTHORITY"),
        ({"issuer": ["x"]}, "would come from", "BATON_ENTRA_AUTHORITY"),
        ({"shown": {"keys": []}}, "cannot be read", "firewall"),
        ({"shown": [1]}, "cannot be read", "firewall"),
    ],
)
def test_what_is_wrong_with_signing_in_is_said(connection, discovery, answer, sentence, to_do):
    discovery(**answer)
    finding = found("sign-in", connection)
    assert not finding.is_well
    assert sentence in finding.sentence
    assert to_do in finding.to_do


@contextmanager
def dated(date):
    """An Entra whose clock shows this."""
    head = f"Date: {date}\r\nContent-Length: 0\r\n\r\n"
    with raw_server(says(ANSWER + head.encode())) as server:
        yield f"http://127.0.0.1:{server.port}"


def of(connection, authority):
    return replace(connection, entra=replace(connection.entra, authority=authority))


@pytest.mark.parametrize(
    ("date", "well"),
    [
        (timedelta(seconds=-30), True),
        (timedelta(seconds=30), True),
        (timedelta(minutes=-3), False),
        (timedelta(hours=1), False),
    ],
)
def test_a_clock_that_goes_wrong_is_noticed(connection, date, well):
    told = format_datetime(datetime.now(UTC) + date, usegmt=True)
    with dated(told) as authority:
        finding = found("clock", of(connection, authority))
    assert finding.is_well is well
    assert ("NTP" in finding.to_do) is not well


@pytest.mark.parametrize("date", ["", "yesterday", "Wed, 25 Nov 2026"])
def test_without_a_time_of_microsofts_nothing_is_said_of_the_clock(connection, date):
    with dated(date) as authority:
        assert look("clock", of(connection, authority)) == []


@pytest.mark.parametrize("name", ["sign-in", "graph"])
def test_an_entra_that_is_not_there_is_a_matter_of_the_network(entra, name):
    gone = f"http://127.0.0.1:{free_port()}"
    there = replace(entra, authority=gone, client_secret=SECRET)
    finding = found(name, Connection(there, (NORRVIK,)))
    assert "cannot be reached" in finding.sentence
    assert "firewall" in finding.to_do


def test_a_token_for_graph_is_asked_for_as_entra_wants_it(connection, discovery, httpserver):
    asked = []

    def answer(request):
        asked.append(parse_qs(request.get_data(as_text=True)))
        told = {"access_token": "t", "expires_in": 3599, "token_type": "Bearer"}
        return Response(json.dumps(told), mimetype="application/json")

    discovery()

    httpserver.expect_request(f"/{TENANT}/oauth2/v2.0/token").respond_with_handler(answer)
    assert found("graph", connection).is_well
    assert asked == [
        {
            "grant_type": ["client_credentials"],
            "client_id": [connection.entra.client_id],
            "client_secret": [SECRET],
            "client_info": ["1"],
            "scope": ["https://graph.microsoft.com/.default"],
        }
    ]


@pytest.mark.parametrize(
    ("told", "to_do"),
    [
        ({"error_codes": [7000215]}, "the Value of a secret"),
        ({"error_codes": [7000222]}, "has expired"),
        ({"error_codes": [700016]}, "/adminconsent?client_id="),
        ({"error_codes": [7000229]}, "/adminconsent?client_id="),
        ({"error_codes": [90002]}, "under Overview"),
        ({"error_codes": [1]}, "Microsoft's documents"),
        ({"error_codes": "x"}, "Microsoft's documents"),
        ({"error": ["x"]}, "Microsoft's documents"),
        (["x"], "firewall"),
        ({"access_token": None}, "Microsoft's documents"),
    ],
)
def test_no_token_for_graph_says_what_to_change_and_nothing_of_the_secret(
    connection, discovery, httpserver, told, to_do
):
    discovery()
    path = f"/{TENANT}/oauth2/v2.0/token"
    httpserver.expect_request(path).respond_with_json(told, status=401)
    finding = found("graph", connection)
    assert not finding.is_well
    assert to_do in finding.to_do
    assert SECRET not in finding.sentence + finding.to_do
