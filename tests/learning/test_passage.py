"""Every text in a file is found, with the line on which it stands."""

from cast.writer import SLUG, Writer

from learning.content_file import ContentFile
from learning.passage import read_passages


def test_each_passage_stands_on_its_line(writer: Writer) -> None:
    lines = writer.text().splitlines()
    passages = read_passages(ContentFile(writer.path()), "en")
    assert len(passages) > 80
    for passage in passages:
        assert passage.words[0] in lines[passage.line - 1], (passage.place, passage.line)
    assert {passage.file.stem for passage in passages} == {SLUG}


def test_marks_are_no_part_of_a_text(writer: Writer) -> None:
    line = writer.write_section("Tool", "**One** thing:\n\n- this\n- that *one*")
    tool = [
        (passage.line, passage.text)
        for passage in read_passages(ContentFile(writer.path()), "en")
        if passage.place == ("## Tool",)
    ]
    assert tool == [(line, "One thing:"), (line + 2, "this"), (line + 3, "that one")]


def test_ids_are_not_read_by_anybody(writer: Writer) -> None:
    keys = {passage.key for passage in read_passages(ContentFile(writer.path()), "en")}
    assert {"text", "reply", "cue", "note"} <= keys
    assert not {"id", "best", "weeks", "year"} & keys
