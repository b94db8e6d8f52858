"""`baton demo`: see the whole of it on one machine, in five minutes."""

import os
import secrets
import sys
import tempfile
from pathlib import Path

import click

from baton.cli.serve import health_url, web_process, worker_process
from baton.demo.doors import SECRET_VARIABLE
from baton.demo.seed import seed
from baton.processes import Process, listen, run_together
from baton.product import open_product
from baton.settings import Settings
from learning.clock import MovedClock
from practice_lms.settings import Settings as PracticeSettings

_HOST = "127.0.0.1"
_LMS_SECRET_VARIABLE = "PRACTICE_LMS_WEEK_LATER_SECRET"
_PORTS = click.IntRange(1, 65535)


@click.command()
@click.option("--port", default=8800, show_default=True, type=_PORTS, help="Baton's port.")
@click.option("--lms-port", default=8801, show_default=True, type=_PORTS, help="The LMS's port.")
def demo(port: int, lms_port: int) -> None:
    """Start Baton and a practice LMS on this machine, and print the address to open.

    Twelve people of a made-up company have three weeks behind them. Nothing is kept: every start
    begins anew. Only this machine can reach it.
    """
    if port == lms_port:
        raise click.UsageError("--port and --lms-port must differ.")
    # The practice LMS takes its port itself; this finds out early, and in one sentence.
    listen(_HOST, lms_port, "--lms-port").close()
    with (
        listen(_HOST, port) as listener,
        tempfile.TemporaryDirectory(prefix="baton-demo-") as folder,
    ):
        settings = _settings(Path(folder), port)
        practice = practice_settings(port, lms_port)
        os.environ.update(_environment(settings, practice))
        product = open_product(settings, MovedClock())
        seed(product, practice)
        product.database.dispose()
        running = [
            _lms_process(settings, practice, lms_port),
            web_process("baton.demo.doors:application()", listener, 1, 8),
            worker_process("--quiet"),
        ]
        urls = [health_url(listener), f"{practice.origin}/"]
        sys.exit(run_together(running, urls, lambda: _say(practice)))


def practice_settings(port: int, lms_port: int) -> PracticeSettings:
    """Return the practice LMS's settings for the demo on these ports.

    Baton is `localhost` and the LMS `127.0.0.1`: two sites for a browser, as in real life.
    """
    tool = f"http://localhost:{port}"
    return PracticeSettings(
        origin=f"http://{_HOST}:{lms_port}",
        tool_login_url=f"{tool}/lti/login",
        tool_launch_url=f"{tool}/lti/launch",
        tool_jwks_url=f"{tool}/lti/jwks",
        week_later_url=f"{tool}/demo/clock",
        week_later_secret=secrets.token_urlsafe(32),
    )


def _settings(folder: Path, port: int) -> Settings:
    return Settings(
        database_url=f"sqlite:///{folder}/demo.db",
        public_url=f"http://localhost:{port}",
        secret_keys=(secrets.token_urlsafe(48),),
    )


def _environment(settings: Settings, practice: PracticeSettings) -> dict[str, str]:
    return {
        "BATON_DATABASE_URL": settings.database_url,
        "BATON_PUBLIC_URL": settings.public_url,
        "BATON_SECRET_KEY": settings.secret_keys[0],
        "BATON_CONTENT": str(settings.content),
        SECRET_VARIABLE: practice.week_later_secret or "",
        _LMS_SECRET_VARIABLE: practice.week_later_secret or "",
    }


def _lms_process(settings: Settings, practice: PracticeSettings, lms_port: int) -> Process:
    command = [sys.executable, "-m", "practice_lms", "--port", str(lms_port)]
    command += ["--tool", settings.public_url, "--week-later-url", practice.week_later_url or ""]
    return Process("practice LMS", command)


def _say(practice: PracticeSettings) -> None:
    click.echo()
    click.echo("Baton and a practice LMS are running. Ctrl+C stops both.")
    click.echo("Choose Ben, open this week's module, and watch the gradebook:")
    click.echo()
    click.echo(f"    {practice.origin}/")
    click.echo()
