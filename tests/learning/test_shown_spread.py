"""What is shown of a spread tells nothing about one person, whatever has happened."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from learning.shown_spread import ShownSpread, percent, show_pulse, show_weeks
from learning.spread import WINDOW, Spread
from learning.threshold import ACTIVITY, PULSE, Figure

NOTHING: dict[str, int] = {
    "completers": 0,
    "passed_on": 0,
    "teams": 0,
    "teams_huddled": 0,
    "plans": 0,
    "looked_back": 0,
    "did": 0,
    "partly": 0,
    "huddles": 0,
    "huddles_by_others": 0,
    "reached": 0,
}
MONDAY = date(2026, 3, 2)
_HOSTS = st.lists(st.integers(0, 9), max_size=5)


def spread(**counts: object) -> Spread:
    values = {"eligible": 40, "hosts": [], "active": [], "first_taught": []}
    return Spread(**{**NOTHING, **values, "days_to_half": None, "days_to_most": None, **counts})


def show_spread(spread: Spread, before: Spread | None = None) -> ShownSpread:
    """Show a week; perhaps with the one four weeks before."""
    weeks = [(MONDAY, spread)] if before is None else [(MONDAY - WINDOW, before), (MONDAY, spread)]
    return show_weeks(weeks)[MONDAY]


def test_a_small_company_is_told_nothing_but_its_size() -> None:
    shown = show_spread(
        spread(
            eligible=ACTIVITY,
            reached=3,
            hosts=[2, 1],
            active=[2, 1],
            first_taught=[1, 1],
            huddles=4,
            teams=1,
            teams_huddled=1,
            days_to_half=2,
        )
    )
    assert shown.is_too_small
    told = {name: value for name, value in vars(shown).items() if value}
    assert told == {"people": ACTIVITY, "is_too_small": True}


def test_nobody_and_everybody_are_not_told() -> None:
    for reached in (0, 1, 2, 38, 39, 40):
        shown = show_spread(spread(reached=reached)).reach
        assert shown
        assert shown.done is None
    middle = show_spread(spread(reached=20)).reach
    assert middle
    assert middle.done == 20


def test_how_plans_went_needs_more_people_than_whether_they_were_looked_back_at() -> None:
    shown = show_spread(spread(plans=PULSE, looked_back=PULSE, did=4))
    assert shown.looked_back
    assert shown.did is None
    assert show_spread(spread(plans=12, looked_back=PULSE + 1, did=2, partly=3)).did


def test_a_pulse_is_told_from_nine_answers_on() -> None:
    assert show_pulse(8, 4) is None
    assert show_pulse(9, 4) == Figure(4, 4, 9)


@given(hosts=_HOSTS)
def test_no_generation_can_be_worked_out_from_the_others(hosts: list[int]) -> None:
    counts = {"active": hosts, "first_taught": [1.0] * len(hosts)}
    shown = show_spread(spread(hosts=hosts, **counts)).generations
    assert all(one.share and one.share.done is not None for one in shown)
    assert sum(one.share.at_least for one in shown if one.share) in (0, sum(hosts))
    assert [one.and_later for one in shown[:-1]] == [False] * len(shown[:-1])


def test_r_is_told_from_six_teachers_on_and_stands_beside_who_is_left() -> None:
    ten = spread(reached=10)
    few = show_spread(spread(active=[5], first_taught=[5.0], hosts=[5]), ten)
    assert (few.r, few.r_of_those_left) == (None, None)
    enough = show_spread(spread(active=[6], first_taught=[3.0], hosts=[6]), ten)
    assert (enough.r, enough.not_reached) == (0.5, 0.75)
    assert enough.r_of_those_left == 0.5 / 0.75


def test_the_share_not_yet_reached_is_what_could_be_read_then() -> None:
    """Not counted again among those who are here now: two of one moment would tell of who left."""
    for eligible in (40, 39, 12):
        assert show_spread(spread(eligible=eligible), spread(reached=10)).not_reached == 0.75
    assert show_spread(spread()).not_reached is None
    assert show_spread(spread(), spread(reached=1)).not_reached is None
    assert show_spread(spread(), spread(eligible=5, reached=3)).not_reached is None


def test_a_share_of_few_people_is_rounded_to_five_percent() -> None:
    assert percent(Figure(4, 4, 12)) == 35
    assert percent(Figure(334, 334, 1000)) == 33
    assert percent(Figure(0, 1, 12)) is None
