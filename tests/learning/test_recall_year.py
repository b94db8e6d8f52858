"""A whole year of recall: nothing is lost, nothing comes twice, and the oldest comes first.

People come late, miss weeks and meet modules in any order; what they are asked follows from what
they have met, and from nothing else.
"""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from learning.catalogue import Catalogue
from learning.clock import monday_of
from learning.journey import Journey
from learning.loop import Loop, Part
from learning.organisation import Organisation
from learning.person import Person
from learning.recall import CASES_IN_A_VISIT

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
WEEK = timedelta(weeks=1)
Key = tuple[str, str]


class Learner:
    """Somebody, with a plain account beside of what is due to them."""

    def __init__(self, catalogue: Catalogue) -> None:
        organisation = Organisation(name="Norrvik", time_zone="Europe/Stockholm")
        self.journey = Journey(Person(name="Ben", organisation=organisation), [], catalogue)
        self.catalogue = catalogue
        self.asked: list[Key] = []
        self.due_on: dict[Key, date] = {}

    def waiting(self, at: datetime, besides: str | None = None) -> list[date]:
        """When those that wait became due, the oldest first."""
        open_ones = [key for key in self.due_on if key not in self.asked and key[0] != besides]
        return sorted(self.due_on[key] for key in open_ones if self.due_on[key] <= at.date())

    def meet(self, module: str, at: datetime) -> None:
        """Go through a module, its recall first."""
        loop = self.journey.loops.setdefault(
            module, Loop(person=self.journey.person, module=module, started_at=at)
        )
        waiting = self.waiting(at, besides=module)
        cases = self.journey.cases(module, at, "en")
        recalled = [case for case in cases if not case.is_warm_up]
        assert [self.due_on[case.key] for case in recalled] == waiting[:CASES_IN_A_VISIT]
        assert recalled or [case.module for case in cases] == [module]
        for case in cases:
            loop.answer_recall(case, case.question.best.id, at)
        self.asked += [case.key for case in recalled]
        assert [case.key for case in self.journey.cases(module, at, "en")] == [
            case.key for case in cases
        ]
        loop.finish(Part.RECALL, at)
        loop.finish(Part.TRY, at)
        for case in self.catalogue.module(module).recall:
            self.due_on[module, case.id] = monday_of(at.date()) + case.weeks * WEEK

    def recall_afterwards(self, at: datetime) -> None:
        """Take what is asked in a week after the programme."""
        waiting = self.waiting(at)
        cases = self.journey.cases_afterwards(at, "en")
        due = [case for case in cases if case.key not in self.asked]
        assert [self.due_on[case.key] for case in due] == waiting[:CASES_IN_A_VISIT]
        assert len(cases) <= CASES_IN_A_VISIT
        for case in due:
            self.journey.loops[case.module].answer_recall(case, case.question.best.id, at)
        assert self.journey.cases_afterwards(at, "en") == cases
        self.asked += [case.key for case in due]


@settings(max_examples=60)
@given(data=st.data())
def test_no_case_is_lost_and_none_comes_twice(catalogue: Catalogue, data: st.DataObject) -> None:
    learner = Learner(catalogue)
    left = data.draw(st.permutations(catalogue.programme))
    for week in range(data.draw(st.integers(0, 20)), 52):
        at = MONDAY + week * WEEK + timedelta(days=data.draw(st.integers(0, 6)))
        for _module in range(data.draw(st.sampled_from([0, 0, 1, 1, 1, 2]))):
            if left:
                learner.meet(left.pop(), at)
    for week in range(52, 52 + 60):
        learner.recall_afterwards(MONDAY + week * WEEK)
    assert sorted(learner.asked) == sorted(learner.due_on)


def test_what_a_module_asked_this_week_is_not_asked_again_afterwards(catalogue: Catalogue) -> None:
    learner = Learner(catalogue)
    first, second = catalogue.programme[:2]
    learner.meet(first, MONDAY)
    learner.meet(second, MONDAY + WEEK)
    assert len(learner.asked) == 1
    learner.recall_afterwards(MONDAY + WEEK)
    assert len(learner.asked) == 1


def test_an_answer_given_afterwards_leaves_the_modules_own_recall_as_it_was(
    catalogue: Catalogue,
) -> None:
    learner, first = Learner(catalogue), catalogue.programme[0]
    learner.meet(first, MONDAY)
    before = learner.journey.cases(first, MONDAY, "en")
    learner.recall_afterwards(MONDAY + WEEK)
    assert learner.journey.cases(first, MONDAY + WEEK, "en") == before
    assert len(learner.asked) == 1
