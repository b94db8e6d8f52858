"""Erasing a person leaves no trace of them in any table, and only numbers of what they did."""

import pytest
from cast.company import MONDAY, WEEK, Company
from cast.rows import fill_tables
from sqlalchemy import String, Text, select
from sqlalchemy.orm import Session

import baton.schema
from learning.audit import Act, log_act
from learning.belongings import PERSON, loose_keys, owned_tables
from learning.delivery import owe
from learning.draft import keep_draft
from learning.erasure import count_erasure, erase_person
from learning.follow_up import Outcome
from learning.handover import Handover, hand_over
from learning.huddle import Huddle, HuddleKind
from learning.person import Identity, Person
from learning.policy import Policy, set_policy
from learning.team import new_team
from learning.team_change import note_change
from learning.team_upload import keep_upload
from web.session import WebSession

WORDS = {
    "name": "Zenobia Quist",
    "email": "zenobia@norrvik.example",
    "subject": "sub-zq-4711",
    "user": "zenobiaq",
    "sourced": "staff-88123",
    "cue": "the kiln has cooled",
    "action": "praise the glazing",
    "with": "Ottoline",
    "obstacle": "the clay cracked",
    "draft": "half a thought about kilns",
}


@pytest.fixture
def zenobia(norrvik: Company, ben: Person) -> Person:
    """Somebody who has done all that can be done, under words that are nowhere else."""
    session = norrvik.session
    person = norrvik.person("sub-zq-4711")
    person.name, person.email = WORDS["name"], WORDS["email"]
    identity = session.scalars(select(Identity).where(Identity.person_id == person.id)).one()
    identity.user_name, identity.sourced_id = WORDS["user"], WORDS["sourced"]
    loop = norrvik.complete(person)
    plan = loop.make_plan(None, WORDS["cue"], WORDS["action"], WORDS["with"], MONDAY)
    loop.answer_follow_up(Outcome.PARTLY, MONDAY + WEEK)
    loop.note_obstacle(WORDS["obstacle"])
    plan.go_on_as_it_is(MONDAY + WEEK)
    plan.keep(MONDAY + WEEK)
    keep_draft(session, person.id, "what-can-i-move", MONDAY, cue=WORDS["draft"])
    owe(session, norrvik.column("programme"), identity, 80, MONDAY)
    _at_the_doors(session, norrvik, person)
    _among_others(session, norrvik, person, ben)
    session.flush()
    fill_tables(session, person, "zq-here")
    session.expire_all()
    return person


def _at_the_doors(session: Session, norrvik: Company, person: Person) -> None:
    for number in (1, 2):
        session.add(
            WebSession(
                public_id=f"visit-{number}",
                token_hash="x",
                person_id=person.id,
                context_id=norrvik.course.id,
                door="lti",
                language="en",
                started_at=MONDAY,
                seen_at=MONDAY,
            )
        )
    session.flush()
    first, second = session.scalars(select(WebSession).where(WebSession.person_id == person.id))
    second.root_id = first.id


def _among_others(session: Session, norrvik: Company, person: Person, ben: Person) -> None:
    mine = norrvik.organisation.id
    team = new_team(mine, "Kilns", MONDAY)
    session.add(team)
    session.flush()
    team.consist_of([person.id, ben.id], [person.id], MONDAY)
    note_change(session, mine, [("Kilns", team)], person.id, MONDAY)
    text = f"team,leader,person\nKilns,{WORDS['email']},{WORDS['user']}\n"
    keep_upload(session, norrvik.course.id, ben.id, text, MONDAY)
    huddle = Huddle(
        organisation_id=mine,
        module="what-can-i-move",
        host_id=person.id,
        held_at=MONDAY,
        headcount=6,
        kind=HuddleKind.FULL,
    )
    session.add(huddle)
    session.flush()
    hand_over(session, huddle, person, MONDAY, with_name=True)
    session.scalars(select(Handover)).one().take(ben, MONDAY)
    log_act(session, mine, Act.EXPORT, "my-team", person.id, MONDAY)
    set_policy(session, norrvik.organisation, Policy.NAMED, f"by {WORDS['name']}", MONDAY)


def everything(session: Session) -> str:
    """Return the whole database as one text."""
    session.flush()
    rows = (session.execute(select(one)) for one in baton.schema.metadata().sorted_tables)
    return "\n".join(str(row) for found in rows for row in found.all())


def test_no_word_of_theirs_is_left_anywhere(norrvik: Company, zenobia: Person) -> None:
    before = everything(norrvik.session)
    assert all(word in before for word in WORDS.values())
    erase_person(norrvik.session, zenobia)
    after = everything(norrvik.session)
    left = [word for word in [*WORDS.values(), "Zenobia", "zq-here"] if word in after]
    assert left == []


def test_no_key_leads_to_them_in_any_table(norrvik: Company, zenobia: Person) -> None:
    number = zenobia.id
    theirs = [*owned_tables(), PERSON]
    assert all(count_erasure(norrvik.session, number).rows.get(one.name) for one in theirs)
    erase_person(norrvik.session, zenobia)
    left = count_erasure(norrvik.session, number)
    assert (left.rows, left.emptied) == ({}, {})


def test_the_numbers_stay(norrvik: Company, zenobia: Person, ben: Person) -> None:
    erase_person(norrvik.session, zenobia)
    huddle = norrvik.session.scalars(select(Huddle).where(Huddle.headcount == 6)).one()
    assert huddle.host_id is None
    given = select(Handover).where(Handover.taker_id == ben.id)
    handover = norrvik.session.scalars(given).one()
    assert (handover.giver_id, handover.giver_name) == (None, None)
    assert (handover.taker_id, handover.generation) == (ben.id, 2)


def test_nobody_elses_rows_are_touched(
    norrvik: Company, zenobia: Person, ben: Person, chidi: Person
) -> None:
    norrvik.complete(ben)
    before = [count_erasure(norrvik.session, one.id).rows for one in (ben, chidi)]
    erase_person(norrvik.session, zenobia)
    after = [count_erasure(norrvik.session, one.id).rows for one in (ben, chidi)]
    # The file that Ben has sent names others too, and can be sent again.
    assert before[0].pop("team_upload") == 1
    assert after == before


def test_a_dry_run_says_what_would_go_and_changes_nothing(
    norrvik: Company, zenobia: Person
) -> None:
    before = everything(norrvik.session)
    told = count_erasure(norrvik.session, zenobia.id)
    assert everything(norrvik.session) == before
    done = erase_person(norrvik.session, zenobia)
    # Ben's file of teams goes too, as it may name her.
    assert done.rows | {"team_upload": 0} == told.rows | {"team_upload": 0}


BESIDE = {
    "handover": {"giver_name"},
    "policy_change": {"by"},
    "team_change": {"before"},
    "team_upload": {"text"},
}
"""Texts in rows that stay which may name somebody; `learning/erasure.py` empties each."""
HARMLESS = {
    # Name and address are of an account that is part of the row's owner; when the two are parted,
    # and the row may point to somebody else, they are emptied.
    "account_link": {"how", "name", "email", "language", "setting"},
    "link_code": {"token_hash", "letters_hash", "digits_hash"},
    "audit_entry": {"act", "what"},
    "handover": {"module", "token_hash"},
    "huddle": {"module", "kind"},
    "web_session": {
        "public_id",
        "token_hash",
        "door",
        "module",
        "language",
        "frame_ancestors",
        "return_url",
    },
}
"""Texts in rows that stay which never name anybody."""


def test_each_text_in_a_row_that_stays_has_been_thought_of() -> None:
    """A table that may point to a person, and is new here: may its texts name them?"""
    for key in loose_keys():
        table = key.parent.table
        texts = {one.name for one in table.columns if isinstance(one.type, String | Text)}
        known = BESIDE.get(table.name, set()) | HARMLESS.get(table.name, set())
        assert texts <= known, f"{table.name}: say in this test which texts may name somebody"
