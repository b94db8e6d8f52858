"""What is still to be written is named, line by line."""

from cast.writer import passage

from learning.placeholder import is_placeholder, unwritten


def test_a_placeholder_says_what_belongs_there() -> None:
    (finding,) = unwritten([passage("[write: the name people see]", "title", line=2)])
    assert (finding.line, finding.what) == (2, "still to be written: the name people see")


def test_a_text_half_written_is_still_to_be_written() -> None:
    half = passage("Yes. [write: what follows]", "reply")
    assert is_placeholder(half)
    assert len(list(unwritten([half]))) == 1


def test_a_written_text_is_not() -> None:
    assert not is_placeholder(passage("Write it down."))
