"""The LMS calls the tool itself: directly, and nobody else."""

import os
import subprocess
import sys

import pytest

from practice_lms.outgoing import NoAnswer, ask


def test_an_answer_is_json(tool):
    assert ask(f"{tool.origin}/week-later", method="POST") == {"date": "2026-11-30"}


def test_a_page_is_no_answer(tool):
    with pytest.raises(NoAnswer, match="did not answer with JSON"):
        ask(f"{tool.origin}/stranger")


def test_nobody_there_is_no_answer(free_port):
    with pytest.raises(NoAnswer, match="did not answer"):
        ask(f"http://127.0.0.1:{free_port}/")


def test_a_proxy_of_this_machine_is_not_asked(tool, free_port):
    code = f"from practice_lms.outgoing import ask; print(ask('{tool.origin}/lti/jwks'))"
    proxy = f"http://127.0.0.1:{free_port}"
    environment = os.environ | {"http_proxy": proxy, "HTTP_PROXY": proxy, "no_proxy": ""}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False
    )
    assert tool.kid in done.stdout, done.stderr
