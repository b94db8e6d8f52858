"""Somebody who opens Baton from the practice LMS, over HTTP, as their browser would."""

import re
from html import unescape
from urllib.parse import urlsplit

import requests

_FIELD = re.compile(r'name="([^"]+)" value="([^"]*)"')
_ACTION = re.compile(r'action="([^"]+)"')


class Visitor:
    """A browser. It carries Baton's cookies by hand: a jar keeps Secure ones from a loopback."""

    def __init__(self, lms: str, sub: str) -> None:
        self._lms, self._browser = lms, requests.Session()
        self._browser.trust_env = False
        self._cookies: dict[str, str] = {}
        self._browser.post(f"{lms}/sign-in", data={"person": sub}, timeout=30)

    def open(self, link: str) -> requests.Response:
        """Open a link of the course; return the tool's page."""
        answer = self._browser.get(f"{self._lms}/launch/{link}", timeout=30)
        answer = self._send_form(answer)  # to the tool's login
        answer = self._browser.get(answer.headers["Location"], timeout=30)
        return self._send_form(answer)  # to the tool's launch

    def _send_form(self, page: requests.Response) -> requests.Response:
        assert page.ok, page.text
        action = _ACTION.search(page.text)
        assert action is not None, page.text
        url = unescape(action[1])
        fields = {unescape(name): unescape(value) for name, value in _FIELD.findall(page.text)}
        cookie = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        answer = requests.post(
            url,
            data=fields,
            headers={"Cookie": cookie, "Origin": _origin(page.url)},
            allow_redirects=False,
            timeout=30,
        )
        self._cookies |= answer.cookies.get_dict()
        return answer


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
