"""Reading a JSON object that a stranger sent."""

import json
import math
from typing import Any


class BadJson(ValueError):
    """The text is no JSON object, or a field in it is not what it must be; the text says why."""


def read_object(text: str | bytes) -> dict[str, Any]:
    """Return the object that a text holds; raises BadJson."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadJson("The body is not JSON.") from error
    if not isinstance(value, dict):
        raise BadJson("The body is not a JSON object.")
    return value


def text_in(message: dict[str, Any], name: str) -> str:
    """Return a field's text, "" where the field is missing; raises BadJson."""
    value = message.get(name, "")
    if not isinstance(value, str):
        raise BadJson(f"{name} must be a text.")
    return value


def number_in(message: dict[str, Any], name: str) -> float | None:
    """Return a field's number, None where the field is missing or null; raises BadJson."""
    value = message.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadJson(f"{name} must be a number.")
    try:
        number = float(value)
    except OverflowError as error:
        raise BadJson(f"{name} is too large.") from error
    if not math.isfinite(number):
        raise BadJson(f"{name} must be a number.")
    return number
