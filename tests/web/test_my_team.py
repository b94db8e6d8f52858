"""My team: how a leader can help this week, and nothing of anybody."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from cast.visitor import Visitor
from cast.workplace import Workplace
from doubles.lms import INSTRUCTOR, LTI, Lms
from sqlalchemy import event, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from baton.product import Product
from learning.audit import AuditEntry
from learning.catalogue import Catalogue
from learning.context import Enrolment
from learning.delivery import Delivery, owe
from learning.huddle import HuddleKind, hold_huddle
from learning.organisation import Organisation
from learning.person import Identity, Person
from learning.policy import Policy, set_policy
from learning.team_snapshot import CountedPerson

TEAM = {f"{LTI}resource_link": {"id": "team", "title": "My team"}, f"{LTI}custom": {"team": "1"}}
LEADS = {f"{LTI}roles": [INSTRUCTOR]}
MOST_QUERIES = 14
WHY = "“My team” is for those who lead, so this week's module is open instead."


def test_a_leader_reads_this_weeks_brief(
    opens: Callable[..., Visitor], catalogue: Catalogue
) -> None:
    amira = opens("amira", **TEAM, **LEADS)
    assert amira.title == "How you can help this week"
    brief = catalogue.module(catalogue.programme[0]).leader
    for sentence in (brief.do, brief.avoid, brief.not_now.say, brief.not_now.lift):
        assert sentence in amira.text
    amira.follow("Open the huddle kit")
    assert amira.address.endswith(f"modules/{catalogue.programme[0]}/kit")


def test_it_is_next_weeks_brief_a_week_later(
    opens: Callable[..., Visitor], catalogue: Catalogue, a_week_later: Any
) -> None:
    opens("amira", **TEAM, **LEADS)
    a_week_later()
    amira = opens("amira", **TEAM, **LEADS)
    assert catalogue.module(catalogue.programme[1]).leader.do in amira.text


def test_it_stays_there_after_a_reload(opens: Callable[..., Visitor]) -> None:
    amira = opens("amira", **TEAM, **LEADS)
    assert amira.get("my-team").status_code == 200
    assert amira.title == "How you can help this week"


def test_a_leader_finds_it_from_any_link(amira: Visitor, ben: Visitor) -> None:
    amira.get("programme")
    assert "How you can help this week" in amira.text
    ben.get("programme")
    assert "How you can help this week" not in ben.text


def test_anybody_else_gets_this_weeks_module_and_reads_why(
    opens: Callable[..., Visitor], ben: Visitor
) -> None:
    usual = ben.title
    dana = opens("dana", **TEAM)
    assert dana.title == usual
    assert WHY in dana.text
    assert WHY not in ben.text


def test_the_reason_is_said_once(opens: Callable[..., Visitor]) -> None:
    dana = opens("dana", **TEAM)
    dana.get("programme")
    assert WHY not in dana.text


def test_its_address_is_nothing_for_who_does_not_lead(ben: Visitor, chidi: Visitor) -> None:
    for visitor in (ben, chidi):
        answer = visitor.get("my-team")
        assert answer.status_code == 403
        assert "There is nothing at this address." in answer.text


def test_grades_on_their_way_are_steps_and_never_single_ones(
    opens: Callable[..., Visitor], lms: Lms, product: Product
) -> None:
    """Or the page would tell of each click in the course, and in the end of all of them."""
    amira = opens("amira", **TEAM, **LEADS, **lms.grading())
    amira.get("my-team")
    usual = amira.text
    assert "four at most" in usual
    opens("ben", **lms.grading()).finish()
    amira.get("my-team")
    assert amira.text == usual
    with product.database.write() as session:
        ben = session.scalars(select(Delivery)).one()
        owe_more(session, ben, 5)
        ben.refuse("no such user")
    amira.get("my-team")
    assert "At least 5 grades wait" in amira.text
    assert "not recorded" not in amira.text
    assert "no such user" not in amira.text


def owe_more(session: Session, like: Delivery, people: int, *, teach: bool = False) -> None:
    """Owe grades in the same column to more people of the course."""
    at, owner = like.event_at, like.identity.organisation_id
    for number in range(people):
        identity = Identity(
            organisation_id=owner,
            person=Person(organisation_id=owner, created_at=at),
            issuer="https://lms.example",
            subject=f"{teach} {number}",
            created_at=at,
        )
        context_id = like.line_item.context_id
        session.add(Enrolment(context_id=context_id, identity=identity, leads=teach, since=at))
        session.flush()
        owe(session, like.line_item, identity, 80.0, at)


def test_an_lms_that_grades_no_teachers_is_no_news_to_the_leader(
    opens: Callable[..., Visitor], lms: Lms, product: Product
) -> None:
    amira = opens("amira", **TEAM, **LEADS, **lms.grading())
    opens("ben", **lms.grading()).finish()
    amira.get("my-team")
    usual = amira.text
    with product.database.write() as session:
        owe_more(session, session.scalars(select(Delivery)).one(), 5, teach=True)
        for delivery in session.scalars(select(Delivery)):
            delivery.refuse("only learners are graded")
    amira.get("my-team")
    assert amira.text == usual


@pytest.fixture
def norrvik(amira: Visitor, product: Product) -> Workplace:
    return Workplace(product)


def rows(visitor: Visitor) -> list[list[str]]:
    """The table as it stands on the page."""
    found = visitor.screen.xpath("//table//tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in found]


def saved(answer: TestResponse) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_numbers_come_a_week_after_the_module_and_change_on_mondays(
    amira: Visitor, norrvik: Workplace, catalogue: Catalogue, a_week_later: Any
) -> None:
    people = norrvik.hire(6)
    norrvik.make_team("Day shift", people)
    first = catalogue.programme[0]
    norrvik.count()
    for person in people[:3]:
        norrvik.complete(person, first)
    amira.get("my-team")
    assert "The first numbers come on a Monday" in amira.text
    a_week_later()
    norrvik.count()
    amira.get("my-team")
    shown = [["Module", "Completed", "Huddles"], [catalogue.module(first).title, "3 of 6", "0"]]
    assert rows(amira) == shown
    norrvik.complete(people[3], first)
    amira.get("my-team")
    assert rows(amira) == shown
    assert saved(amira.client.get(amira.url("my-team/team.csv"), headers=amira.headers)) == shown


def test_under_five_others_there_are_huddles_only_and_the_reason(
    amira: Visitor, norrvik: Workplace, catalogue: Catalogue, product: Product, a_week_later: Any
) -> None:
    people = norrvik.hire(4)
    team_id = norrvik.make_team("Day shift", [*people, norrvik.leader_id])
    first = catalogue.programme[0]
    norrvik.count()
    norrvik.complete(people[0], first)
    with product.database.write() as session:
        ben, at = session.get_one(Person, people[0]), norrvik.now(session)
        hold_huddle(session, ben, first, HuddleKind.FULL, 4, at, team_id=team_id)
    a_week_later()
    norrvik.count()
    amira.get("my-team")
    assert "There are fewer than five others here." in amira.text
    assert rows(amira)[1:] == [[catalogue.module(first).title, "not shown", "1"]]


def test_names_are_shown_where_people_were_told_before_and_only_complete_or_not_yet(
    amira: Visitor, norrvik: Workplace, catalogue: Catalogue, product: Product, a_week_later: Any
) -> None:
    people = norrvik.hire(5)
    norrvik.make_team("Day shift", people)
    first, second = catalogue.programme[:2]
    norrvik.count()
    with product.database.write() as session:
        organisation = session.get_one(Organisation, norrvik.organisation_id)
        set_policy(session, organisation, Policy.NAMED, "Kim", norrvik.now(session))
    for module in (first, second):
        a_week_later()
        norrvik.count()
        norrvik.complete(people[0], module)
    a_week_later()
    norrvik.count()
    amira.get("my-team")
    assert amira.get(f"my-team/names/{first}").status_code == 404
    links = amira.screen.xpath("//table//a/@href")
    (second_names,) = [link for link in links if second in link]
    amira.get(second_names)
    names = [["Name", "Module completed"], ["Ben", "complete"], ["Dana", "not yet"]]
    assert rows(amira)[:3] == names
    answer = amira.client.get(amira.url(f"my-team/names/{second}.csv"), headers=amira.headers)
    assert saved(answer) == rows(amira)


def test_names_are_nowhere_while_the_policy_is_counts(
    amira: Visitor, norrvik: Workplace, catalogue: Catalogue, a_week_later: Any
) -> None:
    norrvik.make_team("Day shift", norrvik.hire(5))
    norrvik.count()
    a_week_later()
    norrvik.count()
    amira.get("my-team")
    assert "few of 5" in amira.text
    assert not any(name in amira.text for name in ("Ben", "Dana", "Elif"))
    for address in ("", ".csv"):
        answer = amira.get(f"my-team/names/{catalogue.programme[0]}{address}")
        assert answer.status_code == 404


def test_who_leads_several_teams_picks_one_of_their_own(
    amira: Visitor, norrvik: Workplace, product: Product
) -> None:
    norrvik.make_team("Day shift", norrvik.hire(5))
    norrvik.make_team("Night shift", norrvik.hire(3, "N"))
    others = norrvik.make_team("Elsewhere", norrvik.hire(5, "E"), norrvik.hire(1, "Leads")[0])
    amira.get("my-team")
    assert "How Day shift is doing" in amira.text
    amira.follow("Night shift")
    assert "How Night shift is doing" in amira.text
    for path in ("my-team", "my-team/team.csv"):
        assert amira.get(f"{path}?team={others}").status_code == 404
    assert amira.get("my-team?team=x").status_code == 404


def test_who_was_counted_and_leads_now_does_not_see_that_count(
    amira: Visitor, norrvik: Workplace, product: Product, a_week_later: Any
) -> None:
    norrvik.make_team("Day shift", norrvik.hire(6))
    norrvik.count()
    a_week_later()
    norrvik.count()
    with product.database.write() as session:
        session.scalars(select(CountedPerson)).first().person_id = norrvik.leader_id
    amira.get("my-team")
    assert rows(amira) == []


def test_saving_is_written_down_and_no_cell_runs(
    amira: Visitor, norrvik: Workplace, product: Product, a_week_later: Any
) -> None:
    people = norrvik.hire(5)
    norrvik.make_team("Day shift", people)
    with product.database.write() as session:
        organisation = session.get_one(Organisation, norrvik.organisation_id)
        set_policy(session, organisation, Policy.NAMED, "Kim", norrvik.now(session))
        session.get_one(Person, people[0]).name = "=HYPERLINK(1)"
    a_week_later()
    norrvik.count()
    a_week_later()
    norrvik.count()
    amira.get("my-team")
    amira.follow("few of 5")
    (link,) = amira.screen.xpath("//a[@data-download]/@href")
    answer = amira.client.get(link, headers=amira.headers)
    assert ["'=HYPERLINK(1)", "not yet"] in saved(answer)
    with product.database.read() as session:
        (entry,) = session.scalars(select(AuditEntry))
        assert (entry.what, entry.by_id) == ("my-team-names", norrvik.leader_id)


def test_nobody_else_saves_anything(ben: Visitor, chidi: Visitor) -> None:
    for visitor in (ben, chidi):
        for path in ("my-team/team.csv", "my-team/names/lead-from-where-you-are.csv"):
            assert visitor.get(path).status_code == 403


def test_the_page_takes_as_many_queries_for_many_people_as_for_few(
    amira: Visitor, norrvik: Workplace, product: Product, a_week_later: Any
) -> None:
    asked: list[str] = []
    people = norrvik.hire(6)

    def queries() -> int:
        norrvik.count()
        a_week_later()
        norrvik.count()
        asked.clear()
        amira.get("my-team")
        return len(asked)

    def note(*call: Any) -> None:
        asked.append(call[2])

    event.listen(product.database.engine, "before_cursor_execute", note)
    team_id = norrvik.make_team("Day shift", people)
    few = queries()
    norrvik.change_team(team_id, [*people, *norrvik.hire(10, "more"), *norrvik.hire(10, "most")])
    assert queries() == few
    assert few <= MOST_QUERIES
    event.remove(product.database.engine, "before_cursor_execute", note)
