"""The pulse is asked after a module, and who answers adds to a count and to nothing else."""

from collections.abc import Callable
from typing import Any

import pytest
from cast.visitor import Visitor
from sqlalchemy import select

from learning.database import Database
from learning.optional_answer import OptionalAnswer
from learning.pulse import PulseCount

ASKED = "How is it among you?"


@pytest.fixture
def ben_in_week_two(
    opens: Callable[..., Visitor], a_week_later: Any, ben: Visitor
) -> Callable[[], Visitor]:
    """Ben, who did his first module last week, with the second one done."""
    ben.finish()
    assert ASKED not in ben.text
    a_week_later()

    def again() -> Visitor:
        visitor = opens("ben")
        visitor.finish()
        return visitor

    return again


def statements(visitor: Visitor) -> list[str]:
    """The names of what is asked."""
    return list(dict.fromkeys(visitor.screen.xpath("//fieldset//input[@type='radio']/@name")))


def test_an_answer_is_one_more_in_a_count(
    ben_in_week_two: Callable[[], Visitor], database: Database
) -> None:
    ben = ben_in_week_two()
    first, second = statements(ben)
    assert ben.press("Send").status_code == 422
    ben.press("Send", **{first: "yes", second: "not-seen"})
    assert "Thank you." in ben.text
    with database.read() as session:
        counts = session.scalars(select(PulseCount).order_by(PulseCount.agreed.desc()))
        assert [(one.item, one.answers, one.agreed) for one in counts] == [
            (first, 1, 1),
            (second, 1, 0),
        ]
        assert session.scalars(select(OptionalAnswer.asker)).all() == ["pulse"]
    assert ASKED not in ben_in_week_two().text


def test_one_statement_may_be_left_open(
    ben_in_week_two: Callable[[], Visitor], database: Database
) -> None:
    ben = ben_in_week_two()
    first, second = statements(ben)
    ben.press("Send", **{first: "perhaps", second: "yes"})
    with database.read() as session:
        assert session.scalars(select(PulseCount.item)).all() == [second]


def test_in_the_second_half_of_a_round_nothing_is_asked(
    ben_in_week_two: Callable[[], Visitor], a_week_later: Any
) -> None:
    a_week_later(weeks=3)
    assert ASKED not in ben_in_week_two().text
