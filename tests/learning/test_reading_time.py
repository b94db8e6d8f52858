"""How long one person needs for the seven parts: 5:20, give or take a minute."""

import pytest
from cast.writer import Writer, passage

from learning.passage import Passage
from learning.reading_time import minutes, out_of_time, reading_time, words_read


def words(count: int, *place: int | str) -> Passage:
    return passage("word " * count, *place)


def question(part: str, *more: int) -> list[Passage]:
    """A question of 10 words, three answers of 10 and three replies of 30."""
    answers = [words(10, part, *more, "options", n, "text") for n in range(3)]
    replies = [words(30, part, *more, "options", n, "reply") for n in range(3)]
    return [words(10, part, *more, "question"), *answers, *replies]


def test_one_person_reads_one_of_three_scenes() -> None:
    scenes = [words(30, f"## Scene: {name}") for name in ("office", "frontline", "remote")]
    assert words_read(scenes) == 30


def test_one_person_reads_two_of_four_cases_with_one_reply_each() -> None:
    cases = [one for number in range(4) for one in question("recall", number)]
    assert words_read(cases) == pytest.approx(2 * (40 + 30))


def test_in_the_try_two_replies_are_read() -> None:
    assert words_read(question("try")) == pytest.approx(40 + 60)


def test_plans_are_read_and_one_of_them_again_now_and_when_looking_back() -> None:
    plans = [words(20, "plans", number, "cue") for number in range(3)]
    assert words_read(plans) == pytest.approx(60 + 20 + 20)


def test_the_tool_is_read_with_both_examples() -> None:
    parts = ["tool", "## Tool", "## Good example", "## Poor example"]
    assert words_read([words(10, part) for part in parts]) == 40


def test_what_the_seven_parts_do_not_show_is_not_counted() -> None:
    elsewhere = [("huddle", "why"), ("leader", "do"), ("## Chaos week",), ("sources", 0, "note")]
    assert words_read([words(100, *place) for place in elsewhere]) == 0


def test_choices_take_time_too() -> None:
    tool = [words(175, "## Tool")]
    assert reading_time(tool, "en") == 60 + 8 * 15
    assert reading_time([words(155, "## Tool")], "sv") == 60 + 8 * 15


@pytest.mark.parametrize(
    ("count", "is_fine"), [(400, False), (409, True), (758, True), (770, False)]
)
def test_a_minute_more_or_less_is_fine(count: int, is_fine: bool) -> None:
    assert (list(out_of_time([words(count, "## Tool")], "en")) == []) is is_fine


def test_seconds_are_said_as_minutes() -> None:
    assert minutes(320) == "5:20"
    assert minutes(61) == "1:01"


def test_a_module_that_is_over_too_soon_is_found(writer: Writer) -> None:
    writer.write_section("Tool", "Ask.")
    writer.write_section("Good example", "“Help.”")
    for heading in ("office", "frontline", "remote"):
        writer.write_section(f"Scene: {heading}", f"You are stuck ({heading}).")
    (what,) = writer.told_of(1)
    assert what.endswith("and should take 5:20 ± 1:00; there is room for more")
