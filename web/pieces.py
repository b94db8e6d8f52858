"""The pieces that screens share, ready for every template as `pieces`.

A template may import them instead; Jinja then compares all its names with all of theirs each time,
which the first screen of a launch does without.
"""

from flask import Flask


def install_pieces(app: Flask) -> None:
    """Make the macros of `pieces.html` known to every template, after all that they call."""
    app.jinja_env.globals["pieces"] = app.jinja_env.get_template("pieces.html").module
