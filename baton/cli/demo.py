"""`baton demo`: see the whole of it on one machine, in five minutes."""

import os
import secrets
import sys
import tempfile
from pathlib import Path

import click

from baton.cli.serve import health_url, web_process
from baton.demo.doors import RELAY_PATH, SECRET_VARIABLE, TEAMS_VARIABLE
from baton.demo.seed import seed
from baton.processes import Process, listen, run_together
from baton.product import open_product
from baton.settings import Settings
from learning.clock import MovedClock
from practice_lms.settings import Settings as PracticeSettings
from practice_teams.__main__ import SECRET_VARIABLE as CLIENT_SECRET_VARIABLE
from practice_teams.settings import Settings as TeamsSettings

_HOST = "127.0.0.1"
_LMS_SECRET_VARIABLE = "PRACTICE_LMS_WEEK_LATER_SECRET"
_DOORS = 3
_PORTS = click.IntRange(1, 65535)


@click.command()
@click.option("--port", default=8800, show_default=True, type=_PORTS, help="Baton's port.")
@click.option("--lms-port", default=8801, show_default=True, type=_PORTS, help="The LMS's port.")
@click.option("--teams-port", default=8802, show_default=True, type=_PORTS, help="Teams' port.")
def demo(port: int, lms_port: int, teams_port: int) -> None:
    """Start Baton, a practice LMS and a practice Teams here, and print the address to open.

    Twelve people of a made-up company have three weeks behind them. Nothing is kept: every start
    begins anew. Only this machine can reach it.
    """
    if len({port, lms_port, teams_port}) < _DOORS:
        raise click.UsageError("--port, --lms-port and --teams-port must differ.")
    # The practice servers take their ports themselves; this finds out early, and in one sentence.
    listen(_HOST, lms_port, "--lms-port").close()
    listen(_HOST, teams_port, "--teams-port").close()
    with (
        listen(_HOST, port) as listener,
        tempfile.TemporaryDirectory(prefix="baton-demo-") as folder,
    ):
        practice, teams = practice_settings(port, lms_port, teams_port)
        settings = _settings(Path(folder), port, teams)
        os.environ.update(_environment(settings, practice, teams))
        product = open_product(settings, MovedClock())
        seed(product, practice)
        product.database.dispose()
        running = [
            _lms_process(settings, practice, lms_port),
            _teams_process(teams, teams_port),
            web_process("baton.demo.doors:application()", listener, 1, 8),
            Process("worker", [sys.executable, "-m", "baton.demo.worker"]),
        ]
        urls = [health_url(listener), f"{practice.origin}/", f"{teams.origin}/"]
        sys.exit(run_together(running, urls, lambda: _say(practice)))


def practice_settings(
    port: int, lms_port: int, teams_port: int
) -> tuple[PracticeSettings, TeamsSettings]:
    """Return the settings of the practice LMS and the practice Teams for the demo on these ports.

    Baton is `localhost` and they are `127.0.0.1`: two sites for a browser, as in real life.
    """
    tool = f"http://localhost:{port}"
    lms, teams = f"http://{_HOST}:{lms_port}", f"http://{_HOST}:{teams_port}"
    practice = PracticeSettings(
        origin=lms,
        tool_login_url=f"{tool}/lti/login",
        tool_launch_url=f"{tool}/lti/launch",
        tool_jwks_url=f"{tool}/lti/jwks",
        week_later_url=f"{tool}/demo/clock",
        week_later_secret=secrets.token_urlsafe(32),
        teams_url=teams,
    )
    return practice, TeamsSettings(teams, f"{tool}{RELAY_PATH}/", lms)


def _settings(folder: Path, port: int, teams: TeamsSettings) -> Settings:
    return Settings(
        database_url=f"sqlite:///{folder}/demo.db",
        public_url=f"http://localhost:{port}",
        secret_keys=(secrets.token_urlsafe(48),),
        frame_ancestors=teams.origin,
        entra_client_id=teams.client_id,
        entra_client_secret=secrets.token_urlsafe(32),
        entra_authority=teams.origin,
        graph_url=teams.origin,
    )


def _environment(
    settings: Settings, practice: PracticeSettings, teams: TeamsSettings
) -> dict[str, str]:
    return {
        "BATON_DATABASE_URL": settings.database_url,
        "BATON_PUBLIC_URL": settings.public_url,
        "BATON_SECRET_KEY": settings.secret_keys[0],
        "BATON_CONTENT": str(settings.content),
        "BATON_FRAME_ANCESTORS": settings.frame_ancestors,
        "BATON_ENTRA_CLIENT_ID": settings.entra_client_id,
        "BATON_ENTRA_CLIENT_SECRET": settings.entra_client_secret,
        "BATON_ENTRA_AUTHORITY": settings.entra_authority,
        "BATON_GRAPH_URL": settings.graph_url,
        CLIENT_SECRET_VARIABLE: settings.entra_client_secret,
        TEAMS_VARIABLE: teams.origin,
        SECRET_VARIABLE: practice.week_later_secret or "",
        _LMS_SECRET_VARIABLE: practice.week_later_secret or "",
    }


def _lms_process(settings: Settings, practice: PracticeSettings, lms_port: int) -> Process:
    command = [sys.executable, "-m", "practice_lms", "--port", str(lms_port)]
    command += ["--tool", settings.public_url, "--week-later-url", practice.week_later_url or ""]
    command += ["--teams-url", practice.teams_url or ""]
    return Process("practice LMS", command)


def _teams_process(teams: TeamsSettings, teams_port: int) -> Process:
    command = [sys.executable, "-m", "practice_teams", "--port", str(teams_port)]
    command += ["--frame-url", teams.frame_url, "--lms-url", teams.lms_url or ""]
    return Process("practice Teams", command)


def _say(practice: PracticeSettings) -> None:
    click.echo()
    click.echo("Baton, a practice LMS and a practice Teams are running. Ctrl+C stops them.")
    click.echo(f"The practice Teams is at {practice.teams_url}/, and the LMS links to it.")
    click.echo("Choose Ben, open this week's module, and watch the gradebook:")
    click.echo()
    click.echo(f"    {practice.origin}/")
    click.echo()
