"""The sign-in: a token becomes a person, a visit, and the whole first screen."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from threading import Barrier, Thread
from typing import Any

import pytest
from doubles.entra import NORRVIK, PEOPLE, Entra
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from learning.clock import monday_of
from learning.cohort import Cohort
from learning.database import Database
from learning.person import Identity, Person
from teams_app.intake import Intake
from web.session import WebSession

SignIn = Callable[..., TestResponse]


def visit_of(answer: TestResponse) -> dict[str, str]:
    text = answer.text.partition('id="session">')[2].partition("</script>")[0]
    visit: dict[str, str] = json.loads(text)
    return visit


def go_on(client: FlaskClient, visit: dict[str, str], path: str = "programme") -> TestResponse:
    bearer = {"Authorization": f"Bearer {visit['token']}"}
    return client.get(f"/s/{visit['id']}/{path}", headers=bearer)


def test_the_answer_is_the_whole_first_screen(
    sign_in: SignIn, microsoft: Entra, client: FlaskClient
) -> None:
    answer = sign_in(microsoft.token())
    assert answer.status_code == 200
    assert 'id="screen"' in answer.text
    assert "/teams-" in answer.text, "the script that follows Teams' theme"
    assert go_on(client, visit_of(answer)).status_code == 200


def test_the_person_is_known_by_tenant_and_object_and_by_nothing_else(
    sign_in: SignIn, microsoft: Entra, database: Database
) -> None:
    sign_in(microsoft.token("ben"))
    sign_in(
        microsoft.token("ben", name="Ben Okafor-Lind", preferred_username="bol@norrvik.example")
    )
    sign_in(microsoft.token("dana", name="Ben", preferred_username="ben@norrvik.example"))
    with database.read() as session:
        known = session.scalars(select(Identity).order_by(Identity.id)).all()
        assert [(one.issuer, one.subject) for one in known] == [
            (NORRVIK, PEOPLE["ben"]),
            (NORRVIK, PEOPLE["dana"]),
        ]
        assert known[0].person.name == "Ben Okafor-Lind"
        assert known[0].user_name == "bol@norrvik.example"
        assert known[0].person.email is None
        assert known[0].person.organisation.name == "Norrvik"


def test_the_programme_starts_in_the_week_in_which_a_person_comes(
    sign_in: SignIn, microsoft: Entra, database: Database, a_week_later: Any
) -> None:
    sign_in(microsoft.token("ben"))
    a_week_later()
    sign_in(microsoft.token("dana"))
    sign_in(microsoft.token("ben"))
    with database.read() as session:
        starts = session.scalars(select(Intake.starts_on).order_by(Intake.id)).all()
        visits = session.scalars(select(WebSession).order_by(WebSession.id)).all()
        ben, dana, ben_again = [visit.context.cohort.starts_on for visit in visits]
        assert session.scalar(select(func.count()).select_from(Cohort)) == 2
    assert starts == [ben, dana]
    assert dana - ben == timedelta(weeks=1)
    assert ben_again == ben
    assert ben == monday_of(ben)
    assert isinstance(ben, date)


def test_a_person_may_come_twice_at_the_same_moment(
    sign_in: SignIn, microsoft: Entra, app: Flask, database: Database
) -> None:
    start, answers = Barrier(4), []

    def come() -> None:
        start.wait()
        answers.append(app.test_client().post("/teams/session", data={"token": token}).status_code)

    token = microsoft.token()
    threads = [Thread(target=come) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 4
    with database.read() as session:
        for kind in (Person, Intake):
            assert session.scalar(select(func.count()).select_from(kind)) == 1


def test_teams_decides_language_and_theme_until_the_person_does(
    sign_in: SignIn, microsoft: Entra, database: Database
) -> None:
    answer = sign_in(microsoft.token(), locale="sv-se", theme="dark")
    assert '<html lang="sv" data-theme="dark">' in answer.text
    assert '<html lang="en">' in sign_in(microsoft.token(), locale="xx", theme='"><b>').text
    with database.write() as session:
        session.scalars(select(Person)).one().language = "sv"
    assert '<html lang="sv">' in sign_in(microsoft.token(), locale="en-gb").text


def test_a_refusal_is_shown_inside_teams_with_a_way_on(sign_in: SignIn, microsoft: Entra) -> None:
    answer = sign_in(microsoft.token(acct=1), locale="sv-se", theme="contrast")
    shown = unescape(answer.text)
    assert '<html lang="sv" data-theme="contrast">' in shown
    assert "Du är gäst här" in shown
    assert 'href="/teams/tab"' in shown
    assert "Amira, extension 12" in shown, "whom to ask"


@pytest.mark.parametrize("token", [{}, {"acct": 1}], ids=["a visit", "a refusal"])
def test_only_teams_may_frame_it(sign_in: SignIn, microsoft: Entra, token: dict[str, Any]) -> None:
    policy = sign_in(microsoft.token(**token)).headers["Content-Security-Policy"]
    frames = policy.partition("frame-ancestors ")[2].split()
    assert {"'self'", "https://teams.microsoft.com", "https://*.cloud.microsoft"} < set(frames)
    assert all("microsoft" in source or "office" in source for source in frames[1:])


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_another_site_cannot_sign_somebody_in_as_somebody_else(
    sign_in: SignIn, microsoft: Entra, database: Database, site: str
) -> None:
    assert sign_in(microsoft.token(), site=site).status_code == 403
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(WebSession)) == 0
    assert sign_in(microsoft.token(), site=None).status_code == 200, "a browser that does not say"
