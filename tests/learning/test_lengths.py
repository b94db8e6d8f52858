"""Each text has a limit in words, and the check names the line that is over it."""

from cast.writer import Writer, passage

from learning.lengths import LIMITS, too_long


def test_a_text_may_have_just_its_limit() -> None:
    limit = LIMITS["promise"]
    assert list(too_long([passage("word " * limit, "promise")])) == []
    (finding,) = too_long([passage("word " * (limit + 1), "promise", line=7)])
    assert finding.line == 7
    assert finding.what == f"`promise` has {limit + 1} words; shorten it to {limit}"


def test_paragraphs_under_one_heading_count_together() -> None:
    halves = [passage("word " * 40, "## Scene: office", line=n) for n in (8, 10)]
    (finding,) = too_long(halves)
    assert (finding.line, finding.what) == (
        8,
        "`## Scene: office` has 80 words; shorten it to 60",
    )


def test_answers_count_one_by_one() -> None:
    answers = [passage("word " * 20, "try", "options", place, "text") for place in range(3)]
    assert list(too_long(answers)) == []


def test_a_tool_over_120_words_is_named_by_its_line(writer: Writer) -> None:
    line = writer.write_section("Tool", "You can say this. " * 31)
    assert "`## Tool` has 124 words; shorten it to 120" in writer.told_of(line)


def test_a_shift_board_over_60_words(writer: Writer) -> None:
    line = writer.write_section("Shift board", "Say it. " * 31)
    assert writer.told_of(line) == ["`## Shift board` has 62 words; shorten it to 60"]


def test_a_title_over_40_characters(writer: Writer) -> None:
    line = writer.fill("title", "Ask early, and ask one person, and ask again")
    assert writer.told_of(line) == ["`title`: shorten it to 40 characters"]
