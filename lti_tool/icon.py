"""The icon: a small picture that platforms show beside Baton's name."""

from functools import cache
from pathlib import Path

from flask import Blueprint, Response

import learning

icon = Blueprint("lti_icon", __name__, url_prefix="/lti/icon.png")

FILE = Path(learning.__file__).parent.parent / "manifests" / "icon.png"
_A_DAY = 86_400


@icon.get("")
def send_icon() -> Response:
    """Send the picture."""
    answer = Response(_bytes(), mimetype="image/png")
    answer.cache_control.public = True
    answer.cache_control.max_age = _A_DAY
    return answer


@cache
def _bytes() -> bytes:
    return FILE.read_bytes()
