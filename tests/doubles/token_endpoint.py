"""A token endpoint that answers what a test likes."""

import json
from typing import Any
from urllib.parse import parse_qs

from pytest_httpserver import HTTPServer


class TokenEndpoint:
    """A token endpoint that answers what a test likes, and counts."""

    def __init__(self, server: HTTPServer) -> None:
        self.origin = server.url_for("").rstrip("/")
        self._server = server
        self.says({"access_token": "token-1", "token_type": "bearer", "expires_in": 3600})

    def says(self, body: Any, status: int = 200) -> None:
        self._server.clear_all_handlers()
        text = body if isinstance(body, str) else json.dumps(body)
        self._server.expect_request("/token", method="POST").respond_with_data(text, status)

    @property
    def forms(self) -> list[dict[str, str]]:
        asked = [request for request, _answer in self._server.log]
        return [
            {name: values[0] for name, values in parse_qs(request.get_data(as_text=True)).items()}
            for request in asked
        ]
