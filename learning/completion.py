"""A completion: somebody has learned a module and made a plan, as the LMS hears of it (80)."""

from datetime import datetime

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, select

from learning.attempt import Attempt
from learning.loop import Loop, Part, Step
from learning.plan import Plan


def has_completed(
    person_id: SQLColumnExpression[int], module: SQLColumnExpression[str], before: datetime
) -> ColumnElement[bool]:
    """Ask whether somebody had completed a module before a moment; compare `learning.score`."""
    mine = Loop.person_id == person_id, Loop.module == module
    recalled = Step.loop_id == Loop.id, Step.part == Part.RECALL, Step.at < before
    solved = Attempt.loop_id == Loop.id, Attempt.best, Attempt.at < before
    planned = Plan.loop_id == Loop.id, Plan.made_at < before
    return (
        select(Loop.id)
        .where(
            *mine,
            and_(
                select(Step.id).where(*recalled).exists(),
                select(Attempt.id).where(*solved).exists(),
                select(Plan.id).where(*planned).exists(),
            ),
        )
        .exists()
    )
