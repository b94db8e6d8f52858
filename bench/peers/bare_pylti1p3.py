"""The least one can do with PyLTI1p3 and Flask: check a launch and print the person's name.

It follows the library's own Flask example, and where that does more than it must, this does less:
the settings are read once and not on every request, the key set is given and not fetched, launch
data is kept in a dict, the page is one line, and none comes before it to check for cookies.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask, request
from markupsafe import Markup
from pylti1p3.contrib.flask.launch_data_storage.cache import FlaskCacheDataStorage
from pylti1p3.contrib.flask.message_launch import FlaskMessageLaunch
from pylti1p3.contrib.flask.oidc_login import FlaskOIDCLogin
from pylti1p3.contrib.flask.request import FlaskRequest
from pylti1p3.tool_config.dict import ToolConfDict

from bench.platform import Platform
from bench.tool import Tool, address, gunicorn

SETTINGS = "BENCH_BARE"
PAGE = Markup("<!doctype html><title>Launched</title><h1>Hello, {}</h1>")


class Memory(dict[str, Any]):
    """A cache with the two methods the library calls. It forgets nothing."""

    def set(self, key: str, value: Any, _expires: int | None = None) -> None:
        """Keep a value."""
        self[key] = value


def application() -> Flask:
    """The example's login and launch."""
    settings = json.loads(os.environ[SETTINGS])
    config = ToolConfDict({settings["issuer"]: settings["client"]})
    config.set_private_key(settings["issuer"], settings["private_key"])
    # The library's Flask classes carry no types.
    request_of: Any = FlaskRequest
    storage_in: Any = FlaskCacheDataStorage
    storage = storage_in(Memory())
    app = Flask(__name__)
    app.secret_key = "bench"

    @app.get("/login")
    def login() -> Any:
        message = FlaskOIDCLogin(request_of(), config, launch_data_storage=storage)
        return message.redirect(request.args["target_link_uri"])

    @app.post("/launch")
    def launch() -> str:
        message = FlaskMessageLaunch(request_of(), config, launch_data_storage=storage)
        return PAGE.format(message.get_launch_data().get("name", ""))

    return app


@contextmanager
def run(platform: Platform, _folder: Path) -> Iterator[Tool]:
    """Serve it, with the platform registered."""
    settings = {
        "issuer": platform.url,
        "private_key": platform.private_pem.decode(),
        "client": {
            "client_id": platform.client_id,
            "auth_login_url": f"{platform.url}/auth",
            "auth_token_url": f"{platform.url}/token",
            "key_set": platform.key_set,
            "deployment_ids": [platform.deployment_id],
        },
    }
    environment = {SETTINGS: json.dumps(settings)}
    app = "bench.peers.bare_pylti1p3:application()"
    with address() as where, gunicorn(app, where, environment) as pid:
        yield Tool(f"{where.url}/login", f"{where.url}/launch", (pid,))
