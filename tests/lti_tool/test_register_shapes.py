"""Any platform at all: whatever it says of itself, and answers, somebody gets a page that says so.

Each example is a genuine invitation and an LMS that says something odd over real HTTP.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from cast.administrator import Administrator
from doubles.registrar import GONE, HABITS, PLATFORM, TOOL, Registrar
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.wrappers import Response

ODD_TEXTS = st.sampled_from(
    [
        "",
        " ",
        "\x00",
        "\ud800",
        "x" * 256,
        "x" * 20_000,
        "\u202ex",
        "😀" * 300,
        "<script>",
        "%s%(host)s",
        "http://[",
        "http://127.0.0.1:99999/x",
        "http://127.0.0.1:0/x",
        "https://lms.norrvik.example",
        "https://evil.example/;script-src *",
        "\r\nX: y",
        "canvas",
        "https://canvas.instructure.com",
    ]
)
TEXTS = st.one_of(ODD_TEXTS, st.text(max_size=30))
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.sampled_from([2**64, 10**300]), st.floats(), TEXTS
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.one_of(
                st.sampled_from(["product_family_code", "deployment_id", "client_id"]), TEXTS
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=8,
)
CONFIGURED = st.sampled_from(
    [
        "issuer",
        "authorization_endpoint",
        "token_endpoint",
        "jwks_uri",
        "registration_endpoint",
        "authorization_server",
        "scopes_supported",
        PLATFORM,
    ]
)
ANSWERED = st.sampled_from(["client_id", "scope", TOOL, "error"])
CHANGED = st.one_of(VALUES, st.just(GONE))
BODIES = st.one_of(
    st.none(),
    st.binary(max_size=60),
    VALUES.map(lambda value: json.dumps(value).encode()),
    st.sampled_from([b"[" * 5000, b"<html><script>alert(1)</script>", b'{"error": 1e999}']),
)
STATUSES = st.sampled_from([200, 201, 204, 302, 400, 401, 403, 404, 422, 429, 500, 503])


@pytest.fixture(scope="module")
def moodle() -> Iterator[Registrar]:
    lms = Registrar(HABITS["moodle"])
    yield lms
    lms.close()


@settings(
    max_examples=120,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    configured=st.dictionaries(CONFIGURED, CHANGED, max_size=2),
    answered=st.dictionaries(ANSWERED, CHANGED, max_size=2),
    body=BODIES,
    status=STATUSES,
    comes_first=st.booleans(),
)
def test_every_platform_gets_a_page(
    house: Any,
    moodle: Registrar,
    configured: dict[str, Any],
    answered: dict[str, Any],
    body: bytes | None,
    status: int,
    comes_first: bool,
) -> None:
    admin = Administrator(house.database, house.browser())
    moodle.registered.clear()
    moodle.configuration_changes, moodle.answer_changes = configured, answered
    odd = None if body is None else Response(body, status)
    moodle.configuration_answer = odd if comes_first else None
    moodle.registration_answer = None if comes_first else odd
    address, before = admin.invited(), len(admin.platforms())
    page = admin.connects(moodle, address)
    assert page.status_code in (200, 400)
    assert "<script>alert" not in page.text
    if page.status_code == 200:
        assert "Baton is connected" in page.text
        assert admin.pastes(address, moodle).status_code == 403, "an invite works once"
    else:
        assert len(admin.platforms()) == before
        assert admin.pastes(address, moodle).status_code == 200, "nothing was connected"


@settings(max_examples=100, deadline=None, database=None)
@given(
    sent=st.dictionaries(
        st.sampled_from(["openid_configuration", "registration_token", "invite", "x"]),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    ),
    is_invited=st.booleans(),
)
def test_every_way_to_open_the_address_gets_a_page(
    house: Any, sent: dict[str, str], is_invited: bool
) -> None:
    admin = Administrator(house.database, house.browser())
    address = admin.invited() if is_invited else "/lti/register?x=1"
    path, _sep, query = address.partition("?")
    name, _sep, value = query.partition("=")
    page = admin.client.get(path, query_string={**sent, name: value})
    assert page.status_code in (200, 400, 403)


@settings(max_examples=100, deadline=None, database=None)
@given(sealed=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_every_form_gets_a_page(house: Any, sealed: str) -> None:
    page = house.browser().post("/lti/register", data={"sealed": sealed})
    assert page.status_code == 400
