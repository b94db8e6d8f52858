"""The wheel: in an empty environment, in any folder, `baton demo` is one command away."""

import shutil
import subprocess
import sys
import venv
from zipfile import ZipFile

import pytest
import requests
from doubles.running import ROOT, clean_environment
from doubles.school import free_port
from doubles.visitor import Visitor

from practice_lms.people import person_named

NOT_OURS = shutil.ignore_patterns(
    ".*", "__pycache__", "build", "dist", "node_modules", "*.egg-info", "*.db*"
)


def run(*command, folder):
    environment = {**clean_environment(), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    del environment["PYTHONPATH"]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Built from a copy, so that nothing is left in the source."""
    folder = tmp_path_factory.mktemp("wheel")
    source = shutil.copytree(ROOT, folder / "source", ignore=NOT_OURS)
    pip = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps")
    run(*pip, "--wheel-dir", str(folder), str(source), folder=folder)
    (wheel,) = folder.glob("baton-*.whl")
    return wheel


def test_everything_that_is_read_at_run_time_travels_in_it(wheel):
    names = set(ZipFile(wheel).namelist())
    wanted = [
        *(ROOT / "content").rglob("*.md"),
        *(ROOT / "content").rglob("*.yaml"),
        *(ROOT / "web" / "templates").rglob("*.html"),
        *(ROOT / "web" / "static" / "built").iterdir(),
        *(ROOT / "web" / "translations").rglob("*.mo"),
        *(ROOT / "baton" / "migrations").rglob("*.py"),
        *(ROOT / "manifests").rglob("*.png"),
        *(ROOT / "manifests").rglob("*.json"),
        *(ROOT / "practice_lms" / "templates").rglob("*.html"),
        *(ROOT / "practice_lms" / "static").iterdir(),
        *(ROOT / "practice_teams" / "templates").rglob("*.html"),
        *(ROOT / "practice_teams" / "static").iterdir(),
    ]
    missing = {path.relative_to(ROOT).as_posix() for path in wanted} - names
    assert missing == set()


def test_what_is_only_for_developers_stays_at_home(wheel):
    tops = {name.partition("/")[0] for name in ZipFile(wheel).namelist()}
    assert not tops & {"tests", "bench", "docs"}


def test_the_demo_runs_from_it_in_another_folder(wheel, tmp_path):
    home, elsewhere = tmp_path / "env", tmp_path / "elsewhere"
    elsewhere.mkdir()
    venv.create(home, with_pip=True)
    constraints = ("--constraint", str(ROOT / "constraints.txt"))
    pip = (str(home / "bin" / "pip"), "install", "--quiet", *constraints)
    run(*pip, str(wheel), folder=elsewhere)
    ports = free_port(), free_port(), free_port()
    command = [str(home / "bin" / "baton"), "demo"]
    command += ["--port", str(ports[0]), "--lms-port", str(ports[1])]
    command += ["--teams-port", str(ports[2])]
    environment = clean_environment()
    del environment["PYTHONPATH"]
    demo = subprocess.Popen(
        command, cwd=elsewhere, env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        lms = f"http://127.0.0.1:{ports[1]}"
        assert demo.stdout is not None
        assert any(lms in line for line in demo.stdout)
        page = Visitor(lms, person_named("Ben").sub).open("week-now")
        assert page.status_code == 200, page.text
        assert "How did your plan go?" in page.text
        relay = requests.get(f"http://localhost:{ports[0]}/demo/teams/", timeout=30)
        teams = requests.get(f"http://127.0.0.1:{ports[2]}/", timeout=30)
        assert (relay.status_code, teams.status_code) == (200, 200)
    finally:
        demo.terminate()
        demo.communicate(timeout=40)
    assert list(elsewhere.iterdir()) == []
