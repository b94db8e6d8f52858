"""A file of teams, as spreadsheets in several countries save it, and as people mistype it."""

import csv
import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.errors import Incomplete
from learning.team_file import MOST_ROWS, TeamRow, read_team_file, write_table

EXPECTED = (
    TeamRow(2, "Nattskiftet", "åsa@norrvik.example", "ben@norrvik.example"),
    TeamRow(3, "Nattskiftet", "", "Öberg, J"),
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\r\n", "\n"])
@pytest.mark.parametrize(
    "header",
    [("team", "leader", "person"), (" Lag ", "CHEF", "Medlem"), ("TEAM", "Leader", "member")],
)
def test_as_a_spreadsheet_saves_it(
    encoding: str, delimiter: str, newline: str, header: tuple[str, ...]
) -> None:
    out = io.StringIO()
    table = csv.writer(out, delimiter=delimiter, lineterminator=newline)
    table.writerow(header)
    table.writerows((row.team, row.leader, row.person) for row in EXPECTED)
    file = read_team_file(out.getvalue().encode(encoding))
    assert file.rows == EXPECTED
    assert file.delimiter == delimiter


def test_columns_stand_in_any_order_beside_others() -> None:
    text = "no,person,comment,team,leader\n1,ben,x,Day shift,amira\n"
    assert read_team_file(text.encode()).rows == (TeamRow(2, "Day shift", "amira", "ben"),)


def test_rows_keep_the_line_they_begin_on() -> None:
    text = 'team,leader,person\n\nA,"two\nlines",x\n,,\nB,,y\n'
    rows = read_team_file(text.encode()).rows
    assert [(row.line, row.team) for row in rows] == [(3, "A"), (6, "B")]


def test_excels_own_hint_is_understood() -> None:
    text = "sep=;\r\nteam;leader;person\r\nA;;b,c\r\n"
    assert read_team_file(text.encode()).rows == (TeamRow(3, "A", "", "b,c"),)


def test_a_short_row_has_empty_cells() -> None:
    assert read_team_file(b"team,leader,person\nA\n").rows == (TeamRow(2, "A", "", ""),)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n", "empty"),
        (b"name,boss\nA,b\n", "missing in the first line: team, leader, person"),
        (b"team,leader,person", "nothing below"),
        (b"PK\x03\x04...", "Excel workbook"),
        (b"%PDF-1.7", "PDF"),
        (b"team,leader,person\nA,\x00,b\n", "cannot be read"),
        (b"\xff\xfe\x00", "cannot be read"),
        (b"team,leader,person\nA,\x81,b\n", "cannot be read"),
        (b'team,leader,person\nA,"' + b"x" * 200_000 + b'",b\n', "cannot be read as a table"),
        (b"team,leader,person\n" + b"A,b,c\n" * (MOST_ROWS + 1), "too many rows"),
        (b"x" * (4 * 1024 * 1024 + 1), "too large"),
    ],
    ids=range(12),
)
def test_what_cannot_be_used_is_said_in_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(Incomplete, match=sentence):
        read_team_file(data)


def test_as_many_rows_as_promised_can_be_read() -> None:
    file = read_team_file(b"team,leader,person\n" + b"A,b,c\n" * MOST_ROWS)
    assert len(file.rows) == MOST_ROWS


CELLS = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00", exclude_categories=("Cs", "Cc")),
    max_size=30,
).map(str.strip)


@given(
    rows=st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8),
    order=st.permutations(["team", "leader", "person"]),
    delimiter=st.sampled_from([",", ";", "\t"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_is_written_is_read(
    rows: list[tuple[str, str, str]], order: list[str], delimiter: str, encoding: str
) -> None:
    out = io.StringIO()
    table = csv.DictWriter(out, ["team", "leader", "person"], delimiter=delimiter)
    table.fieldnames = order
    table.writeheader()
    named = [dict(zip(["team", "leader", "person"], row, strict=True)) for row in rows]
    table.writerows(named)
    expected = [row for row in named if any(row.values())]
    data = out.getvalue().encode(encoding)
    if not expected:
        with pytest.raises(Incomplete):
            read_team_file(data)
        return
    found = read_team_file(data).rows
    assert [{"team": r.team, "leader": r.leader, "person": r.person} for r in found] == expected


GOOD = 'team;leader;person\r\nNattskiftet;åsa;ben\r\n"Day; shift";;dana\r\n'.encode()


@given(
    at=st.integers(0, len(GOOD)),
    junk=st.one_of(
        st.binary(max_size=12), st.text(max_size=6).map(lambda t: t.encode("utf-8", "replace"))
    ),
    cut=st.integers(0, 12),
)
def test_whatever_is_sent_it_is_read_or_refused_in_a_sentence(
    at: int, junk: bytes, cut: int
) -> None:
    sent = GOOD[:at] + junk + GOOD[at + cut :]
    with suppress(Incomplete):
        file = read_team_file(sent)
        assert all("\x00" not in row.team + row.leader + row.person for row in file.rows)


@pytest.mark.parametrize("cell", ["=1+1", "+46", "-1", "@SUM(A1)", " =1", "\t=1", "\r=1", "\n=1"])
def test_what_a_spreadsheet_would_run_is_made_harmless(cell: str) -> None:
    (row,) = csv.reader(io.StringIO(write_table([[cell, "ben"]], ","), newline=""))
    assert row == [f"'{cell}", "ben"]
