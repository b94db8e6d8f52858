"""A page that posts a form by itself: how LTI messages travel through a browser."""

from collections.abc import Mapping

from flask import Response, make_response, render_template


def post_form(address: str, fields: Mapping[str, str]) -> Response:
    """Return a page that posts the fields to the address, with a button where scripts are off."""
    response = make_response(render_template("post_form.html", address=address, fields=fields))
    response.headers["Cache-Control"] = "no-store"
    return response
