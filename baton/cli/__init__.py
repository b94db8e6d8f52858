"""The command `baton`: one file for each noun."""

import sys
from importlib import import_module

import click

from baton.cli.faults import DATABASE_FAULTS, SENTENCES, database_fault

_COMMANDS = (
    "cohort",
    "content",
    "demo",
    "deployment",
    "doctor",
    "grades",
    "keys",
    "migrate",
    "organisation",
    "person",
    "platform",
    "policy",
    "report",
    "roster",
    "serve",
    "team",
    "teams",
    "worker",
)


class _Commands(click.Group):
    """Reads a command's file when it is asked for: a worker has no use for the demo."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (click's signature)
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"baton.cli.{cmd_name}"), cmd_name)
        return command


@click.group(cls=_Commands)
@click.version_option(package_name="baton")
def baton() -> None:
    """Baton: leadership for everyone at work, five minutes a week.

    Start with `baton demo` to see it, or `baton serve` to run it. If something seems wrong,
    `baton doctor` looks for it.
    """


def main() -> None:
    """Run the command line; what an operator can mend ends in one sentence, not in a trace."""
    try:
        baton.main(prog_name="baton", standalone_mode=False)
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    except click.exceptions.Abort:
        sys.exit(130)
    except SENTENCES as problem:
        _give_up(str(problem))
    except DATABASE_FAULTS as problem:
        _give_up(database_fault(problem))


def _give_up(sentence: str) -> None:
    click.echo(f"baton: {sentence}", err=True)
    sys.exit(2)
