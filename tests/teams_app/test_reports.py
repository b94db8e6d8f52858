"""A leader's reports: read in Microsoft 365 on their behalf, and seen through the thresholds."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from threading import Barrier, Thread

import pytest
from doubles.databases import SqliteFiles
from doubles.entra import ELSEWHERE, NORRVIK, PEOPLE
from doubles.entra import Entra as Microsoft
from doubles.entra_tokens import SECRET, Tokens
from doubles.graph import Graph
from doubles.graph_directory import CONTACT, GraphDirectory, entry
from flask.testing import FlaskClient
from sqlalchemy import select

from baton.app import create_app
from baton.product import Product
from learning.database import Database
from learning.organisation import Organisation, find_or_create_organisation
from learning.reports import ReportsReading
from learning.team import Origin, Team
from learning.team_source import TeamSource, set_team_source
from teams_app.direct_reports import SCOPES
from teams_app.door import make_door
from teams_app.tenant import onboard
from teams_app.token import Person

AMIRA, BEN, DANA = PEOPLE["amira"], PEOPLE["ben"], PEOPLE["dana"]
CLAIMS = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}'


@pytest.fixture
def database_url(sqlite_files: SqliteFiles) -> Iterator[str]:
    """What the database does with teams is tested on both kinds in `tests/learning`."""
    url = sqlite_files.new()
    yield url
    sqlite_files.drop(url)


@pytest.fixture
def tokens(microsoft: Microsoft) -> Tokens:
    """Where Entra gives tokens; at Norrvik an administrator has said yes for everybody."""
    microsoft.tokens = Tokens(microsoft)
    microsoft.tokens.consents = {(NORRVIK, scope) for scope in SCOPES}
    return microsoft.tokens


@pytest.fixture(scope="module")
def graph(microsoft: Microsoft) -> Iterator[Graph]:
    graph, before = Graph(microsoft), microsoft.registration
    microsoft.registration = replace(before, graph_url=graph.url)
    yield graph
    microsoft.registration = before
    graph.close()


@pytest.fixture
def directory(graph: Graph) -> Iterator[GraphDirectory]:
    """Ben and Dana report to Amira."""
    routes = list(graph.routes)
    directory = GraphDirectory(graph)
    directory.let_report(AMIRA, BEN, DANA)
    yield directory
    graph.routes[:] = routes


@pytest.fixture
def product(product: Product, graph: Graph) -> Product:
    settings = replace(product.settings, entra_client_secret=SECRET, graph_url=graph.url)
    return replace(product, settings=settings)


class Visit:
    """Somebody's visit in Teams."""

    def __init__(self, client: FlaskClient, signed_in: str, token: str) -> None:
        self.client, self.token = client, token
        self.id, self.key = re.search(r'"id": "([^"]+)".*"token": "([^"]+)"', signed_in).groups()

    def get(self, path: str):
        return self.client.get(f"/s/{self.id}/{path}", headers=self._headers)

    def ask(self, token: str | None = None):
        sent = {"token": self.token if token is None else token}
        headers = {**self._headers, "HX-Request": "true"}
        return self.client.post(f"/s/{self.id}/reports", data=sent, headers=headers)

    @property
    def _headers(self):
        return {"Authorization": f"Bearer {self.key}"}


@pytest.fixture
def visit(sign_in, client, microsoft, tokens, directory):
    def begin(who: str = "amira", **changes) -> Visit:
        token = microsoft.token(who, **changes)
        answer = sign_in(token)
        assert answer.status_code == 200
        return Visit(client, answer.text, token)

    return begin


def team_of(database: Database, oid: str) -> set[str] | None:
    """Whom Baton has on the team of somebody, by name."""
    with database.read() as session:
        known = select(Team).where(Team.origin == Origin.REPORTS)
        for team in session.scalars(known):
            reading = session.scalar(
                select(ReportsReading).where(ReportsReading.team_id == team.id)
            )
            names = {member.person.name for member in team.members}
            if reading and {one.person.name for one in team.leaders} == {oid}:
                return names
    return None


def text_of(answer) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def test_amira_sees_her_team(visit, database):
    for who in ("ben", "dana"):
        visit(who)
    amira = visit()
    assert "Do people report to you?" in amira.get("programme").text
    assert "data-reports" in amira.get("reports").text
    shown = amira.ask()
    assert shown.status_code == 200
    assert "How those who report to you are doing" in shown.text
    assert team_of(database, "Amira") == {"Ben", "Dana"}
    assert "For you as a leader" in visit().get("programme").text


def test_with_two_reports_no_number_is_shown(visit, directory):
    """Nor how many of them have opened Baton."""
    visit("ben")
    shown = text_of(visit().ask())
    assert "fewer than five others" in shown
    assert "had opened Baton" not in shown


def test_of_many_reports_it_is_told_from_the_next_monday_whether_half_have_opened_baton(
    visit, directory, database
):
    others = [f"00000000-0000-4000-8000-00000000000{n}" for n in range(6)]
    directory.let_report(AMIRA, BEN, DANA, *others)
    for who in ("ben", "dana"):
        visit(who)
    amira = visit()
    assert "had opened Baton" not in text_of(amira.ask())
    with database.write() as session:
        for team in session.scalars(select(Team)):
            team.made_at -= timedelta(weeks=1)
    assert "fewer than half of those who report to you" in text_of(amira.get("my-team"))


def test_names_stay_hidden_and_are_not_even_asked_for(visit, directory, microsoft):
    visit("ben")
    amira = visit()
    assert "Ben" not in text_of(amira.ask())
    assert directory.asked[0]["$select"] == "id,userPrincipalName"
    assert amira.get("my-team/names/shared-watch").status_code in {403, 404}


def test_guests_contacts_and_nonsense_are_not_on_the_team(visit, directory, database):
    guest = entry(DANA, userPrincipalName="dana_else.example#EXT#@norrvik.example")
    directory.let_report(
        AMIRA,
        entry(BEN),
        guest,
        entry("99999999-0000-4000-8000-000000000009", kind=CONTACT),
        entry("not an id"),
    )
    visit("ben")
    visit().ask()
    assert team_of(database, "Amira") == {"Ben"}
    with database.read() as session:
        assert session.scalars(select(ReportsReading.listed)).all() == [1]


def test_long_lists_come_in_pages(visit, directory, database):
    directory.page = 1
    others = [f"00000000-0000-4000-8000-00000000000{n}" for n in range(2)]
    directory.let_report(AMIRA, *others, BEN, DANA)
    for who in ("ben", "dana"):
        visit(who)
    visit().ask()
    assert team_of(database, "Amira") == {"Ben", "Dana"}


def test_who_moves_to_another_manager_leaves_the_first_team(visit, directory, database):
    for who in ("ben", "dana"):
        visit(who)
    visit().ask()
    directory.let_report(AMIRA, DANA)
    directory.let_report(BEN, AMIRA, entry("99999999-0000-4000-8000-000000000009"))
    directory.reports[DANA] = [entry(BEN)]
    visit("dana").ask()
    assert team_of(database, "Amira") == {"Dana"}
    assert team_of(database, "Dana") == {"Ben"}


def test_microsoft_is_asked_once_a_day_at_most(visit, directory):
    visit("ben")
    amira = visit()
    amira.ask()
    assert amira.ask().status_code == 200
    assert visit().ask().status_code == 200
    assert len(directory.asked) == 1
    assert "data-reports" not in amira.get("my-team").text


def test_the_next_day_it_is_read_again_in_silence(visit, directory, database):
    visit("ben")
    visit().ask()
    a_day_passes(database)
    amira = visit()
    assert 'data-reports="quiet"' in amira.get("my-team").text
    assert amira.ask().status_code == 204, "nothing has changed, so the page stays"
    a_day_passes(database)
    visit("dana")
    assert amira.ask().status_code == 200
    assert team_of(database, "Amira") == {"Ben", "Dana"}


def a_day_passes(database: Database) -> None:
    with database.write() as session:
        for reading in session.scalars(select(ReportsReading)):
            reading.read_at -= timedelta(days=1, minutes=1)


def test_who_has_no_reports_leads_nobody(visit, directory, database):
    ben = visit("ben")
    assert "Nobody reports to you" in text_of(ben.ask())
    assert ben.get("my-team").status_code == 403
    assert team_of(database, "Ben") is None


def test_who_has_no_reports_any_more_leads_no_longer(visit, directory, database):
    visit("ben")
    amira = visit()
    amira.ask()
    a_day_passes(database)
    directory.let_report(AMIRA)
    assert "Nobody reports to you" in text_of(amira.ask())
    assert amira.get("my-team").status_code == 403
    assert team_of(database, "Amira") is None


def test_without_consent_the_answer_is_a_button_and_no_sentence_of_entras(visit, tokens):
    tokens.consents = set()
    refused = visit().ask()
    assert refused.status_code == 403
    assert refused.headers["HX-Retarget"] == "#message"
    assert "Let Baton see who reports to you" in refused.text
    assert "/teams/auth-start?ask=" in refused.text
    assert f"/{NORRVIK}/v2.0/adminconsent?" in refused.text
    assert "AADSTS" not in refused.text


def test_a_claims_challenge_goes_into_the_window(visit, tokens, microsoft):
    tokens.wants_more = {AMIRA: CLAIMS}
    refused = visit().ask()
    assert refused.status_code == 403
    assert "one more step" in refused.text
    assert CLAIMS in unescape(refused.text)
    assert "amira@" not in refused.text, "who is asked is sealed"


def test_after_the_yes_the_same_question_brings_the_team(visit, tokens, database):
    visit("ben")
    amira = visit()
    tokens.consents = set()
    assert amira.ask().status_code == 403
    tokens.consents = {(AMIRA, scope) for scope in SCOPES}
    assert amira.ask().status_code == 200
    assert team_of(database, "Amira") == {"Ben"}


def test_nobody_leads_by_saying_so(visit, directory, database, client):
    """The list comes from Graph. What a browser sends beside the token is not read."""
    dana = visit("dana")
    headers = {"Authorization": f"Bearer {dana.key}"}
    forged = {"token": dana.token, "value": BEN, "subjects": BEN, "leads": "true"}
    client.post(f"/s/{dana.id}/reports", data=forged, headers=headers)
    assert dana.get("my-team").status_code == 403
    assert team_of(database, "Dana") is None


def test_somebody_elses_token_brings_nothing(visit, microsoft, database, directory):
    dana = visit("dana")
    visit("amira")
    assert dana.ask(microsoft.token("amira")).status_code == 403
    assert directory.asked == []
    assert team_of(database, "Dana") is None
    assert team_of(database, "Amira") is None


def test_a_forged_token_is_not_even_shown_to_entra(visit, microsoft, tokens):
    amira = visit()
    asked = len(tokens.asked)
    changes = {"aud": "another"}, {"exp": 1}, {"scp": None}, {"idtyp": "app"}, {"acct": 1}
    for change in changes:
        assert amira.ask(microsoft.token("amira", **change)).status_code in {401, 403}
    assert amira.ask("nonsense").status_code == 401
    assert len(tokens.asked) == asked


def test_chidi_of_another_tenant_gets_nothing_of_norrvik(
    visit, sign_in, client, microsoft, database, directory, tokens
):
    at = datetime.now(UTC)
    with database.write() as session:
        onboard(session, ELSEWHERE, find_or_create_organisation(session, "Elsewhere", at), at)
    tokens.consents |= {(ELSEWHERE, scope) for scope in SCOPES}
    visit("ben")
    own = microsoft.sign(microsoft.claims("chidi", tenant=ELSEWHERE), ELSEWHERE)
    chidi = Visit(client, sign_in(own).text, own)
    # His directory names Norrvik's people. Ids are compared within a tenant only.
    directory.let_report(PEOPLE["chidi"], BEN, DANA)
    shown = chidi.ask()
    assert shown.status_code == 200
    assert team_of(database, "Chidi") == set()
    assert visit().ask(own).status_code == 403


def test_where_teams_come_from_data_microsoft_is_not_asked(visit, database, directory):
    amira = visit()
    with database.write() as session:
        norrvik = session.scalars(select(Organisation)).one()
        set_team_source(session, norrvik, TeamSource.DATA, "Amira", datetime.now(UTC))
    assert amira.ask().status_code == 404
    assert "Do people report to you?" not in amira.get("programme").text
    assert directory.asked == []


def test_without_a_secret_nobody_is_asked(sign_in, microsoft, client, product, wakes):
    plain = replace(product, settings=replace(product.settings, entra_client_secret=""))
    client = create_app(plain, wakes).test_client()
    token = microsoft.token("amira")
    headers = {"Sec-Fetch-Site": "same-origin"}
    answer = client.post("/teams/session", data={"token": token}, headers=headers)
    amira = Visit(client, answer.text, token)
    assert "Do people report to you?" not in amira.get("programme").text
    assert amira.ask().status_code == 404


def test_a_graph_that_says_no_is_a_plain_sentence_and_the_team_stays(visit, graph, database):
    visit("ben")
    amira = visit()
    amira.ask()
    a_day_passes(database)
    for status, times, expected in ((429, 1, 503), (503, 1, 503), (403, 1, 403), (401, 2, 403)):
        graph.faults.say(status, times=times)
        answer = amira.ask()
        assert answer.status_code == expected
        assert "Told" not in answer.text
    # An answer that is no list is not an empty one.
    graph.faults.say(200)
    assert amira.ask().status_code == 503
    assert team_of(database, "Amira") == {"Ben"}


def test_a_token_that_graph_takes_no_longer_is_asked_for_anew(visit, graph, tokens, database):
    visit("ben")
    amira = visit()
    graph.faults.say(401)
    assert amira.ask().status_code == 200
    grants = [form["grant_type"] for form in tokens.asked]
    assert len(grants) == 2


def test_two_windows_at_once_ask_once_each_and_make_one_team(visit, database, app):
    visit("ben")
    windows = [visit(), visit()]
    together, answers = Barrier(2), []

    def ask(one: Visit) -> None:
        one.client = app.test_client()
        together.wait()
        answers.append(one.ask().status_code)

    threads = [Thread(target=ask, args=(one,)) for one in windows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers) <= {200, 204}
    assert team_of(database, "Amira") == {"Ben"}


def test_a_token_on_behalf_of_somebody_is_asked_for_once(app, microsoft, tokens, graph):
    entra = replace(microsoft.registration, client_secret=SECRET, graph_url=graph.url)
    here = make_door(entra)
    who = Person(NORRVIK, AMIRA, "Amira", None)
    assertion, found = microsoft.token("amira"), []
    threads = [
        Thread(target=lambda: found.append(here.on_behalf_of.token(who, assertion, SCOPES).value))
        for _n in range(5)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert len(tokens.asked) == 1
    here.on_behalf_of.forget(who)
    assert here.on_behalf_of.token(who, assertion, SCOPES).value not in found
