"""Registering again: what is there is updated, and nobody changes what is another's."""

import html
from collections.abc import Callable
from datetime import UTC, datetime

from cast.administrator import Administrator
from doubles.lms import LTI, Lms
from doubles.registrar import Registrar
from flask.testing import FlaskClient
from sqlalchemy import select

from learning.database import Database
from lti_tool.access_token import AccessToken
from lti_tool.platform import Deployment, Platform

LmsOf = Callable[[str], Registrar]


def test_the_same_registration_again_updates_it(admin: Administrator, lms_of: LmsOf) -> None:
    lms = lms_of("canvas")
    lms.client_id = "10000000000001"
    admin.connects(lms)
    lms.configuration_changes = {"token_endpoint": f"{lms.url}/new/token"}
    admin.connects(lms, admin.invited(name="Norrvik's Canvas"))
    (platform,) = admin.platforms()
    assert (platform.token_url, platform.name) == (f"{lms.url}/new/token", "Norrvik's Canvas")


def test_moodle_gives_another_client_id_each_time(admin: Administrator, lms_of: LmsOf) -> None:
    """Nobody has learned through the first one, so the second one takes its place."""
    lms = lms_of("moodle")
    admin.connects(lms)
    (first,) = admin.platforms()
    admin.connects(lms)
    (second,) = admin.platforms()
    assert (first.id, first.name) == (second.id, second.name)
    assert first.client_id != second.client_id
    assert admin.deployments() == {"2": "Norrvik"}


def test_a_registration_that_people_learn_through_stays_beside_the_new_one(
    admin: Administrator, lms_of: LmsOf, lms: Lms, client: FlaskClient, database: Database
) -> None:
    lms.launch(client)
    registrar = lms_of("moodle")
    with database.write() as session:
        used = session.get_one(Platform, 1)
        used.issuer, used.token_url = registrar.url, f"{registrar.url}/token"
        used.name = "Moodle"
    admin.connects(registrar, admin.invited(name="Moodle"))
    assert [one.name for one in admin.platforms()] == ["Moodle", "Moodle 2"]
    assert admin.platforms()[0].client_id == lms.client_id


def test_where_customers_share_an_issuer_each_registration_stands_alone(
    admin: Administrator, lms_of: LmsOf
) -> None:
    lms = lms_of("canvas")
    admin.connects(lms)
    admin.connects(lms)
    assert len({one.client_id for one in admin.platforms()}) == 2


def test_two_organisations_on_one_lms_have_a_registration_each(
    admin: Administrator, lms_of: LmsOf
) -> None:
    lms = lms_of("moodle")
    admin.connects(lms)
    admin.connects(lms, admin.invited("Söderhamn"))
    assert len(admin.platforms()) == 2
    assert admin.deployments() == {"1": "Norrvik", "2": "Söderhamn"}


def test_nobody_changes_another_organisations_registration(
    admin: Administrator, lms_of: LmsOf
) -> None:
    """Chidi has an invite too, and an LMS that says what it likes."""
    lms, evil = lms_of("canvas"), lms_of("canvas")
    lms.client_id = evil.client_id = "10000000000001"
    admin.connects(lms)
    address = admin.invited("Söderhamn")
    page = admin.connects(evil, address)
    assert page.status_code == 400
    assert "already connected, for another organisation" in page.text
    (platform,) = admin.platforms()
    assert platform.jwks_url == f"{lms.url}/jwks"


def test_a_platform_added_by_hand_is_updated_by_its_own_organisation_only(
    admin: Administrator, lms_of: LmsOf, lms: Lms, database: Database
) -> None:
    registrar = lms_of("moodle")
    registrar.client_id = lms.client_id
    with database.write() as session:
        session.get_one(Platform, 1).issuer = registrar.url
    assert admin.connects(registrar, admin.invited("Söderhamn")).status_code == 400
    assert admin.connects(registrar).status_code == 200
    assert admin.platforms()[0].token_url == f"{registrar.url}/token"


def test_a_pending_deployment_is_claimed_by_the_registration_that_names_it(
    admin: Administrator, lms_of: LmsOf, database: Database
) -> None:
    lms = lms_of("moodle")
    lms.client_id = "baton-1"
    admin.connects(lms)
    with database.write() as session:
        session.get_one(Deployment, 1).organisation_id = None
    lms.registered.clear()
    admin.connects(lms)
    assert admin.deployments() == {"1": "Norrvik"}


def test_tokens_of_the_earlier_client_are_forgotten(
    admin: Administrator, lms_of: LmsOf, database: Database
) -> None:
    lms = lms_of("moodle")
    admin.connects(lms)
    with database.write() as session:
        token = AccessToken(platform_id=1, scope="s", token="t", expires_at=datetime.now(UTC))
        session.add(token)
    admin.connects(lms)
    with database.read() as session:
        assert list(session.scalars(select(AccessToken))) == []


def test_what_canvas_tells_no_deployment_of_waits_is_approved_and_opens(
    admin: Administrator, lms: Lms, client: FlaskClient, database: Database
) -> None:
    waiting = {f"{LTI}deployment_id": "9:d89e"}
    page = lms.launch(client, **waiting)
    shown = html.unescape(page.text)
    assert page.status_code == 403
    assert "deployment ID is 9:d89e" in shown
    assert "Ask the person who runs Baton" in shown
    assert admin.deployments() == {"dep-1": "Norrvik", "9:d89e": None}
    with database.write() as session:
        session.get_one(Deployment, 2).organisation_id = 1
    assert lms.launch(client, **waiting).status_code == 200
