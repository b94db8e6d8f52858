"""A draft: one a module and person, cut where it is too long, erased by its owner alone."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from cast.company import FIRST, MONDAY, SECOND, Company, company
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.catalogue import Catalogue
from learning.database import Database
from learning.draft import Draft, erase_drafts, find_draft, keep_draft
from learning.person import Person


def cues(session: Session) -> list[str]:
    session.flush()
    return sorted(session.scalars(select(Draft.cue)))


def test_a_draft_is_kept_and_replaced(session: Session, ben: Person) -> None:
    keep_draft(session, ben.id, FIRST, MONDAY, cue="the sh", action="", with_="")
    keep_draft(session, ben.id, FIRST, MONDAY, cue="the shift", action="say", with_="Dana")
    draft = find_draft(session, ben.id, FIRST)
    assert draft is not None
    assert (draft.cue, draft.action, draft.with_) == ("the shift", "say", "Dana")
    assert cues(session) == ["the shift"]


def test_a_draft_may_be_anything(session: Session, ben: Person) -> None:
    keep_draft(session, ben.id, FIRST, MONDAY, cue="x" * 400, action="a\x00b", with_=" ")
    session.flush()
    draft = find_draft(session, ben.id, FIRST)
    assert draft is not None
    assert (draft.cue, draft.action, draft.with_) == ("x" * 300, "ab", " ")


def test_a_draft_is_found_by_its_owner_alone(
    session: Session, ben: Person, dana: Person, chidi: Person
) -> None:
    keep_draft(session, ben.id, FIRST, MONDAY, cue="mine")
    session.flush()
    assert find_draft(session, dana.id, FIRST) is None
    assert find_draft(session, chidi.id, FIRST) is None
    assert find_draft(session, ben.id, SECOND) is None


@pytest.mark.parametrize(("module", "left"), [(None, ["Dana's"]), (FIRST, ["Dana's", "two"])])
def test_erasing_ones_own(
    session: Session, ben: Person, dana: Person, module: str | None, left: list[str]
) -> None:
    keep_draft(session, ben.id, FIRST, MONDAY, cue="one")
    keep_draft(session, ben.id, SECOND, MONDAY, cue="two")
    keep_draft(session, dana.id, FIRST, MONDAY, cue="Dana's")
    session.flush()
    erase_drafts(session, ben.id, module)
    assert cues(session) == left


def test_two_tabs_keep_the_first_draft_at_the_same_moment(
    database: Database, catalogue: Catalogue
) -> None:
    with database.write() as session:
        norrvik: Company = company(session, catalogue, "Norrvik")
        ben = norrvik.person("Ben").id
    ready = Barrier(2, timeout=30)

    def keep(cue: str) -> None:
        ready.wait()
        with database.write() as session:
            keep_draft(session, ben, FIRST, MONDAY, cue=cue)

    with ThreadPoolExecutor(2) as tabs:
        list(tabs.map(keep, ["one", "two"]))
    with database.read() as session:
        assert cues(session)[0] in ("one", "two")
