"""The data map names every table there is, and the document says the same."""

from pathlib import Path

from baton.schema import metadata
from learning.data_map import DATA_MAP, as_markdown

DOCUMENT = Path(__file__).parents[2] / "docs" / "privacy" / "data-map.md"


def test_each_table_has_its_line() -> None:
    assert set(metadata().tables) - set(DATA_MAP) == set(), "add them to learning/data_map.py"
    assert set(DATA_MAP) - set(metadata().tables) == set()


def test_the_document_says_the_same() -> None:
    told = "make it anew: python -m learning.data_map > docs/privacy/data-map.md"
    assert as_markdown() in DOCUMENT.read_text("utf-8"), told
