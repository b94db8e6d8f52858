"""The measurements run as one command, for people and for scripts."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
QUICK = ["--part", "launches", "--only", "empty", "--rounds", "1", "--launches", "2"]


def bench(*options: str) -> str:
    command = [sys.executable, "-m", "bench", *QUICK, "--warm-up", "1", *options]
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout


def test_a_script_gets_json_and_nothing_else() -> None:
    rows = json.loads(bench("--json"))["launches"]
    assert [row["tool"] for row in rows] == [
        "An empty Flask pair of requests",
        "PyLTI1p3's bare Flask example",
    ]
    assert all(row["CPU ms"] > 0 for row in rows)
    assert rows[1]["× bare"] == 1.0


def test_people_get_a_table() -> None:
    table = bench()
    assert "CPU time of one launch" in table
    assert "An empty Flask" in table
