"""`baton person`: everything about one person is saved or erased, and the right one."""

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from learning.organisation import Organisation, find_or_create_organisation
from learning.person import Identity, Person

AT = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def run(baton, settings, database):
    run = lambda *arguments, **more: baton(*arguments, **settings, **more)  # noqa: E731 (as its neighbours)
    with database.write() as session:
        for name, subject, owner in (
            ("Ben Okafor", "ben", "Norrvik"),
            ("Dana Ek", "dana", "Norrvik"),
            ("Dana Ek", "dana2", "Norrvik"),
            ("Chidi", "ben", "Elsewhere"),
        ):
            add(session, name, subject, find_or_create_organisation(session, owner, AT))
    return run


def add(session, name, subject, owner):
    email = f"{subject}@{owner.name}.example".lower()
    one = Person(name=name, email=email, organisation=owner, created_at=AT)
    session.add(one)
    session.flush()
    session.add(
        Identity(
            organisation_id=owner.id,
            person=one,
            issuer="https://lms.example",
            subject=subject,
            user_name=f"{subject}.user",
            created_at=AT,
        )
    )


def names(database):
    with database.read() as session:
        wanted = select(Organisation.name, Person.name).join(Person.organisation)
        return sorted(tuple(row) for row in session.execute(wanted))


@pytest.mark.parametrize(
    "who", ["ben@norrvik.example", "BEN.user", "ben", "ben okafor", "Ben Okafor"]
)
def test_somebody_is_found_by_what_one_knows(run, who):
    told = json.loads(run("person", "export", who, "--organisation", "Norrvik").out)
    assert [part["rows"][0]["name"] for part in told["parts"] if part["part"] == "person"] == [
        "Ben Okafor"
    ]
    assert all(part["what"] and part["how_long"] for part in told["parts"])


def test_of_several_one_is_named_by_number(run, database):
    said = run("person", "erase", "Dana Ek", "--organisation", "Norrvik", "--yes")
    assert said.status == 2
    assert "(dana.user)" in said.err
    assert "(dana2.user)" in said.err
    with database.read() as session:
        number = session.scalars(select(Person.id).where(Person.email.like("dana2%"))).one()
    run("person", "erase", f"#{number}", "--organisation", "Norrvik", "--yes")
    assert names(database).count(("Norrvik", "Dana Ek")) == 1


def test_nobody_of_another_company_is_found(run, database):
    with database.read() as session:
        number = session.scalars(select(Person.id).where(Person.name == "Chidi")).one()
    for who in ("Chidi", "ben@elsewhere.example", f"#{number}", "#", "#²", "#99999999999999"):
        said = run("person", "export", who, "--organisation", "Norrvik")
        assert said.status == 2
        assert "Nobody at Norrvik" in said.err


def test_a_dry_run_changes_nothing_and_erasing_is_logged_without_the_name(run, database):
    before = names(database)
    said = run("person", "erase", "ben", "--organisation", "Norrvik", "--dry-run")
    assert "2 rows would go." in said.out
    assert names(database) == before
    said = run("person", "erase", "ben", "--organisation", "Norrvik", "--yes")
    assert "Erased." in said.out
    assert ("Norrvik", "Ben Okafor") not in names(database)
    log = run("policy", "show", "--organisation", "Norrvik").out
    assert "person-erased" in log
    assert "Ben" not in log
