"""What those who look after the course have left in it: a training day, a poll, the log."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from learning.audit import Act, log_act
from learning.catalogue import Catalogue
from learning.clock import monday_of
from learning.cohort import Cohort
from learning.person import Person
from learning.poll import Step, round_after, take_poll
from learning.training import enter_training

_POLL = {
    "feedback": "sosrsos",
    "coaching": "rsrssro",
    "prioritizing": "osoosso",
    "together": "ssoorso",
    "direction": "sosossr",
}
"""What seven people have answered, by the first letter; Set-up makes a suggestion from six on."""
_STEPS = {step[0]: step for step in Step}
_EXPORTS = (("my-team", 16), ("spread", 9), ("my-team", 2))
"""What was saved as a file, and how many days ago."""


def look_after(
    session: Session, catalogue: Catalogue, cohort: Cohort, amira: Person, now: datetime
) -> None:
    """Enter next week's training day, let a team answer the poll, and fill the log a little."""
    today = cohort.organisation.today(now)
    thursday = monday_of(today) + timedelta(days=10)
    enter_training(session, cohort, catalogue, "feedback", thursday, now)
    _poll(session, catalogue, cohort, cohort.week(today))
    for what, days in _EXPORTS:
        at = now - timedelta(days=days)
        log_act(session, cohort.organisation_id, Act.EXPORT, what, amira.id, at)


def _poll(session: Session, catalogue: Catalogue, cohort: Cohort, week: int) -> None:
    programme = cohort.programme(catalogue, cohort.organisation)
    number = round_after(programme, programme.module_of(week), week)
    if number is None:
        return
    for answers in zip(*_POLL.values(), strict=True):
        given = {area: _STEPS[letter] for area, letter in zip(_POLL, answers, strict=True)}
        take_poll(session, cohort, number, given)
