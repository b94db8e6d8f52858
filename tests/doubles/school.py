"""A practice LMS in this process, and a course of it that Baton owes grades to."""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, jsonify
from werkzeug.serving import make_server

from doubles.kept_keys import give_key
from learning.cohort import Cohort
from learning.context import Context
from learning.database import Database
from learning.delivery import owe
from learning.line_item import LineItem
from learning.organisation import Organisation
from learning.person import Identity, Person
from lti_tool.course import LtiContext
from lti_tool.platform import Deployment, Platform
from lti_tool.tool_key import published_keys
from practice_lms import addresses, people
from practice_lms.app import create_app
from practice_lms.lms import PracticeLms
from practice_lms.serving import QuietHandler
from practice_lms.settings import Settings as PracticeSettings

SECRET = "a-secret-for-tests-only-long-enough"


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


@contextmanager
def serving(app: Any, port: int = 0) -> Iterator[str]:
    """Serve an application in threads of this process; give its origin."""
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=QuietHandler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def key_set_app(database: Database) -> Flask:
    """Return an application that serves the tool's keys, as the LMS reads them."""
    app = Flask("keys")

    @app.get("/lti/jwks")
    def show_key_set() -> Response:
        with database.read() as session:
            return jsonify(keys=published_keys(session))

    return app


class School:
    """A practice LMS; its gradebook and its faults are at hand."""

    def __init__(self, tool: str, hold_scores: float) -> None:
        self.port = free_port()
        settings = PracticeSettings(
            origin=f"http://127.0.0.1:{self.port}",
            tool_login_url=f"{tool}/lti/login",
            tool_launch_url=f"{tool}/lti/launch",
            tool_jwks_url=f"{tool}/lti/jwks",
            hold_scores_seconds=hold_scores,
        )
        self.app = create_app(settings)
        self.origin = settings.origin
        self.lms: PracticeLms = self.app.extensions["practice_lms"]

    @property
    def shown(self) -> dict[tuple[int, str], float | None]:
        """What the gradebook shows, by column and person."""
        return {cell: grade.score for cell, grade in self.lms.gradebook.grades().items()}


@contextmanager
def open_school(database: Database, hold_scores: float = 0.0) -> Iterator[School]:
    """Serve an LMS that knows the tool by the keys in this database.

    It holds back the answer to each score for a random time, up to so many seconds.
    """
    with serving(key_set_app(database)) as tool:
        school = School(tool, hold_scores)
        with serving(school.app, school.port):
            yield school
            school.lms.faults.clear()


@dataclass
class Debts:
    """What Baton owes the columns of one course: a score for each column and person."""

    database: Database
    line_items: dict[int, LineItem]
    identities: dict[str, Identity]
    scores: dict[tuple[int, str], float]

    def owe(self, scores: Mapping[tuple[int, str], float]) -> None:
        """Owe scores, by column and person, as if they had just been earned."""
        for (number, sub), score in scores.items():
            item, identity = self.line_items[number], self.identities[sub]
            with self.database.write() as session:
                at = datetime.now(UTC)
                owe(session, session.merge(item), session.merge(identity), score, at)
        self.scores.update(scores)


def enrol(database: Database, school: School, secret: str) -> Debts:
    """Connect the LMS, and let everybody in the course be known; nothing is owed yet."""
    at = datetime.now(UTC)
    with database.write() as session:
        give_key(session, secret)
        organisation = Organisation(name="Norrvik", created_at=at)
        cohort = Cohort(organisation=organisation, name="Leadership", starts_on=at.date())
        session.add(cohort)
        session.flush()
        context = Context(organisation_id=organisation.id, cohort=cohort, title="Leadership")
        deployment = Deployment(
            platform=_platform(school, at), lti_id="1", organisation=organisation, first_seen_at=at
        )
        line_items = addresses.line_items(school.origin)
        session.add(
            LtiContext(
                context=context, deployment=deployment, lti_id="course-1", lineitems_url=line_items
            )
        )
        columns = {
            column.number: LineItem(
                context=context,
                selection=f"module:column-{column.number}",
                url=addresses.line_item(school.origin, column.number),
            )
            for column in school.lms.gradebook.columns()
        }
        identities = {
            someone.sub: Identity(
                organisation_id=organisation.id,
                person=Person(
                    organisation=organisation, name=someone.name, setting="office", created_at=at
                ),
                issuer=school.origin,
                subject=someone.sub,
                created_at=at,
            )
            for someone in people.PEOPLE
        }
        session.add_all([*columns.values(), *identities.values()])
    return Debts(database, columns, identities, {})


def _platform(school: School, at: datetime) -> Platform:
    return Platform(
        name="Practice LMS",
        issuer=school.origin,
        client_id=school.lms.settings.client_id,
        auth_url=f"{school.origin}/auth",
        token_url=school.lms.settings.token_url,
        jwks_url=f"{school.origin}/jwks",
        allow_http=True,
        added_at=at,
    )
