"""The window of a consent: it leads to Entra and nowhere else, and nobody can plant its end."""

import json
import re
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from urllib.parse import parse_qs, urlsplit

import pytest
from doubles.databases import SqliteFiles
from doubles.entra import CLIENT_ID, NORRVIK
from doubles.entra import Entra as Microsoft

from teams_app.consent import COOKIE, Question
from teams_app.direct_reports import SCOPES
from web.keyring import Keyring

CLAIMS = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}'


@pytest.fixture
def database_url(sqlite_files: SqliteFiles) -> Iterator[str]:
    """Nothing here is kept in the database."""
    url = sqlite_files.new()
    yield url
    sqlite_files.drop(url)


@pytest.fixture
def ask(app, client, product):
    """Open the window as Baton's button does; return where it leads."""

    def start(claims: str = "", **changes) -> str:
        with app.test_request_context():
            question = Question.ask(NORRVIK, "amira@norrvik.example", SCOPES, claims)
        url = replace(question, **changes).url(product.keyring)
        answer = client.get(url)
        assert answer.status_code == 302, answer.text
        return answer.location

    return start


def query_of(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def end(client, **sent: str):
    return client.get("/teams/auth-end", query_string=sent)


def outcome_of(answer) -> str:
    return re.search(r'data-outcome="(\w+)"', answer.text)[1]


def test_it_leads_to_entra_with_all_that_entra_wants(ask, microsoft: Microsoft, product):
    url = ask()
    assert url.startswith(f"{microsoft.url}/{NORRVIK}/oauth2/v2.0/authorize?")
    asked = query_of(url)
    graph = product.settings.graph_url
    assert asked.pop("scope") == f"{graph}/User.Read {graph}/User.ReadBasic.All"
    assert len(asked.pop("state")) >= 43
    assert len(asked.pop("code_challenge")) == 43
    assert asked == {
        "client_id": CLIENT_ID,
        "response_type": "code",
        "response_mode": "query",
        "redirect_uri": "http://localhost/teams/auth-end",
        "code_challenge_method": "S256",
        "login_hint": "amira@norrvik.example",
        "prompt": "consent",
    }


def test_a_claims_challenge_goes_along_and_consent_is_not_asked_again(ask):
    asked = query_of(ask(CLAIMS))
    assert asked["claims"] == CLAIMS
    assert "prompt" not in asked


def test_each_window_is_bound_to_its_browser_by_a_state_of_its_own(ask, client):
    first, second = (query_of(ask())["state"] for _n in range(2))
    assert first != second
    kept = client.get_cookie(COOKIE, path="/teams")
    assert kept.value == second
    assert (kept.secure, kept.http_only, kept.same_site) == (True, True, "Lax")


def test_an_address_that_baton_has_not_made_leads_nowhere(client):
    queries = (
        {},
        {"ask": ""},
        {"ask": "https://evil.example/"},
        {"ask": "gAAAAAB", "redirect_uri": "https://evil.example/"},
        {"tenant_id": NORRVIK, "claims": CLAIMS},
    )
    for query in queries:
        answer = client.get("/teams/auth-start", query_string=query)
        assert answer.status_code == 403
        assert "Location" not in answer.headers
        assert "This window is too old" in answer.text


def test_what_was_sealed_elsewhere_long_ago_or_for_something_else_leads_nowhere(client, product):
    question = Question(NORRVIK, "amira", SCOPES, "", "en", time.time() + 60)
    elsewhere = question.url(Keyring(["another secret, which is long enough, too"]))
    old = replace(question, until=time.time() - 1).url(product.keyring)
    for_others = [
        json.dumps({"invite": "x"}),
        json.dumps(asdict(question) | {"scopes": 1}),
        json.dumps([1]),
        "null",
        "a private key",
    ]
    sealed = [product.keyring.encrypt(text) for text in for_others]
    urls = [elsewhere, old, *(f"/teams/auth-start?ask={one}" for one in sealed)]
    for url in urls:
        assert client.get(url).status_code == 403


def test_each_end_is_told_in_our_own_words(ask, client):
    ends = (
        ({"code": "c"}, "done"),
        ({}, "failed"),
        ({"error": "access_denied", "error_description": "AADSTS65004: declined."}, "declined"),
        ({"error": "access_denied"}, "declined"),
        ({"error": "access_denied", "error_description": "AADSTS90094: x"}, "administrator"),
        ({"error": "consent_required", "error_description": "AADSTS90095: x"}, "administrator"),
        ({"error": "server_error", "error_description": "AADSTS9"}, "failed"),
    )
    for told, outcome in ends:
        answer = end(client, state=query_of(ask())["state"], **told)
        assert (told, outcome_of(answer)) == (told, outcome)
        assert answer.status_code == 200
        assert "AADSTS" not in answer.text


def test_the_window_ends_in_the_language_in_which_it_began(ask, client):
    state = query_of(ask(language="sv"))["state"]
    assert "Baton fortsätter i Teams" in end(client, state=state, code="c").text


def test_an_end_that_this_browser_has_not_begun_does_nothing(ask, client, app):
    """Whoever plants a code in somebody's browser reaches a page that tells Teams nothing."""
    state = query_of(ask())["state"]
    stranger = app.test_client()
    for planted in ({"code": "c", "state": state}, {"code": "c"}, {"state": state}, {}):
        answer = end(stranger, **planted)
        assert (answer.status_code, outcome_of(answer)) == (400, "stray")
    assert outcome_of(end(client, code="c", state="another")) == "stray"
    assert outcome_of(end(client, code="c", state="ö")) == "stray"


def test_a_state_is_good_once(ask, client):
    state = query_of(ask())["state"]
    assert outcome_of(end(client, code="c", state=state)) == "done"
    assert outcome_of(end(client, code="c", state=state)) == "stray"


def test_an_administrator_who_has_said_yes_is_thanked_and_teams_is_told_nothing(client):
    answer = end(client, admin_consent="True", tenant=NORRVIK, state="administrator")
    assert (answer.status_code, outcome_of(answer)) == (200, "allowed")


def test_nothing_that_is_sent_along_comes_back_on_the_page(ask, client):
    state = query_of(ask())["state"]
    sent = {"error": "<b>x</b>", "error_description": "<script>y</script>", "code": "secret-code"}
    answer = end(client, state=state, **sent)
    for text in ("<b>x", "<script>y", "secret-code"):
        assert text not in answer.text
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_without_an_app_registration_there_is_no_such_window(product, wakes):
    from baton.app import create_app

    closed = replace(product, settings=replace(product.settings, entra_client_id=""))
    client = create_app(closed, wakes).test_client()
    assert client.get("/teams/auth-start?ask=x").status_code == 404
    assert client.get("/teams/auth-end").status_code == 404
