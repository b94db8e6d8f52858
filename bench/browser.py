"""A browser that follows one launch and forgets everything afterwards."""

from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import requests

from bench.platform import Platform, name
from bench.tool import LaunchFailed, Tool

REDIRECTS = 5


class Browser:
    """Somebody's browser, with nothing in it yet."""

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}

    def visit(self, method: str, url: str, form: dict[str, str] | None = None) -> requests.Response:
        """Make one request on a connection of its own and keep the cookies it sets.

        Cookies are carried by hand because a loopback address counts as secure for a browser and
        not for a cookie jar.
        """
        headers = {
            "Connection": "close",
            "Accept-Encoding": "br, gzip",
            "Accept-Language": "en",
            "Sec-Fetch-Dest": "document",
        }
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{key}={held}" for key, held in self.cookies.items())
        with requests.Session() as session:
            session.trust_env = False
            answer = session.request(
                method, url, data=form, headers=headers, allow_redirects=False, timeout=30
            )
        self.cookies |= answer.cookies.get_dict()
        return answer

    def launch(self, tool: Tool, platform: Platform, person: int) -> requests.Response:
        """Open the tool as this person and return its page. Raises LaunchFailed."""
        query = urlencode(platform.login(tool.launch_url, person))
        login = self.visit("GET", f"{tool.login_url}?{query}")
        asked = dict(parse_qsl(urlsplit(login.headers.get("Location", "")).query))
        if "nonce" not in asked:
            raise LaunchFailed(f"Its login answered {login.status_code}: {login.text[:300]}")
        token = platform.id_token(tool.launch_url, person, asked["nonce"])
        form = {"id_token": token, "state": asked["state"]}
        page = self.follow(self.visit("POST", tool.launch_url, form))
        expected = name(person) if tool.shows is None else tool.shows
        if page.status_code != 200 or expected not in page.text:
            raise LaunchFailed(f"Its launch answered {page.status_code}: {page.text[:300]}")
        return page

    def follow(self, answer: requests.Response) -> requests.Response:
        """Follow redirects to the page at their end."""
        for _ in range(REDIRECTS):
            if not answer.is_redirect:
                break
            answer = self.visit("GET", urljoin(answer.url, answer.headers["Location"]))
        return answer
