"""Any launch at all: whatever a platform signs, it gets an answer, and nobody becomes another.

Each example is a genuine login and a launch that is signed well but says something odd.
"""

import json
import re
from typing import Any

from doubles.lms import AGS, LTI
from doubles.tokens import signed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from learning.database import Database
from learning.person import Identity
from web.session import WebSession, hash_token

ODD_TEXTS = st.sampled_from(
    [
        "",
        " ",
        "\x00",
        "a\x00b",
        "\ud800",
        "\udfff\ud800",
        "x" * 256,
        "x" * 2001,
        "x" * 20_000,
        "\u202eben",
        "é" * 255,
        "😀" * 255,
        "ben",
        "amira",
        "null",
        "$User.id",
        "<script>",
        "'; DROP TABLE person; --",
        "%s%n",
        "http://[",
        "https://evil.example/;script-src *",
        "\r\nX: y",
    ]
)
TEXTS = st.one_of(ODD_TEXTS, st.text(max_size=30))
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([0, -1, 2**31, 2**63, 2**64, 10**300]),
    st.floats(),
    TEXTS,
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.one_of(st.sampled_from(["id", "title", "scope"]), TEXTS), inner),
    ),
    max_leaves=8,
)
PLACES = [
    *((name,) for name in ("iss", "aud", "azp", "sub", "exp", "iat", "nbf", "nonce", "jti")),
    *((name,) for name in ("name", "given_name", "family_name", "email", "anything")),
    *((f"{LTI}{name}",) for name in ("message_type", "version", "deployment_id", "roles")),
    *((f"{LTI}{name}",) for name in ("resource_link", "context", "custom", "tool_platform")),
    *((f"{LTI}resource_link", name) for name in ("id", "title")),
    *((f"{LTI}context", name) for name in ("id", "title", "label")),
    *((f"{LTI}launch_presentation", name) for name in ("locale", "return_url")),
    *((f"{LTI}custom", name) for name in ("module", "arc", "programme")),
    (f"{LTI}tool_platform", "product_family_code"),
    (f"{LTI}launch_presentation",),
    (AGS,),
    *((AGS, name) for name in ("scope", "lineitems", "lineitem")),
    ("https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice",),
    (
        "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice",
        "context_memberships_url",
    ),
]
GONE = object()
CHANGES = st.lists(
    st.tuples(st.sampled_from(PLACES), st.one_of(VALUES, st.just(GONE))), min_size=1, max_size=4
)
HEADERS = st.dictionaries(
    st.sampled_from(["kid", "alg", "typ", "jku", "cty", "b64", "crit"]), VALUES, min_size=1
)
SUBJECTS = st.sampled_from(["ben", "dana", "amira"])


def changed(claims: dict[str, Any], changes: list[tuple[tuple[str, ...], Any]]) -> dict[str, Any]:
    for place, value in changes:
        within = claims
        for name in place[:-1]:
            inner = within.get(name)
            within[name] = inner if isinstance(inner, dict) else {}
            within = within[name]
        within.pop(place[-1], None)
        if value is not GONE:
            within[place[-1]] = value
    return claims


def who_is_in(database: Database, page: str) -> list[tuple[str, str]]:
    """Return issuer and subject of whoever the answer let in."""
    holder = re.search(r'id="session">(.*?)</script>', page, re.DOTALL)
    if not holder:
        return []
    token = json.loads(holder[1])["token"]
    with database.read() as session:
        visit = session.scalars(
            select(WebSession).where(WebSession.token_hash == hash_token(token))
        ).one()
        mine = select(Identity).where(Identity.person_id == visit.person_id)
        return [(identity.issuer, identity.subject) for identity in session.scalars(mine)]


@settings(
    max_examples=250,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(sub=SUBJECTS, changes=CHANGES)
def test_every_launch_gets_an_answer_and_nobody_becomes_another(
    house: Any, sub: str, changes: list[Any]
) -> None:
    lms, client = house.lms, house.browser()
    asked = lms.begin(client)
    claims = changed({**lms.claims(sub, nonce=asked["nonce"]), **lms.grading()}, changes)
    token = signed({"kid": lms.kid}, claims, lms.keys[lms.kid])
    answer = lms.post(client, asked["state"], token)
    assert answer.status_code in (200, 400, 401, 403, 404, 413)
    for name, value in answer.headers.items():
        f"{name}: {value}".encode("latin-1")
    let_in = who_is_in(house.database, answer.text)
    if answer.status_code != 200 or claims.get("sub") is None:
        assert let_in == []
    else:
        assert let_in == [(lms.issuer, str(claims["sub"]))]


@settings(max_examples=80, deadline=None, database=None)
@given(header=HEADERS)
def test_every_header_gets_an_answer(house: Any, header: dict[str, Any]) -> None:
    lms, client = house.lms, house.browser()
    asked = lms.begin(client)
    claims = lms.claims(nonce=asked["nonce"])
    token = signed({"kid": lms.kid, **header}, claims, lms.keys[lms.kid])
    answer = lms.post(client, asked["state"], token)
    assert answer.status_code in (200, 400, 401)
    assert answer.status_code != 200 or not {"alg", "jku", "crit"} & set(header)


@settings(max_examples=100, deadline=None, database=None)
@given(
    form=st.dictionaries(
        st.sampled_from(
            ["iss", "client_id", "login_hint", "lti_message_hint", "target_link_uri", "x"]
        ),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    ),
    begins_well=st.booleans(),
    framed=st.booleans(),
)
def test_every_login_gets_an_answer(
    house: Any, form: dict[str, str], begins_well: bool, framed: bool
) -> None:
    sent = {**house.lms.login_form(), **form} if begins_well else form
    headers = {"Sec-Fetch-Dest": "iframe"} if framed else {}
    answer = house.browser().post("/lti/login", data=sent, headers=headers)
    assert answer.status_code in (200, 302, 400)
    assert not answer.headers.get("Location") or answer.headers["Location"].startswith(
        house.lms.auth_url
    )


@settings(max_examples=150, deadline=None, database=None)
@given(
    state=st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    token=st.one_of(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
        st.tuples(*[st.text("abcXYZ019_-=", max_size=40)] * 3).map(".".join),
    ),
    own_state=st.booleans(),
)
def test_every_post_to_the_launch_gets_an_answer(
    house: Any, state: str, token: str, own_state: bool
) -> None:
    client = house.browser()
    sent = house.lms.begin(client)["state"] if own_state else state
    assert house.lms.post(client, sent, token).status_code in (400, 401)
