"""Serves a practice Teams on this machine: `python -m practice_teams --frame-url …`."""

import argparse
import os
from collections.abc import Sequence

from practice_lms.serving import serve
from practice_teams.app import create_app
from practice_teams.settings import CLIENT_ID, TENANT_ID, Settings

SECRET_VARIABLE = "PRACTICE_TEAMS_CLIENT_SECRET"
"""The environment variable with the secret by which Entra knows the app."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until interrupted; a bad option ends with one sentence and status 2."""
    parser = _parser()
    options = parser.parse_args(arguments)
    host = f"[{options.host}]" if ":" in options.host else options.host
    try:
        settings = Settings(
            origin=f"http://{host}:{options.port}",
            frame_url=options.frame_url,
            lms_url=options.lms_url,
            client_id=options.client_id,
            tenant_id=options.tenant_id,
        )
    except ValueError as error:
        parser.exit(2, f"{error}\n")
    app = create_app(settings, os.environ.get(SECRET_VARIABLE, ""))
    serve(app, options.host, options.port, f"Practice Teams: {settings.origin}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m practice_teams", description=__doc__)
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="loopback name or address to serve on (%(default)s)")
    add("--port", type=int, default=8802, help="port to serve on (%(default)s)")
    add("--frame-url", required=True, help="where the app has put the page of the relay")
    add("--lms-url", help="where a practice LMS is served, to show its grades beside")
    add("--client-id", default=CLIENT_ID, help="the app's id in Entra (%(default)s)")
    add("--tenant-id", default=TENANT_ID, help="the company's id in Entra (%(default)s)")
    return parser


if __name__ == "__main__":
    main()
