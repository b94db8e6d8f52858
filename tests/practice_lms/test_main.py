"""The LMS as a process of its own."""

import subprocess
import sys

import pytest
import requests


@pytest.fixture
def start(free_port):
    """Starts `python -m practice_lms` and waits for the line that says it serves."""
    processes = []

    def run(*options, env=None):
        command = [sys.executable, "-m", "practice_lms", "--port", str(free_port), *options]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        processes.append(process)
        return process, process.stdout.readline()

    yield run
    for process in processes:
        process.terminate()
        process.communicate(timeout=10)


def refused(*options):
    command = [sys.executable, "-m", "practice_lms", *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    (sentence,) = done.stderr.splitlines()
    return sentence


def test_it_says_where_it_serves(start, free_port):
    _, line = start()
    assert line == f"Practice LMS: http://127.0.0.1:{free_port} (Ctrl+C stops it)\n"
    assert requests.get(f"http://127.0.0.1:{free_port}").status_code == 200


def test_it_does_not_write_what_travels_in_addresses(start, free_port):
    process, _ = start()
    requests.get(f"http://127.0.0.1:{free_port}/auth?state=a-secret-state")
    process.terminate()
    assert "a-secret-state" not in "".join(process.communicate(timeout=10))


def test_the_tool_can_be_chosen(start, free_port):
    start("--tool", "http://localhost:9", "--client-id", "other", "--deployment-id", "7")
    browser = requests.Session()
    browser.post(f"http://127.0.0.1:{free_port}/sign-in", data={"person": "12"})
    page = browser.get(f"http://127.0.0.1:{free_port}/launch/week-now").text
    assert 'action="http://localhost:9/lti/login"' in page
    assert 'name="client_id" value="other"' in page
    assert 'name="lti_deployment_id" value="7"' in page


def test_it_can_hold_scores_back(start, free_port, tool, platform_at):
    start("--tool", tool.origin, "--hold-scores", "0.01")
    assert platform_at(f"http://127.0.0.1:{free_port}").post_score().status_code == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.0.7", "lms.norrvik.example"])
def test_it_serves_this_machine_only(host):
    assert "serves this machine only" in refused("--host", host)


def test_a_clock_needs_its_secret():
    sentence = refused("--week-later-url", "http://localhost:8800/later")
    assert "PRACTICE_LMS_WEEK_LATER_SECRET" in sentence
