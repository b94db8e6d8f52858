"""What a real Moodle 4.5 sent when somebody opened a link: all of it is understood.

Only what a login must have of its own is new: the nonce, the times, and Baton's own address.
"""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import connect
from doubles.lms import AGS, LTI, Lms
from doubles.logins import answer_to, asked
from doubles.recordings import recording
from doubles.tokens import signed
from sqlalchemy import select
from werkzeug.test import TestResponse

from learning.context import Enrolment
from learning.person import Identity
from lti_tool.course import LtiContext, ResourceLink

ORIGIN = "http://127.0.0.1:8800"
OURS = "http://localhost/lti/launch"
LAUNCHES = ["launch-learner", "launch-unnamed", "launch-ungraded", "launch-teacher"]
ROSTER = f"{ORIGIN}/mod/lti/services.php/CourseSection/2/bindings/1/memberships"

pytestmark = pytest.mark.parametrize("house", ["sqlite"], indirect=True)


@pytest.fixture(scope="module")
def send(house: Any) -> Iterator[Any]:
    """Let the recorded Moodle send one of its messages. It has two registrations of Baton's."""
    moodles: dict[str, Lms] = {}

    def send_one(name: str) -> TestResponse:
        claims = recording(name)["claims"]
        client_id = claims["aud"]
        if client_id not in moodles:
            lms = moodles[client_id] = Lms(ORIGIN, client_id)
            lms.deployment = claims[f"{LTI}deployment_id"]
            connect(house.database, lms, "Norrvik")
        lms, client, at = moodles[client_id], house.browser(), int(time.time())
        login = {**recording("login"), "client_id": client_id, "target_link_uri": OURS}
        sent = asked(answer_to(client, "POST", login))
        assert sent["login_hint"] == recording("login")["login_hint"]
        assert sent["lti_message_hint"] == recording("login")["lti_message_hint"]
        fresh = {"nonce": sent["nonce"], "iat": at, "exp": at + 60}
        header = {**recording(name)["header"], "kid": lms.kid}
        token = signed(header, {**claims, **fresh}, lms.keys[lms.kid])
        return lms.post(client, sent["state"], token)

    yield send_one
    for lms in moodles.values():
        lms.close()


@pytest.mark.parametrize("name", LAUNCHES)
def test_a_recorded_launch_opens_and_is_read(house: Any, send: Any, name: str) -> None:
    recorded = recording(name)["claims"]
    answer = send(name)
    assert answer.status_code == 200, answer.text
    assert "<h1" in answer.text
    mine = Identity.issuer == ORIGIN, Identity.subject == recorded["sub"]
    here = ResourceLink.lti_id == recorded[f"{LTI}resource_link"]["id"]
    with house.database.read() as session:
        identity = session.scalars(select(Identity).where(*mine)).one()
        link = session.scalars(select(ResourceLink).where(here)).one()
        course = session.get_one(LtiContext, link.context_id)
        enrolment = session.scalars(select(Enrolment).where(Enrolment.identity == identity)).one()
        column = link.line_item.url if link.line_item else None
        said = (identity.person.name, identity.person.email, identity.user_name)
        sourced_id, title = identity.sourced_id, course.context.title
    username = recorded[f"{LTI}ext"].get("user_username")
    assert said == (recorded.get("name"), recorded.get("email"), username)
    assert sourced_id == (recorded[f"{LTI}lis"]["person_sourcedid"] or None)
    assert enrolment.leads == (name == "launch-teacher")
    assert (course.lti_id, title) == ("2", "Leadership")
    # The link without a grade shares the column of the other one, as both open this week's module.
    assert column == recorded[AGS].get("lineitem", column)
    assert course.lineitems_url == f"{ORIGIN}/mod/lti/services.php/2/lineitems?type_id=1"
    assert course.memberships_url == ROSTER


def test_a_recorded_deep_linking_request_opens_the_picker(send: Any) -> None:
    answer = send("deep-linking")
    assert answer.status_code == 200, answer.text
    assert "Add Baton to your course" in answer.text
