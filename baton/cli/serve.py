"""`baton serve`: the pages, and with SQLite the worker beside them."""

import ipaddress
import os
import socket
import sys

import click

from baton.processes import Process, listen, run_together
from baton.product import open_product
from baton.settings import SettingError, read_settings

_PORTS = click.IntRange(1, 65535)
_COUNT = click.IntRange(1)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=_PORTS, help="Port to listen on.")
@click.option("--processes", default=2, show_default=True, type=_COUNT, help="Web processes.")
@click.option("--threads", default=4, show_default=True, type=_COUNT, help="In each web process.")
@click.option(
    "--worker/--no-worker",
    "with_worker",
    default=None,
    help="Run a worker beside it. Default: with SQLite yes, with PostgreSQL no.",
)
def serve(host: str, port: int, processes: int, threads: int, with_worker: bool | None) -> None:
    """Serve Baton. One command is enough: with SQLite the worker runs beside the pages."""
    if "BATON_PUBLIC_URL" not in os.environ:
        if not _is_loopback(host):
            raise SettingError(
                "Set BATON_PUBLIC_URL to the address that people use, such as "
                "https://baton.example.org."
            )
        os.environ["BATON_PUBLIC_URL"] = f"http://localhost:{port}"
    settings = read_settings()
    open_product(settings).database.dispose()
    said = f"Baton serves {settings.public_url} (Ctrl+C stops it)"
    with listen(host, port) as listener:
        running = [web_process("baton.wsgi:application()", listener, processes, threads)]
        if settings.is_sqlite if with_worker is None else with_worker:
            running.append(worker_process())
        sys.exit(run_together(running, [health_url(listener)], lambda: click.echo(said)))


def web_process(application: str, listener: socket.socket, processes: int, threads: int) -> Process:
    """Return gunicorn as a process. No access log: addresses hold hints and tickets."""
    options = {
        "--bind": f"fd://{listener.fileno()}",
        "--workers": processes,
        "--threads": threads,
        "--worker-class": "gthread",
        "--timeout": 60,
        "--graceful-timeout": 20,
        "--log-level": "warning",
        "--forwarded-allow-ips": "127.0.0.1",
    }
    command = [sys.executable, "-m", "gunicorn", application]
    command += [str(part) for pair in options.items() for part in pair]
    return Process("web", command, listeners=[listener])


def worker_process(*options: str) -> Process:
    """Return the worker as a process."""
    return Process("worker", [sys.executable, "-m", "baton", "worker", *options])


def health_url(listener: socket.socket) -> str:
    """Return where this machine can ask whether the pages are served."""
    host, port = listener.getsockname()[:2]
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (compared, not bound)
    return f"http://{f'[{here}]' if ':' in here else here}:{port}/healthz"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
