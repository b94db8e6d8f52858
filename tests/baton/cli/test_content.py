"""`baton content check`: what L&D people run before they hand in a module."""

import json
import signal
import socket

from doubles.running import answers
from doubles.school import free_port


def test_the_content_that_comes_with_baton_is_good(baton, catalogue):
    said = baton("content", "check")
    assert (said.status, said.err) == (0, "")
    for slug in catalogue.programme:
        assert slug in said.out
    assert said.out.splitlines()[-1] == f"{len(catalogue.programme)} modules, no errors."


def test_every_finding_of_every_file_is_named_with_its_line(baton, content_copy):
    english = content_copy / "en"
    for name in ("ask-early.md", "guard-your-focus.md"):
        lines = (english / name).read_text("utf-8").splitlines()
        lines.insert(1, "colour: red")
        (english / name).write_text("\n".join(lines), "utf-8")
    said = baton("content", "check", BATON_CONTENT=str(content_copy))
    assert (said.status, said.err) == (1, "")
    advice = "`colour` is not a known key; remove it or mend its spelling"
    found = [line for line in said.out.splitlines() if advice in line]
    assert [line.split(":")[1] for line in found] == ["2", "2"]
    assert "ask-early.md" in found[0]
    assert "guard-your-focus.md" in found[1]
    assert said.out.splitlines()[-1].endswith("modules, 2 findings.")


def test_a_script_reads_the_same(baton, content_copy, catalogue):
    (content_copy / "en" / "ask-early.md").write_text("---\ntitle: [\n---\n", "utf-8")
    said = baton("content", "check", "--json", BATON_CONTENT=str(content_copy))
    assert said.status == 1
    told = json.loads(said.out)
    (finding,) = told["findings"]
    assert finding["file"].endswith("en/ask-early.md")
    assert finding["line"] == 3
    measured = {(module["slug"], module["language"]): module for module in told["modules"]}
    assert set(measured) == set(catalogue.modules) - {("ask-early", "en")}
    assert all(260 <= module["seconds"] <= 380 for module in measured.values())
    assert {"first", "longest"} <= {sign["sign"] for sign in told["best_answers"]}


def test_a_folder_without_content_is_said(baton, tmp_path):
    said = baton("content", "check", BATON_CONTENT=str(tmp_path))
    assert said.status == 1
    assert "programme.yaml:1: cannot be read" in said.out


def test_the_help_says_how_the_time_is_measured(baton):
    said = baton("content", "check", "--help")
    assert said.status == 0
    assert "175 a minute in English, 155 in Swedish" in said.out
    assert "15 seconds for each of 8 choices" in said.out


def test_a_preview_of_no_module_is_said(baton):
    said = baton("content", "preview", "no-such-module")
    assert said.status != 0
    assert "There is no file" in said.err


def test_a_preview_on_a_port_that_is_taken(baton):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert f"Port {port}" in baton("content", "preview", "--port", str(port)).sentence


def test_a_preview_runs_until_it_is_stopped(start):
    port = free_port()
    running = start("content", "preview", "ask-early", "--port", str(port))
    running.wait_for(f"http://127.0.0.1:{port}/en/ask-early/start (Ctrl+C stops it)")
    assert answers(f"http://127.0.0.1:{port}/en/ask-early/kit")
    assert running.end(signal.SIGINT) == 0
