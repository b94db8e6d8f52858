"""Addresses: what may stand in the variable parts of one."""

from flask import Flask
from werkzeug.routing import BaseConverter


class _PlainText(BaseConverter):
    """One segment without control characters; PostgreSQL cannot even be asked about some."""

    part_isolating = True
    regex = r"[^/\x00-\x1f]+"


def install_addresses(app: Flask) -> None:
    """Answer 404 to what no address of ours can be."""
    app.url_map.converters["default"] = _PlainText
