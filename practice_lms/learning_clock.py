"""The tool's learning clock, which the LMS can ask to move on by a week."""

from datetime import date
from typing import Any

from practice_lms.outgoing import NoAnswer, ask


class ClockSilent(Exception):
    """The clock was not moved; the text says why, for who pressed the button."""


class LearningClock:
    """The clock behind an address of the tool's; without an address there is none to move."""

    def __init__(self, url: str | None, secret: str | None) -> None:
        self._url = url
        self._headers = {"Authorization": f"Bearer {secret}", "Accept": "application/json"}
        self._last: date | None = None

    @property
    def can_be_moved(self) -> bool:
        """Whether the LMS was told of a clock."""
        return self._url is not None

    def today(self) -> date | None:
        """Return the clock's date: what a GET answers, else what was last heard, else None."""
        try:
            return self._ask("GET", seconds=2)
        except ClockSilent:
            return self._last

    def week_later(self) -> date:
        """Move the clock to the next week and return its new date; raises ClockSilent."""
        self._last = self._ask("POST", seconds=10)
        return self._last

    def _ask(self, method: str, seconds: float) -> date:
        if self._url is None:
            raise ClockSilent("There is no learning clock to move.")
        try:
            answer = ask(self._url, method=method, headers=self._headers, seconds=seconds)
        except NoAnswer as error:
            raise ClockSilent(str(error)) from error
        return _date_in(answer, self._url)


def _date_in(answer: Any, url: str) -> date:
    try:
        return date.fromisoformat(answer["date"])
    except (KeyError, TypeError, ValueError) as error:
        raise ClockSilent(f"{url} answered without a date.") from error


def in_words(day: date) -> str:
    """Return a date as in "Monday 30 November"."""
    return f"{day:%A} {day.day} {day:%B}"
