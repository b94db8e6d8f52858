"""`baton platform check`: whether a connection works, and what to change where if not."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from lti_tool.course import LtiContext
from lti_tool.key_set_reading import note_reading
from lti_tool.platform import Platform
from lti_tool.teacher_launch import note_teacher_launch
from practice_lms import scopes
from practice_lms.addresses import memberships

LTI = "https://purl.imsglobal.org/spec/lti/claim/"
INSTRUCTOR = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"
LAUNCH = {
    "iss": "https://lms.example",
    "name": "Amira Haddad",
    f"{LTI}message_type": "LtiResourceLinkRequest",
    f"{LTI}roles": [INSTRUCTOR],
}


@pytest.fixture
def check(baton, settings, school):
    """Runs the command; the checks by name, each with its findings, and the exit status."""
    public_url = school.lms.settings.tool_jwks_url.removesuffix("/lti/jwks")

    def look(name="Practice LMS", **more):
        arguments = ("platform", "check", name)
        environment = {**settings, "BATON_PUBLIC_URL": public_url, **more}
        said = baton(*arguments, "--json", **environment)
        found = json.loads(said.out)
        assert said.status == (0 if all(one["is_well"] for one in found) else 1)
        shown = baton(*arguments, **environment).out
        for one in found:
            assert one["sentence"] in shown
            assert one["is_well"] or one["to_do"] in shown
        return found

    return look


@pytest.fixture
def well(database, school, debts):
    """A course that was opened by somebody who teaches it, and an LMS that has read our keys."""
    at = datetime.now(UTC)
    note_reading(database, at)
    note_teacher_launch(database, 1, {**LAUNCH, "iat": at.timestamp()}, at)
    change(
        database,
        LtiContext,
        scopes=" ".join(scopes.AGS),
        memberships_url=memberships(school.origin),
    )
    return debts


def change(database, table, **values):
    with database.write() as session:
        session.execute(update(table).values(**values))


def wrong(found):
    """What is not well: the check, what was found, and what to do."""
    return [(one["check"], one["sentence"], one["to_do"]) for one in found if not one["is_well"]]


def test_all_is_well(check, well):
    found = check()
    assert wrong(found) == []
    assert [one["sentence"] for one in found][:2] == [
        "The LMS's key set can be read (keys: 1).",
        f"Baton's key set can be read at {well_url(found)}.",
    ]
    sentences = {one["sentence"] for one in found}
    assert "The LMS has Baton's keys: it accepts what Baton signs." in sentences
    assert "The clocks of the LMS and of Baton agree." in sentences
    assert "The LMS allows Baton: send grades." in sentences
    assert "The LMS allows Baton: read who is in the course." in sentences
    assert "The gradebook columns can be read." in sentences
    assert "The list of members can be read." in sentences


def well_url(found):
    return found[1]["sentence"].removeprefix("Baton's key set can be read at ").removesuffix(".")


def test_it_shows_roles_and_claims_and_nobodys_name(check, well, capsys):
    roles, claims = [one for one in check() if one["check"] == "launches"]
    assert roles["details"] == [INSTRUCTOR]
    assert "name" in claims["details"]
    assert "Amira" not in json.dumps([roles, claims])


def test_nothing_of_the_lms_is_changed(check, well, school):
    before = len(school.lms.gradebook.columns())
    check()
    assert len(school.lms.gradebook.columns()) == before
    assert set(school.shown.values()) <= {None}


@pytest.mark.parametrize(
    ("family", "label"),
    [
        ("moodle", "Manage tools"),
        ("canvas", "Developer Keys"),
        ("BrightspaceLMS", "public key set"),
        ("d2l", "Manage Extensibility"),
        ("sakai", "External Tools"),
        ("openedx", "Studio"),
        ("blackboard", "JWKS URL"),
        ("", "public key set"),
    ],
)
def test_an_lms_that_does_not_know_us_is_told_so_in_its_own_words(
    check, well, database, school, family, label
):
    change(database, Platform, family=family)
    school.lms.faults.answer_with(400, '{"error": "invalid_client"}', at="tokens", times=99)
    refused = [one for one in wrong(check()) if one[0] == "access"]
    assert len(refused) >= 4
    for _check, sentence, to_do in refused:
        assert "no token: status 400 invalid_client" in sentence or "was last read" in sentence
        assert label in to_do


def test_a_scope_that_is_refused_is_named(check, well, school):
    school.lms.faults.answer_with(400, '{"error": "invalid_scope"}', at="tokens", times=99)
    refused = [one for one in wrong(check()) if one[0] == "access"]
    assert "The LMS refuses this: send grades (no token: status 400 invalid_scope)." in [
        sentence for _check, sentence, _to_do in refused
    ]
    assert all("Assignment and Grade Services" in to_do for *_more, to_do in refused[:-1])


def test_what_the_lms_does_not_offer_is_named(check, well, database):
    change(database, LtiContext, scopes=scopes.RESULT_READ, memberships_url=None)
    sentences = [sentence for _check, sentence, _to_do in wrong(check())]
    assert sentences == [
        "The LMS does not offer this: send grades.",
        "The LMS does not offer this: read who is in the course.",
        "The LMS has not said where the list of members is.",
    ]


def test_an_lms_that_is_gone(check, well, database):
    change(
        database,
        Platform,
        token_url="http://127.0.0.1:9/token",
        jwks_url="http://127.0.0.1:9/jwks",
    )
    found = wrong(check())
    names = [name for name, *_more in found]
    assert names == ["their-keys", "access", "access", "columns", "roster"]
    assert "ConnectionError at 127.0.0.1" in found[0][1]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("<html>Sign in</html>", "The LMS's key set holds no key that Baton can use."),
        ('{"keys": []}', "The LMS's key set holds no key that Baton can use."),
    ],
)
def test_a_key_set_that_is_none(check, well, school, body, sentence):
    school.lms.faults.answer_with(200, body, at="keys", times=2)
    assert wrong(check())[0][1] == sentence


def test_services_that_answer_wrongly(check, well, school):
    school.lms.faults.answer_with(500, "busy", at="line_items", times=2)
    school.lms.faults.answer_with(200, "<html>", at="roster", times=2)
    assert [sentence for _check, sentence, _to_do in wrong(check())] == [
        "The gradebook columns cannot be read (the LMS answered 500).",
        "The list of members cannot be read (the LMS answered 200).",
    ]


def test_a_clock_that_is_wrong(check, well, database):
    at = datetime.now(UTC)
    launch = {**LAUNCH, "iat": (at + timedelta(minutes=5)).timestamp(), "more": 1}
    note_teacher_launch(database, 1, launch, at)
    ((name, sentence, to_do),) = wrong(check())
    assert name == "clocks"
    assert sentence.startswith("The last launch came from the future (")
    assert "NTP" in to_do


def test_a_connection_that_nobody_has_used(check, school, database, debts):
    with database.write() as session:
        session.add(
            Platform(
                name="New",
                issuer="https://new.example",
                client_id="1",
                auth_url=f"{school.origin}/auth",
                token_url=f"{school.origin}/token",
                jwks_url=f"{school.origin}/jwks",
                allow_http=True,
                added_at=datetime.now(UTC),
            )
        )
    sentences = [sentence for _check, sentence, _to_do in wrong(check("New"))]
    assert "Nobody has opened Baton from a course of this LMS yet." in sentences
    assert "Nobody who teaches has opened Baton from this LMS yet." in sentences


def test_keys_that_nobody_has_read(check, school, database, debts):
    school.lms.faults.answer_with(400, '{"error": "invalid_client"}', at="tokens", times=99)
    sentences = [sentence for _check, sentence, _to_do in wrong(check())]
    assert "Nobody has ever read Baton's key set, so the LMS has not either." in sentences


def test_an_address_that_is_not_ours(check, well, school):
    found = wrong(check(BATON_PUBLIC_URL=school.origin))
    assert ("our-address", f"Something else than Baton's keys is at {school.origin}/lti/jwks.") in [
        one[:2] for one in found
    ]
    found = wrong(check(BATON_PUBLIC_URL="http://127.0.0.1:9"))
    assert "Baton cannot reach itself (ConnectionError at 127.0.0.1)." in [one[1] for one in found]


def test_a_platform_that_is_not_there(baton, settings):
    said = baton("platform", "check", "Nowhere", **settings)
    assert said.status == 2
    assert "No platform is called 'Nowhere'" in said.err


def test_secrets_are_not_shown(baton, settings, school, well):
    said = baton("platform", "check", "Practice LMS", **settings)
    assert "eyJ" not in said.out + said.err
