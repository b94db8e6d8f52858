"""A file of teams: a table with the columns team, leader and person, as a spreadsheet saves it.

Excel saves UTF-8 with a mark, UTF-16 with tabs, or Windows-1252 with semicolons, as the menu and
the country have it. All of them are read; the columns may stand in any order.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from learning.errors import Incomplete, gettext_noop

LARGEST = 4 * 1024 * 1024
"""Bytes."""
MOST_ROWS = 20_000
LONGEST_CELL = 320
"""Characters; an e-mail address fits."""
_COLUMNS = {
    "team": {"team", "lag", "grupp", "arbetslag"},
    "leader": {"leader", "team leader", "ledare", "chef", "lagledare"},
    "person": {"person", "member", "medlem", "deltagare"},
}
_DELIMITERS = ",;\t"
_NOT_TEXT = {
    b"PK\x03\x04": gettext_noop(
        "This is an Excel workbook, not a table of text. In your spreadsheet, choose Save as, then "
        "CSV, and take that file."
    ),
    b"\xd0\xcf\x11\xe0": gettext_noop(
        "This is an old Excel workbook, not a table of text. In your spreadsheet, choose Save as, "
        "then CSV, and take that file."
    ),
    b"%PDF": gettext_noop(
        "This is a PDF, not a table of text. In your spreadsheet, choose Save as, then CSV, and "
        "take that file."
    ),
}
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class TeamRow:
    """One row as it stands in the file. `line` is where it begins, counted from 1."""

    line: int
    team: str
    leader: str
    person: str


@dataclass(frozen=True)
class TeamFile:
    """What a file says, and what stands between its columns."""

    rows: tuple[TeamRow, ...]
    delimiter: str = ","


def read_team_file(data: bytes) -> TeamFile:
    """Read a file.

    Raises Incomplete, with a sentence for whoever chose the file, if it is not such a table.
    """
    return read_team_text(decode_team_file(data))


def read_team_text(text: str) -> TeamFile:
    """Read the text of a file; raises Incomplete as `read_team_file` does."""
    if not text.strip():
        raise Incomplete("This file is empty. It needs the columns team, leader and person.")
    text, delimiter = _without_hint(text)
    delimiter = delimiter or _delimiter_of(text)
    try:
        lines = list(_lines(text, delimiter))
    except csv.Error:
        raise Incomplete(
            "This file cannot be read as a table. In your spreadsheet, choose Save as, then CSV, "
            "and take that file."
        ) from None
    return TeamFile(tuple(_rows(lines)), delimiter)


def write_table(rows: Iterable[Iterable[object]], delimiter: str) -> str:
    """Return rows as the text of a file. No cell begins with what a spreadsheet would run."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(
        [_harmless(cell) for cell in row] for row in rows
    )
    return out.getvalue()


def decode_team_file(data: bytes) -> str:
    """Return a file's text; raises Incomplete if it is none, or too large."""
    if len(data) > LARGEST:
        size = LARGEST // 1024 // 1024
        raise Incomplete("This file is too large. At most %(size)s MB can be read.", size=size)
    for beginning, what in _NOT_TEXT.items():
        if data.startswith(beginning):
            raise Incomplete(what)
    for encoding in ("utf-16",) if data.startswith(_UTF_16) else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Incomplete(
        "The letters in this file cannot be read. Save it as CSV UTF-8, and try again."
    )


def _without_hint(text: str) -> tuple[str, str | None]:
    """Take off the line `sep=;` with which Excel may begin."""
    first, _newline, rest = text.partition("\n")
    hint = first.strip().casefold()
    if hint.startswith("sep=") and len(hint) == len("sep=;") and hint[-1] in _DELIMITERS:
        return "\n" + rest, hint[-1]  # the lines keep their numbers
    return text, None


def _delimiter_of(text: str) -> str:
    first = next(line for line in text.splitlines() if line.strip())
    return max(_DELIMITERS, key=lambda one: len(_found(next(csv.reader([first], delimiter=one)))))


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    begins = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield begins, cells
        begins = reader.line_num + 1


def _rows(lines: list[tuple[int, list[str]]]) -> Iterator[TeamRow]:
    header = _found(lines[0][1]) if lines else {}
    missing = [name for name in _COLUMNS if name not in header]
    if missing:
        raise Incomplete(
            "These columns are missing in the first line: %(columns)s. It needs the columns team, "
            "leader and person, in any order.",
            columns=", ".join(missing),
        )
    if len(lines) == 1:
        raise Incomplete("There is nothing below the first line of this file.")
    if len(lines) - 1 > MOST_ROWS:
        raise Incomplete(
            "This file has too many rows. At most %(most)s can be read at once.", most=MOST_ROWS
        )
    for line, cells in lines[1:]:
        values = {name: _cell(cells, place) for name, place in header.items()}
        yield TeamRow(line, **values)


def _found(cells: list[str]) -> dict[str, int]:
    """Return where the columns stand."""
    names = [" ".join(cell.split()).casefold() for cell in cells]
    return {
        column: place
        for column, spellings in _COLUMNS.items()
        if (place := next((n for n, name in enumerate(names) if name in spellings), None))
        is not None
    }


def _cell(cells: list[str], place: int) -> str:
    return cells[place].strip()[:LONGEST_CELL] if place < len(cells) else ""


def _harmless(cell: object) -> str:
    text = str(cell)
    is_risky = text.lstrip().startswith(tuple("=+-@")) or text.startswith(("\t", "\r", "\n"))
    return f"'{text}" if is_risky else text
