"""Loops set aside: two loops of one module, when two accounts become one person.

One counts, and the other stays as it is, with its plan and all that became of it. There is one loop
of a module and a person, so the other's module is written with a mark and its number. Whatever
asks for a module by its name finds the one that counts.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.loop import MODULE_LENGTH, Loop
from learning.person import Person
from learning.time_off import PersonsTimeOff

MARK = "~"
"""Stands in no module's name."""


def module_of(loop: Loop) -> str:
    """Return the module of a loop, whether it counts or was set aside."""
    return loop.module.partition(MARK)[0]


def set_loops_aside(session: Session, stays: Person, goes: Person, at: datetime) -> None:
    """Where two have a loop of the same module, set one aside, so that the other counts.

    The better score counts. Where they are the same, the one whose look back can still be answered
    does, and then the one that was begun first.
    """
    theirs = {loop.module: loop for loop in _loops(session, goes)}
    for loop in _loops(session, stays):
        other = theirs.get(loop.module)
        if other is not None and MARK not in loop.module:
            _set_aside(min(loop, other, key=lambda one: _worth(one, at)))
    session.flush()


def bring_back(session: Session, person: Person, at: datetime) -> None:
    """Let the best loop that was set aside count, where no other loop of its module does."""
    loops = _loops(session, person)
    counted = {loop.module for loop in loops if MARK not in loop.module}
    aside = [loop for loop in loops if MARK in loop.module]
    for loop in sorted(aside, key=lambda one: _worth(one, at), reverse=True):
        if module_of(loop) not in counted:
            loop.module = module_of(loop)
            counted.add(loop.module)
    session.flush()


def loops_aside(session: Session, person_id: int, modules: Iterable[str]) -> list[Loop]:
    """Return somebody's loops of these modules that were set aside."""
    mine = select(Loop).where(Loop.person_id == person_id, Loop.module.contains(MARK))
    wanted = set(modules)
    return [loop for loop in session.scalars(mine.order_by(Loop.id)) if module_of(loop) in wanted]


def _loops(session: Session, person: Person) -> list[Loop]:
    loops = list(session.scalars(select(Loop).where(Loop.person_id == person.id)))
    for loop in loops:
        loop.time_off = PersonsTimeOff(session, person)
    return loops


def _set_aside(loop: Loop) -> None:
    mark = f"{MARK}{loop.id}"
    loop.module = loop.module[: MODULE_LENGTH - len(mark)] + mark


def _worth(loop: Loop, at: datetime) -> tuple[int, bool, float]:
    return loop.score, loop.can_still_close(at), -loop.started_at.timestamp()
