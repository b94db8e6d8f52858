"""An LMS that says what the practice LMS cannot be made to say."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from werkzeug.wrappers import Request, Response

from lti_tool.score import RESULT_SCOPE


@dataclass
class ScriptedLms:
    """An LMS that answers what it is told to, one answer after another."""

    origin: str
    scores: list[Response | Callable[[Request], Response]] = field(default_factory=list)
    results: list[Any] = field(default_factory=list)
    asked: list[Request] = field(default_factory=list)
    without_results: bool = False

    def answer(self, request: Request) -> Response:
        self.asked.append(request)
        if request.path == "/token":
            return self._token(request)
        if request.path.endswith("/scores"):
            answer = self.scores.pop(0)
            return answer if isinstance(answer, Response) else answer(request)
        body = self.results.pop(0)
        return body if isinstance(body, Response) else Response(json.dumps(body))

    def _token(self, request: Request) -> Response:
        if self.without_results and request.form["scope"] == RESULT_SCOPE:
            return Response('{"error": "invalid_scope"}', 400)
        return Response('{"access_token": "t", "expires_in": 3600}')

    def paths(self, ending: str) -> list[str]:
        full = (request.full_path.rstrip("?") for request in self.asked)
        return [path for path in full if ending in path]


def status(code: int, body: str = "", **headers: str) -> Response:
    return Response(body, code, {name.replace("_", "-"): text for name, text in headers.items()})


def result(score: Any, sub: Any = "12", maximum: Any = 100) -> dict[str, Any]:
    return {"userId": sub, "resultScore": score, "resultMaximum": maximum}
