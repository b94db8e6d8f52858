"""What a real Moodle 4.5 said and was told, as it was recorded."""

import json
from pathlib import Path
from typing import Any

import requests

from web.http import Answer

_FOLDER = Path(__file__).parent.parent / "recordings" / "moodle-4.5"


def recording(name: str) -> Any:
    """Return one file's content."""
    return json.loads((_FOLDER / f"{name}.json").read_text())


def as_answer(recorded: dict[str, Any]) -> Answer:
    """Return a recorded exchange's answer, as our client would have got it."""
    response = requests.Response()
    response.status_code = recorded["status"]
    response.headers.update(recorded["headers"])
    body = recorded["body"]
    text = body if isinstance(body, str) else json.dumps(body)
    return Answer(response, text.encode())
