"""Everybody's way through one platform: administrator, teacher, learner, and Baton's worker.

What goes from the platform to Baton and back travels as in life: forms through a browser, and calls
between the two servers over HTTP.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import lxml.html
import requests
from doubles.platforms import sign_in
from doubles.platforms.course import Course, Link
from doubles.platforms.stand_in import StandIn
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from baton.product import Product
from cast.visitor import Visitor
from learning.context import Enrolment
from learning.delivery import Delivery, DeliveryState
from learning.organisation import Organisation, find_or_create_organisation
from learning.outbox import drain
from learning.person import Identity, Person
from lti_tool.grades import Grades
from lti_tool.invite import issue_invite
from lti_tool.key_rotation import rotate_keys
from lti_tool.platform import Deployment, Platform
from lti_tool.quirks import family_of
from lti_tool.roster_sync import Rosters
from lti_tool.service import Services
from lti_tool.tool_key import PUBLISHED_BEFORE, signing_key


@dataclass
class Walk:
    """Baton and one platform, and what people do with them."""

    product: Product
    app: Flask
    platform: StandIn

    def browser(self) -> FlaskClient:
        return self.app.test_client()

    # The administrator

    def connects(self, organisation: str = "Norrvik") -> str:
        """Paste Baton's address into the platform and press its button; return what it says."""
        browser, at = self.browser(), datetime.now(UTC)
        with self.product.database.write() as session:
            owner = find_or_create_organisation(session, organisation, at)
            token = issue_invite(session, owner, at, timedelta(hours=1), allow_http=True)
        address = self.platform.registration_url(f"/lti/register?invite={token}")
        done = submit(browser, browser.get(address))
        assert done.status_code == 200, done.text
        return words(done)

    def approves(self, organisation: str = "Norrvik") -> None:
        """The operator approves the deployment that is waiting."""
        with self.product.database.write() as session:
            wanted = select(Organisation).where(Organisation.name == organisation)
            waiting = select(Deployment).where(Deployment.organisation_id.is_(None))
            session.scalars(waiting).one().organisation = session.scalars(wanted).one()

    def registered(self) -> Platform:
        with self.product.database.read() as session:
            return session.scalars(select(Platform)).one()

    def family(self) -> str:
        """Which platform Baton believes it to be."""
        known = self.registered()
        return family_of(known.family, known.issuer)

    # The teacher

    def adds(self, course: Course, *values: str, name: str = "Amira") -> None:
        """Choose what to add to the course; the platform places it."""
        browser = self.browser()
        picker = self._launch(browser, course, name, None)
        assert picker.status_code == 200, words(picker)
        reply = submit(browser, picker, {"item": list(values)})
        assert reply.status_code == 200, words(reply)
        form = lxml.html.fromstring(reply.text).forms[0]
        placed = requests.post(form.action, data=dict(form.form_values()), timeout=30)
        assert placed.status_code == 200, placed.text

    def asks_to_add(self, course: Course, name: str = "Amira") -> TestResponse:
        """Begin to add something; return what Baton answers."""
        return self._launch(self.browser(), course, name, None)

    # Anybody

    def opens(self, course: Course, title: str, name: str) -> TestResponse:
        """Open a link of the course; return what Baton answers."""
        return self._launch(self.browser(), course, name, course.link(title))

    def visits(self, course: Course, title: str, name: str) -> Visitor:
        """The same, to go on from there."""
        browser = self.browser()
        answer = self._launch(browser, course, name, course.link(title))
        assert answer.status_code == 200, words(answer)
        return Visitor(browser, answer)

    def _launch(
        self, browser: FlaskClient, course: Course, name: str, link: Link | None
    ) -> TestResponse:
        fields = sign_in.begin(self.platform, course, course.member(name), link)
        login = browser.get(f"/lti/login?{urlencode(fields)}")
        assert login.status_code == 302, words(login)
        signed = requests.get(login.headers["Location"], timeout=30)
        assert signed.status_code == 200, signed.text
        form = lxml.html.fromstring(signed.text).forms[0]
        return browser.post(urlsplit(form.action).path, data=dict(form.form_values()))

    # Baton's operator and its worker

    def changes_key(self) -> None:
        """Sign with a new key, which was published a day ago."""
        with self.product.database.write() as session:
            at = datetime.now(UTC) - PUBLISHED_BEFORE
            fresh = rotate_keys(session, self.product.keyring, at)
        with self.product.database.read() as session:
            kid = signing_key(session, self.product.keyring, datetime.now(UTC)).kid
        assert kid == fresh.kid

    def roster(self) -> set[str | None]:
        """Read the rosters of all courses; return the names of who is in any."""
        rosters = Rosters(self.product.database, self._services(), self.product.catalogue)
        for context_id in rosters.readable():
            outcome = rosters.sync(context_id)
            assert outcome is not None
            assert outcome.reason is None, outcome
        return self._who(Person.name)

    def user_names(self) -> set[str | None]:
        return self._who(Identity.user_name)

    def _who(self, column: Any) -> set[str | None]:
        here = select(column).select_from(Enrolment).join(Identity).join(Person)
        with self.product.database.read() as session:
            return set(session.scalars(here.where(Enrolment.left_at.is_(None))))

    def _services(self) -> Services:
        return Services(self.product.database, self.product.keyring)

    def works(self) -> None:
        """Send grades until none is on its way."""
        grades = Grades(self.product.database, self._services(), self.product.catalogue)
        for _try in range(40):
            drain(self.product.database, grades.send)
            if not self._waiting():
                return
            time.sleep(0.2)
        raise AssertionError(f"on the way still: {self._waiting()}")

    def _waiting(self) -> list[str | None]:
        waiting = Delivery.state == DeliveryState.WAITING
        with self.product.database.read() as session:
            return list(session.scalars(select(Delivery.reason).where(waiting)))


def submit(
    browser: FlaskClient, page: TestResponse, typed: Mapping[str, Sequence[str]] | None = None
) -> TestResponse:
    """Send the first form of a page."""
    assert page.status_code == 200, words(page)
    form = lxml.html.fromstring(page.text).xpath("//main//form")[0]
    fields: dict[str, Any] = dict(form.form_values())
    return browser.post(urlsplit(form.action).path, data={**fields, **(typed or {})})


def words(page: TestResponse) -> str:
    """Everything that can be read on a page."""
    return " ".join(lxml.html.fromstring(page.text).text_content().split())
