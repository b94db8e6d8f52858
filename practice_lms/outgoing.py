"""Calls from the LMS to the tool, server to server."""

import http.client
import json
from collections.abc import Mapping
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener


class NoAnswer(Exception):
    """The tool gave no answer that can be used; the text says why."""


class _NoRedirect(HTTPRedirectHandler):
    """Treats a redirect as a failure: a secret must not travel to another address."""

    def redirect_request(self, *_: object) -> None:
        """Answer that no request follows."""
        return


# Straight to the tool, whatever proxy this machine is told to use.
_opener = build_opener(ProxyHandler({}), _NoRedirect())


def ask(
    url: str, *, method: str = "GET", headers: Mapping[str, str] | None = None, seconds: float = 10
) -> Any:
    """Return the JSON that `url` (http or https, see Settings) answers with; raises NoAnswer."""
    request = Request(url, method=method, headers=dict(headers or {}))  # noqa: S310 - Settings checks the scheme
    try:
        with _opener.open(request, timeout=seconds) as answer:
            return json.load(answer)
    except HTTPError as error:
        error.close()
        raise NoAnswer(f"{url} answered with status {error.code}.") from error
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswer(f"{url} did not answer.") from error
    except ValueError as error:
        raise NoAnswer(f"{url} did not answer with JSON.") from error
