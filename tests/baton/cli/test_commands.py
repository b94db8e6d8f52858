"""The command line as a whole: it explains itself, and never shows a trace."""

import subprocess
import sys
from pathlib import Path

import click
import pytest
from doubles.running import clean_environment

import baton.cli
from baton.cli import baton as root


def walk(command, path=()):
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from walk(command.get_command(context, name), (*path, name))


COMMANDS = dict(walk(root))


def paths(*, groups):
    return [path for path, one in COMMANDS.items() if isinstance(one, click.Group) is groups]


def called(path):
    return " ".join(path) or "baton"


def test_every_file_of_a_command_is_a_command():
    files = {file.stem for file in Path(baton.cli.__file__).parent.glob("[!_]*.py")}
    parts = {"faults", "platform_check", "teams_nudges"}
    assert files - parts == {path[0] for path in COMMANDS if path}


@pytest.mark.parametrize("path", COMMANDS, ids=called)
def test_each_command_says_what_it_is_for(baton, path):
    said = baton(*path, "--help")
    assert said.status == 0
    assert said.out.startswith(f"Usage: {' '.join(('baton', *path))} ")
    assert COMMANDS[path].help.splitlines()[0].rstrip(".") in " ".join(said.out.split())


@pytest.mark.parametrize("path", paths(groups=False), ids=called)
def test_each_option_is_explained(path):
    for parameter in COMMANDS[path].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name
            assert parameter.help.endswith(".")
        else:
            name = parameter.make_metavar(click.Context(COMMANDS[path])).strip("[].")
            assert name in COMMANDS[path].help


@pytest.mark.parametrize("path", paths(groups=False), ids=called)
def test_an_unknown_option_ends_in_a_usage_message(baton, path):
    said = baton(*path, "--no-such-option")
    assert said.status == 2
    assert said.err.startswith("Usage: ")


@pytest.mark.parametrize("path", paths(groups=True), ids=called)
def test_a_misspelt_command_is_refused(baton, path):
    said = baton(*path, "paltform")
    assert said.status == 2
    assert "No such command" in said.err


@pytest.mark.parametrize(
    "command",
    ["grades list", "platform list", "platform show X", "doctor", "migrate", "serve", "worker"],
)
def test_a_database_that_is_away_is_said_in_one_sentence(baton, command):
    away = "postgresql://baton:a-password@127.0.0.1:1/baton"
    said = baton(*command.split(), BATON_DATABASE_URL=away, BATON_SECRET_KEY="s" * 40)
    assert said.status != 0
    told = (said.out + said.err).splitlines()[-1]
    assert "The database cannot be used" in told
    assert "a-password" not in said.out + said.err


def test_a_database_file_that_is_something_else_is_said_in_one_sentence(baton, home):
    (home / "baton.db").write_text("shopping list" * 100)
    assert "The database cannot be used" in baton("grades", "list").sentence


def test_it_runs_as_a_module_and_knows_its_version():
    command = [sys.executable, "-m", "baton", "--help"]
    done = subprocess.run(
        command, env=clean_environment(), capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.startswith("Usage: baton ")
