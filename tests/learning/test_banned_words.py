"""Words that judge people, jargon, idioms and others' trademarks, in lists that anyone can edit."""

from pathlib import Path

import pytest
from cast.writer import Writer, passage

from learning.banned_words import BannedWord, BannedWords, banned, read_banned_words
from learning.errors import ContentError


def listed(**words: list[str]) -> BannedWords:
    """A list with these words."""
    kinds = {"blame": [], "jargon": [], "idioms": [], "names": [], **words}
    entries = {
        kind: [{"avoid": word, "write": "it plainly"} for word in those]
        for kind, those in kinds.items()
    }
    return BannedWords.model_validate(entries)


@pytest.mark.parametrize(
    ("avoid", "text", "is_found"),
    [
        ("leverag*", "We leveraged it.", True),
        ("leverag*", "Leveraging it helps.", True),
        ("aligned", "They were realigned.", False),
        ("touch base", "Let us touch\u00a0base.", True),
        ("throw * under the bus", "They throw him under the bus.", True),
        ("DISC", "The disc is full.", False),
        ("DISC", "A DISC profile.", True),
        ("lat", "Han är lat.", True),
        ("lat", "En latent fråga.", False),
        ("ägarskap*", "Ägarskapet är hennes.", True),
    ],
)
def test_whole_words_are_found(avoid: str, text: str, is_found: bool) -> None:
    word = BannedWord(avoid=avoid, write="it plainly")
    assert (word.pattern.search(text) is not None) is is_found


def test_people_in_a_scene_may_say_what_we_do_not() -> None:
    words = listed(blame=["your fault"], jargon=["synergy"])
    said = passage("“It is your fault,” she says.", "## Scene: office")
    told = passage("It is your fault.", "## Scene: office")
    jargon = passage("“We need synergy,” she says.", "## Scene: office")
    assert list(banned([said], words)) == []
    assert [one.what for one in banned([told], words)] == [
        "“your fault” judges people; write it plainly"
    ]
    assert [one.what for one in banned([jargon], words)] == [
        "“synergy” is jargon; write it plainly"
    ]


def test_in_swedish_one_mark_opens_and_closes_what_is_said() -> None:
    words = listed(blame=["ditt fel"])
    assert list(banned([passage("”Det är ditt fel”, säger hon.", language="sv")], words)) == []
    assert len(list(banned([passage("”Nej.” Det är ditt fel. ”Jo.”")], words))) == 1


def test_a_poor_example_may_be_poor() -> None:
    words = listed(jargon=["synergy"])
    assert list(banned([passage("“More synergy.”", "## Poor example")], words)) == []


def test_a_trademark_may_be_named_where_something_comes_from() -> None:
    words = listed(names=["SBI"])
    assert list(banned([passage("Known as SBI.", "sources", 0, "note")], words)) == []
    assert len(list(banned([passage("Use SBI.", "## Tool")], words))) == 1


@pytest.mark.parametrize("language", ["en", "sv"])
def test_the_lists_that_come_with_baton_read(content_copy: Path, language: str) -> None:
    words = read_banned_words(content_copy, language)
    assert len(words.blame) > 15
    assert len(words.jargon) > 25
    assert len(words.idioms) > 25
    everything = [*words.blame, *words.jargon, *words.idioms, *words.names]
    assert all(word.pattern.search(word.avoid.replace("*", "x")) for word in everything)


def test_a_banned_word_is_named_by_its_line(writer: Writer) -> None:
    line = writer.fill("promise", "Leverage your team and ask one person.")
    assert writer.told_of(line) == ["“Leverage” is jargon; write use"]
    line = writer.write_section("Chaos week", "Ask one person.\n\nIt is low-hanging fruit.")
    assert writer.told_of(line + 2) == [
        "“low-hanging fruit” is an idiom; write what is easy to do first"
    ]


def test_a_list_that_is_missing_or_wrong_is_said(writer: Writer) -> None:
    path = writer.folder / "en" / "banned-words.yaml"
    path.write_text(path.read_text("utf-8").replace("write:", "wriet:", 1), "utf-8")
    assert any(file == "en/banned-words.yaml" for file, _, _ in writer.told())
    path.unlink()
    assert ("en/banned-words.yaml", 1, "cannot be read (No such file or directory)") in (
        writer.told()
    )
    with pytest.raises(ContentError):
        read_banned_words(writer.folder, "en")
