"""Serves a practice LMS on this machine: `python -m practice_lms --tool http://localhost:8800`."""

import argparse
import os
from collections.abc import Sequence

from practice_lms.app import create_app
from practice_lms.serving import serve
from practice_lms.settings import Settings

_SECRET_VARIABLE = "PRACTICE_LMS_WEEK_LATER_SECRET"


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until interrupted; a bad option ends with one sentence and status 2."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        settings = _settings(options)
    except ValueError as error:
        parser.exit(2, f"{error}\n")
    said = f"Practice LMS: {settings.origin}"
    serve(create_app(settings), options.host, options.port, said)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m practice_lms", description=__doc__)
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="loopback name or address to serve on (%(default)s)")
    add("--port", type=int, default=8801, help="port to serve on (%(default)s)")
    add("--tool", default="http://localhost:8800", help="origin of the tool (%(default)s)")
    add("--login-url", help="the tool's login address (tool origin + /lti/login)")
    add("--launch-url", help="the tool's launch address (tool origin + /lti/launch)")
    add("--jwks-url", help="the tool's key set (tool origin + /lti/jwks)")
    add("--client-id", default="baton-demo", help="the tool's client id (%(default)s)")
    add("--deployment-id", default="1", help="the tool's deployment id (%(default)s)")
    add(
        "--week-later-url",
        help=f"what moves the tool's learning clock; its secret is read from {_SECRET_VARIABLE}",
    )
    add("--teams-url", help="where a practice Teams is served, to link to")
    add("--hold-scores", type=float, default=0.0, metavar="SECONDS", help=_HOLD_HELP)
    add("--offers-storage", action="store_true", help="offer tools storage by postMessage")
    add("--locale", default="en", help="language that launches ask for (%(default)s)")
    return parser


_HOLD_HELP = "store scores at once, but hold each answer back for a random time up to this"


def _settings(options: argparse.Namespace) -> Settings:
    if options.week_later_url and not os.environ.get(_SECRET_VARIABLE):
        raise ValueError(f"Put the secret of --week-later-url into {_SECRET_VARIABLE}.")
    tool = options.tool.rstrip("/")
    host = f"[{options.host}]" if ":" in options.host else options.host
    return Settings(
        origin=f"http://{host}:{options.port}",
        tool_login_url=options.login_url or f"{tool}/lti/login",
        tool_launch_url=options.launch_url or f"{tool}/lti/launch",
        tool_jwks_url=options.jwks_url or f"{tool}/lti/jwks",
        client_id=options.client_id,
        deployment_id=options.deployment_id,
        week_later_url=options.week_later_url,
        week_later_secret=os.environ.get(_SECRET_VARIABLE) if options.week_later_url else None,
        teams_url=options.teams_url,
        hold_scores_seconds=options.hold_scores,
        offers_storage=options.offers_storage,
        locale=options.locale,
    )


if __name__ == "__main__":
    main()
