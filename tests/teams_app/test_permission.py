"""What is asked for: the guide for administrators says the same as the code."""

from doubles.running import ROOT

from teams_app.permission import PERMISSIONS


def test_the_guide_has_every_permission_with_its_reason():
    guide = (ROOT / "docs" / "install" / "teams.md").read_text("utf-8")
    table = guide.partition("## What it asks for")[2].partition("## 1.")[0]
    rows = [line for line in table.splitlines() if line.startswith("| `")]
    wanted = [f"| `{one.name}` | {one.why} | {one.who} | {one.without} |" for one in PERMISSIONS]
    assert rows == wanted
