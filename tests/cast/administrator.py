"""Somebody who connects Baton to an LMS, by the addresses that people open."""

import html
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from doubles.registrar import Registrar
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from learning.database import Database
from learning.organisation import find_or_create_organisation
from lti_tool.invite import issue_invite
from lti_tool.platform import Deployment, Platform


@dataclass
class Administrator:
    """An administrator of an LMS, and the operator who invites them."""

    database: Database
    client: FlaskClient

    def invited(self, organisation: str = "Norrvik", **more: Any) -> str:
        at = datetime.now(UTC)
        life = more.pop("life", timedelta(hours=1))
        with self.database.write() as session:
            owner = find_or_create_organisation(session, organisation, at)
            token = issue_invite(session, owner, at, life, **{"allow_http": True, **more})
        return f"/lti/register?invite={token}"

    def pastes(self, address: str, lms: Registrar, **changes: str) -> TestResponse:
        """Paste the address; the LMS opens it."""
        path, sent = lms.opens(address)
        return self.client.get(path, query_string={**sent, **changes})

    def presses(self, page: TestResponse) -> TestResponse:
        sealed = re.search(r'name="sealed" value="([^"]+)"', page.text)
        assert sealed, page.text
        return self.client.post("/lti/register", data={"sealed": html.unescape(sealed[1])})

    def connects(self, lms: Registrar, address: str | None = None, **changes: str) -> TestResponse:
        return self.presses(self.pastes(address or self.invited(), lms, **changes))

    def platforms(self) -> list[Platform]:
        with self.database.read() as session:
            return list(session.scalars(select(Platform).order_by(Platform.id)))

    def deployments(self) -> dict[str, str | None]:
        with self.database.read() as session:
            found = session.scalars(select(Deployment).order_by(Deployment.id))
            return {one.lti_id: one.organisation and one.organisation.name for one in found}
