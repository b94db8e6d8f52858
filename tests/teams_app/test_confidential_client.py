"""Tokens for Graph: real MSAL, and an Entra that looks at everything."""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import jwt
import pytest
from cryptography import x509
from doubles.certificate import certificate_pem
from doubles.entra import ELSEWHERE, NORRVIK, PEOPLE
from doubles.entra import Entra as Microsoft
from doubles.entra_tokens import SECRET, Tokens
from doubles.school import free_port

from teams_app.confidential_client import ConfidentialClient
from teams_app.entra_problems import (
    ConsentNeeded,
    EndedCredential,
    EntraProblem,
    EntraRefused,
    EntraUnreachable,
    MoreNeeded,
    NoCredential,
    NoSuchTenant,
    NotKnownThere,
    WrongCredential,
)

CLAIMS = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}'
READ = ("User.Read", "User.ReadBasic.All")


@pytest.fixture
def tokens(microsoft: Microsoft) -> Iterator[Tokens]:
    """Where Entra gives tokens; each test finds it as it comes."""
    microsoft.tokens = Tokens(microsoft)
    yield microsoft.tokens
    microsoft.tokens = Tokens(microsoft)


@pytest.fixture
def baton(microsoft: Microsoft, tokens: Tokens) -> ConfidentialClient:
    return with_secret(microsoft, SECRET)


def with_secret(microsoft: Microsoft, secret: str) -> ConfidentialClient:
    return ConfidentialClient(replace(microsoft.registration, client_secret=secret))


def said(token: str) -> dict[str, object]:
    return jwt.decode(token, options={"verify_signature": False})


def test_baton_gets_a_token_as_itself_and_keeps_it(baton, tokens):
    tokens.app_roles = {"TeamsActivity.Send"}
    first = baton.token_for_itself(NORRVIK)
    assert baton.token_for_itself(NORRVIK).value == first.value
    assert len(tokens.asked) == 1
    told = said(first.value)
    assert (told["tid"], told["idtyp"]) == (NORRVIK, "app")
    assert told["aud"] == "https://graph.microsoft.com"


def test_each_tenant_has_tokens_of_its_own(baton):
    assert said(baton.token_for_itself(NORRVIK).value)["tid"] == NORRVIK
    assert said(baton.token_for_itself(ELSEWHERE).value)["tid"] == ELSEWHERE


def test_a_token_that_must_last_or_that_graph_did_not_take_is_asked_for_anew(baton, tokens):
    tokens.lasting = 1800
    short = baton.token_for_itself(NORRVIK)
    assert baton.token_for_itself(NORRVIK, lasting=1000).value == short.value
    tokens.lasting = 3599
    longer = baton.token_for_itself(NORRVIK, lasting=2700)
    assert longer.lasts >= 2700
    assert baton.token_for_itself(NORRVIK, fresh=True).value != longer.value


def test_on_behalf_of_somebody_it_gets_theirs_and_keeps_none(baton, tokens, microsoft):
    tokens.consents = {(PEOPLE["ben"], scope) for scope in READ}
    token = baton.token_for_person(NORRVIK, microsoft.token("ben"), READ)
    told = said(token.value)
    assert (told["oid"], told["scp"]) == (PEOPLE["ben"], "User.Read User.ReadBasic.All")
    (application,) = baton._applications.values()
    assert not list(application.token_cache.search("AccessToken"))
    assert not list(application.token_cache.search("RefreshToken"))


def test_consent_that_is_missing_is_said_and_counts_as_soon_as_it_is_given(
    baton, tokens, microsoft
):
    """MSAL by itself would repeat the refusal for a minute."""
    ben = microsoft.token("ben")
    with pytest.raises(ConsentNeeded):
        baton.token_for_person(NORRVIK, ben, READ)
    tokens.consents = {(NORRVIK, scope) for scope in READ}
    assert baton.token_for_person(NORRVIK, ben, READ).lasts > 0


def test_a_claims_challenge_is_handed_on_as_it_came(baton, tokens, microsoft):
    tokens.wants_more = {PEOPLE["ben"]: CLAIMS}
    with pytest.raises(MoreNeeded) as refused:
        baton.token_for_person(NORRVIK, microsoft.token("ben"), READ)
    assert refused.value.claims == CLAIMS


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "another-app"},
        {"exp": 1},
        {"tid": ELSEWHERE},
        {"scp": "something_else"},
    ],
)
def test_a_forged_assertion_gets_nothing(baton, tokens, microsoft, changes):
    tokens.consents = {(NORRVIK, scope) for scope in READ}
    with pytest.raises(EntraRefused):
        baton.token_for_person(NORRVIK, microsoft.token("ben", **changes), READ)


def test_an_assertion_signed_by_another_tenant_gets_nothing(baton, tokens, microsoft):
    tokens.consents = {(NORRVIK, scope) for scope in READ}
    forged = microsoft.sign(microsoft.claims("ben"), ELSEWHERE)
    with pytest.raises(EntraRefused):
        baton.token_for_person(NORRVIK, forged, READ)


def test_without_secret_and_certificate_nothing_is_asked(microsoft, tokens):
    with pytest.raises(NoCredential):
        with_secret(microsoft, "").token_for_itself(NORRVIK)
    assert tokens.asked == []


def test_a_wrong_secret_is_named_as_the_reason(microsoft, tokens):
    with pytest.raises(WrongCredential) as refused:
        with_secret(microsoft, "8Q~another").token_for_itself(NORRVIK)
    assert refused.value.codes == (7000215,)


def test_a_tenant_that_does_not_know_baton_is_named_as_the_reason(baton, tokens):
    tokens.unknown_in = {NORRVIK}
    with pytest.raises(NotKnownThere):
        baton.token_for_itself(NORRVIK)


def test_a_tenant_that_does_not_exist_is_named_as_the_reason(baton):
    with pytest.raises(NoSuchTenant):
        baton.token_for_itself("99999999-aaaa-4aaa-8aaa-111111111111")


def test_a_secret_that_has_ended_is_named_as_the_reason(baton, tokens):
    tokens.ended = True
    with pytest.raises(EndedCredential):
        baton.token_for_itself(NORRVIK)


def test_an_entra_that_is_busy_says_for_how_long(baton, tokens):
    tokens.busy = [(429, {"Retry-After": "17"}), (503, {}), (503, {"Retry-After": "tomorrow"})]
    for wait in (timedelta(seconds=17), None, None):
        with pytest.raises(EntraUnreachable) as problem:
            baton.token_for_itself(NORRVIK)
        assert problem.value.wait == wait
    assert baton.token_for_itself(NORRVIK).lasts > 0


def test_an_entra_that_is_gone_is_no_fault_of_ours(microsoft, tokens):
    gone = replace(microsoft.registration, authority=f"http://127.0.0.1:{free_port()}")
    with pytest.raises(EntraUnreachable):
        ConfidentialClient(replace(gone, client_secret=SECRET)).token_for_itself(NORRVIK)


@pytest.mark.parametrize("body", ["<html>", "[]", "{}", '{"token_endpoint": 1}', "null"])
def test_something_else_in_entras_place_is_no_fault_of_ours(httpserver, microsoft, body):
    httpserver.expect_request(re.compile(".*")).respond_with_data(body)
    here = httpserver.url_for("").rstrip("/")
    entra = replace(microsoft.registration, authority=here, client_secret=SECRET)
    with pytest.raises(EntraUnreachable):
        ConfidentialClient(entra).token_for_itself(NORRVIK)


@pytest.fixture(scope="module")
def pem() -> str:
    return certificate_pem()


def test_a_certificate_takes_the_place_of_the_secret(microsoft, tokens, pem):
    certified = replace(microsoft.registration, client_certificate=pem)
    with pytest.raises(WrongCredential):
        ConfidentialClient(certified).token_for_itself(NORRVIK)
    tokens.certificate = x509.load_pem_x509_certificate(pem.encode())
    assert ConfidentialClient(certified).token_for_itself(NORRVIK).lasts > 0
    assert "client_secret" not in tokens.asked[-1]


def test_the_log_and_the_problem_hold_no_token_no_secret_and_no_name(
    baton, tokens, microsoft, caplog
):
    caplog.set_level(logging.DEBUG)
    ben = microsoft.token("ben")
    problems = []
    for change in ({"consents": set()}, {"wants_more": {PEOPLE["ben"]: CLAIMS}}):
        for name, value in change.items():
            setattr(tokens, name, value)
        with pytest.raises(EntraProblem) as problem:
            baton.token_for_person(NORRVIK, ben, READ)
        problems.append(problem.value)
    tokens.wants_more, tokens.consents = {}, {(NORRVIK, scope) for scope in READ}
    token = baton.token_for_person(NORRVIK, ben, READ)
    told = caplog.text + repr(token) + "".join(f"{p} {p.reason}" for p in problems)
    for private in (SECRET, token.value, ben, "Ben of Norrvik"):
        assert private not in told
