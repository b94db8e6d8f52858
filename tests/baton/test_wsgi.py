"""The application as a WSGI server opens it, in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ASK = """
import {module}
client = {module}.application().test_client()
print(client.get("/nowhere/bens-token-1234?ticket=bens-token-1234").status_code)
"""


@pytest.mark.parametrize("module", ["baton.wsgi", "baton.demo.doors"])
def test_what_is_refused_is_one_line_of_json_without_the_address(
    module: str, tmp_path: Path
) -> None:
    asked = subprocess.run(
        [sys.executable, "-c", ASK.format(module=module)],
        cwd=ROOT,
        env={**os.environ, "BATON_DATABASE_URL": f"sqlite:///{tmp_path}/baton.db"},
        check=True,
        capture_output=True,
        text=True,
    )
    assert asked.stdout == "404\n"
    [line] = asked.stderr.splitlines()
    event = json.loads(line)
    assert (event["event"], event["status"], event["level"]) == ("refused", 404, "info")
    assert event["reference"]
    assert "bens-token-1234" not in line
