"""Loops set aside: two loops of one module, when two accounts become one person.

One counts, and the other stays as it is, with its plan and all that became of it. There is one loop
of a module and a person, so the other's module is written with a mark and its number. Whatever
asks for a module by its name finds the one that counts.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.loop import ASIDE, MODULE_LENGTH, Loop
from learning.person import Person
from learning.time_off import PersonsTimeOff


def set_loops_aside(session: Session, stays: Person, goes: Person, at: datetime) -> None:
    """Where two have a loop of the same module, set one aside, so that the other counts.

    The better score counts. Where they are the same, the one whose look back can still be answered
    does, and then the one that was begun first.
    """
    theirs = {loop.module: loop for loop in _loops(session, goes)}
    for loop in _loops(session, stays):
        other = theirs.get(loop.module)
        if other is not None and not loop.is_set_aside:
            _set_aside(min(loop, other, key=lambda one: _worth(one, at)))
    session.flush()


def bring_back(session: Session, person: Person, at: datetime) -> None:
    """Let the best loop that was set aside count, where no other loop of its module does."""
    loops = _loops(session, person)
    counted = {loop.module for loop in loops if not loop.is_set_aside}
    aside = [loop for loop in loops if loop.is_set_aside]
    for loop in sorted(aside, key=lambda one: _worth(one, at), reverse=True):
        if loop.slug not in counted:
            loop.module = loop.slug
            counted.add(loop.module)
    session.flush()


def loops_aside(session: Session, person: Person, modules: Iterable[str]) -> list[Loop]:
    """Return somebody's loops of these modules that were set aside."""
    wanted = set(modules)
    aside = Loop.person_id == person.id, Loop.module.contains(ASIDE)
    found = session.scalars(select(Loop).where(*aside).order_by(Loop.id))
    return [_with_time_off(loop, session, person) for loop in found if loop.slug in wanted]


def _loops(session: Session, person: Person) -> list[Loop]:
    found = session.scalars(select(Loop).where(Loop.person_id == person.id))
    return [_with_time_off(loop, session, person) for loop in found]


def _with_time_off(loop: Loop, session: Session, person: Person) -> Loop:
    loop.time_off = PersonsTimeOff(session, person)
    return loop


def _set_aside(loop: Loop) -> None:
    mark = f"{ASIDE}{loop.id}"
    loop.module = loop.module[: MODULE_LENGTH - len(mark)] + mark


def _worth(loop: Loop, at: datetime) -> tuple[int, bool, float]:
    return loop.score, loop.can_still_close(at), -loop.started_at.timestamp()
