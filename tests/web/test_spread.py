"""How far it has spread: drawn for who looks after a course, and for nobody else."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from cast.company import WEEK
from cast.visitor import Visitor, visit
from conftest import connect
from doubles.lms import INSTRUCTOR, LTI, Lms
from flask import Flask
from sqlalchemy import select

from learning.audit import Act, AuditEntry
from learning.clock import monday_of
from learning.database import Database
from learning.organisation import Organisation
from learning.pulse import PulseCount, round_of
from learning.snapshot import keep
from learning.spread import Spread

PATHS = ("spread", "spread/spread.csv")
SPREAD = Spread(
    eligible=40,
    reached=18,
    hosts=[4, 5, 3],
    completers=20,
    passed_on=7,
    active=[4, 4, 2],
    first_taught=[5.0, 6.0, 2.0],
    teams=4,
    teams_huddled=3,
    days_to_half=3,
    days_to_most=None,
    plans=30,
    looked_back=24,
    did=10,
    partly=2,
    huddles=14,
    huddles_by_others=9,
)


@pytest.fixture
def week(database: Database) -> Callable[..., None]:
    """Let Norrvik have a snapshot of some weeks ago."""

    def keep_week(spread: Spread = SPREAD, ago: int = 0, organisation: str = "Norrvik") -> None:
        with database.write() as session:
            owner = session.scalars(
                select(Organisation).where(Organisation.name == organisation)
            ).one()
            at = datetime.now(UTC)
            monday = monday_of(owner.today(at)) - ago * WEEK
            keep(session, owner.id, monday, [("", spread)], at)

    return keep_week


def table(visitor: Visitor, address: str) -> dict[str, str]:
    """Return the newest week's figures in the file."""
    answer = visitor.client.get(visitor.url(address), headers=visitor.headers)
    assert answer.mimetype == "text/csv"
    rows = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    return {measure: figure for _week, measure, figure in rows}


def test_it_shows_each_measure_with_what_it_means(
    amira: Visitor, week: Callable[..., None]
) -> None:
    week(SPREAD.model_copy(update={"reached": 10}), ago=4)
    week(SPREAD.model_copy(update={"reached": 12}), ago=1)
    week()
    amira.get("spread")
    assert amira.title == "How far it has spread"
    for said in (
        "50%",  # 18 of 40, that is about 20
        "3 generations",
        "Took over from somebody: 65%",  # 8 of 12
        "35%",  # 7 of 20
        "1.3",  # 13 learners, 10 teachers
        "R divided by that share: 1.7",
        "3 days",
        "80%",
        "Did it, or part of it: 50%",
        "Having been there does not prove that anything changed.",
    ):
        assert said in amira.text
    reach, *_others = amira.screen.xpath("//*[local-name()='svg']")
    assert len(reach.xpath("./*[local-name()='rect']")) == 3
    assert not amira.screen.xpath("//*[@style]")


def test_who_does_not_look_after_the_course_finds_no_such_page(
    ben: Visitor, week: Callable[..., None]
) -> None:
    week()
    assert [ben.get(path).status_code for path in PATHS] == [404, 404]
    assert "How far it has spread" not in ben.text


def test_another_company_sees_its_own(
    app: Flask, database: Database, elsewheres_lms: Lms, amira: Visitor, week: Callable[..., None]
) -> None:
    week()
    connect(database, elsewheres_lms, "Elsewhere")
    chidi = visit(app.test_client(), elsewheres_lms, "chidi", **{f"{LTI}roles": [INSTRUCTOR]})
    chidi.get("spread")
    assert "The first figures come in the night to Monday." in chidi.text
    assert "50%" not in chidi.text


def test_the_file_says_what_the_page_says_and_is_written_down(
    amira: Visitor, week: Callable[..., None], database: Database
) -> None:
    week()
    told = table(amira, "spread/spread.csv")
    assert told["Reach"] == "50%"
    assert told["R"] == "1.3"
    assert told["Days until four teams in five"] == "not yet"
    with database.read() as session:
        entry = session.scalars(select(AuditEntry)).one()
    assert (entry.act, entry.what, entry.by_operator) == (Act.EXPORT, "spread", False)


def test_a_small_company_reads_why_there_is_nothing(
    amira: Visitor, week: Callable[..., None]
) -> None:
    week(SPREAD.model_copy(update={"eligible": 5, "reached": 3}))
    amira.get("spread")
    assert "There are too few people to show anything" in amira.text
    assert "generation" not in amira.text
    assert list(table(amira, "spread/spread.csv").values())[1:] == ["too few people to tell"]
    amira.get("programme")
    assert "huddle." not in amira.text


@pytest.mark.parametrize(
    "address",
    ["spread?arc=no-such-arc", "spread?period=day", "spread/spread.csv?arc=%00", "spread?arc="],
)
def test_only_an_arc_and_a_period_can_be_chosen(
    amira: Visitor, week: Callable[..., None], address: str
) -> None:
    week()
    expected = 200 if address.endswith("=") else 404
    assert amira.get(address).status_code == expected


def test_a_longer_period_shows_more_weeks(amira: Visitor, week: Callable[..., None]) -> None:
    for ago in (0, 20, 60):
        week(ago=ago)
    columns = {}
    for period in ("quarter", "year", "all"):
        amira.get(f"spread?period={period}")
        svg = amira.screen.xpath("//*[local-name()='svg']")[0]
        columns[period] = len(svg.xpath("./*[local-name()='rect']"))
    assert columns == {"quarter": 1, "year": 2, "all": 3}


def test_the_pulse_is_shown_when_its_round_is_over(
    amira: Visitor, week: Callable[..., None], database: Database
) -> None:
    week()
    with database.write() as session:
        owner = session.scalars(select(Organisation)).one()
        owner.created_at = datetime.now(UTC) - timedelta(weeks=4)
        begun = round_of(owner, owner.created_at).begins_on
        for item, agreed in (("told-what-helped", 8), ("begun-unasked", 9)):
            session.add(
                PulseCount(
                    organisation_id=owner.id,
                    team_id=0,
                    begins_on=begun,
                    item=item,
                    answers=12,
                    agreed=agreed,
                )
            )
    amira.get("spread")
    assert "told a colleague exactly what they did that helped." in amira.text
    assert "65%" in amira.text


def test_everybody_reads_a_line_about_huddles(ben: Visitor, week: Callable[..., None]) -> None:
    ben.get("programme")
    assert "held a huddle" not in ben.text
    week()
    ben.get("programme")
    assert "3 teams have held a huddle." in ben.text
    assert "9 huddles were hosted by somebody other than the leader." in ben.text
