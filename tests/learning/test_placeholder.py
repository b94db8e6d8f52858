"""What is still to be written is named, line by line, and is not served."""

import pytest
from cast.writer import Writer

from learning.catalogue import read_catalogue
from learning.errors import ContentError
from learning.placeholder import has_placeholder, placeholder


def test_a_placeholder_says_what_belongs_there() -> None:
    assert placeholder("the name people see") == "[write: the name people see]"
    assert has_placeholder("Yes. [write: what follows]")
    assert not has_placeholder("Write it down.")


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("promise: ", 'promise: "[write: what one does]" #', "still to be written: what one does"),
        ("## Tool\n", "## Tool\n\n[write: one model]", "still to be written: one model"),
        ("year: 2013", "year: 0", "write the year"),
        ("id: asked-and-helped", "id: name-me-9", "give this a short name of its own"),
    ],
)
def test_each_of_them_is_named_and_stops_a_start(
    writer: Writer, old: str, new: str, what: str
) -> None:
    line = writer.change(old, new)
    assert any(said.startswith(what) for said in writer.told_of(line))
    with pytest.raises(ContentError) as caught:
        read_catalogue(writer.folder)
    assert caught.value.line == line
