"""Sentences of at most 20 words, and of 13 on average."""

from cast.writer import Writer, passage

from learning.rhythm import long_sentences, longest_sentence, mean_sentence


def sentence(count: int) -> str:
    return ("Word " + "word " * (count - 1)).strip() + "."


def test_twenty_words_pass_and_twenty_one_do_not() -> None:
    short = passage("Yes.")
    assert list(long_sentences([passage(sentence(20)), short, short])) == []
    (finding,) = long_sentences([passage(sentence(21), line=5), short, short])
    assert finding.line == 5
    assert finding.what == (
        "a sentence of 21 words; make two of at most 20: Word word word word word …"
    )


def test_the_average_may_be_thirteen() -> None:
    assert list(long_sentences([passage(sentence(13) + " " + sentence(13))])) == []
    (finding,) = long_sentences([passage(sentence(13) + " " + sentence(14))])
    assert finding.what == "the sentences have 13.5 words on average; keep to 13 or fewer"


def test_names_and_halves_of_plans_are_no_sentences() -> None:
    parts = [passage(sentence(30), "plans", 0, "cue"), passage(sentence(30), "tool")]
    assert longest_sentence(parts) == 0
    assert mean_sentence(parts) == 0


def test_a_long_sentence_is_named_by_its_line(writer: Writer) -> None:
    line = writer.fill("promise", sentence(21))
    assert "a sentence of 21 words" in " ".join(writer.told_of(line))
    line = writer.write_section("Scene: remote", f"It is noon.\n\n{sentence(22)}")
    assert "a sentence of 22 words" in " ".join(writer.told_of(line + 2))
