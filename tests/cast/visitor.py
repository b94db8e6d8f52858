"""A visitor: opens Baton from the LMS and uses the forms and links that are on the screen."""

import json
from typing import Any
from urllib.parse import urlsplit

import lxml.html
from doubles.lms import Lms
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

CHOICES = {"recall": "option", "try": "option", "pass-on": "choice", "check": "outcome"}


class Visitor:
    """One launch in one tab: the token that came with it, and what is on the screen."""

    def __init__(self, client: FlaskClient, answer: TestResponse) -> None:
        self.client = client
        self.answer = answer
        self.screen = lxml.html.fromstring(answer.text)
        (script,) = self.screen.xpath("//script[@id='session']")
        session = json.loads(script.text)
        self.public_id: str = session["id"]
        self.token: str = session["token"]
        self.address: str = session["path"]
        self.message = ""

    @property
    def headers(self) -> dict[str, str]:
        """What htmx sends along."""
        return {"Authorization": f"Bearer {self.token}", "HX-Request": "true"}

    @property
    def title(self) -> str:
        """The heading of the screen."""
        return str(self.screen.xpath("//h1")[0].text_content()).strip()

    @property
    def text(self) -> str:
        """Everything that can be read on the screen, with single spaces."""
        return " ".join(self.screen.text_content().split())

    @property
    def part(self) -> str:
        """The last piece of the address: a part of the module, or `finished`."""
        return self.address.rsplit("/", 1)[-1].partition("?")[0]

    @property
    def module(self) -> str:
        """The module in the address."""
        return self.address.split("/")[4]

    def url(self, path: str) -> str:
        return path if path.startswith("/") else f"/s/{self.public_id}/{path}"

    def get(self, path: str) -> TestResponse:
        """Go somewhere; what cannot be shown leaves the screen as it is."""
        return self._show(self.client.get(self.url(path), headers=self.headers))

    def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        answer = self.client.post(self.url(path), data=data, headers=self.headers, **more)
        return self._show(answer)

    def press(self, button: str, **typed: str) -> TestResponse:
        """Press the button with this text, value or name, after typing into its form's fields."""
        found = [
            element
            for element in self.screen.iter("button")
            if button in (element.get("value"), element.get("name"))
            or button in element.text_content()
        ]
        assert found, f"no button {button!r} on: {self.text}"
        form = next(found[0].iterancestors("form"))
        data = dict(form.form_values())
        unknown = typed.keys() - {field.get("name") for field in form.inputs}
        assert not unknown, f"no field {unknown} on: {self.text}"
        data.update(typed)
        if found[0].get("name"):
            data[found[0].get("name")] = found[0].get("value")
        return self.post(form.get("action"), data)

    def follow(self, link: str) -> TestResponse:
        """Follow the link with this text."""
        for element in self.screen.iter("a"):
            if link in element.text_content():
                return self.get(element.get("href"))
        raise AssertionError(f"no link {link!r} on: {self.text}")

    def go_on(self) -> None:
        """Do what the part on the screen asks for, well, and go on to the next one."""
        part = self.part
        if part == "plan" and "Read it once more" not in self.title:
            self.make_plan()
        elif part == "try":
            self.solve()
        elif part in CHOICES:
            self._choose(CHOICES[part])
        if part == self.part:
            self.press("done")

    def make_plan(self, cue: str = "the shift ends", action: str = "say thanks") -> TestResponse:
        return self.press("This is my plan", choice="own", cue=cue, action=action)

    def solve(self) -> None:
        """Choose in the try until it works."""
        while self._choose("option"):
            pass

    def finish(self, until: str = "finished") -> None:
        """Go on until a part is on the screen."""
        for _step in range(12):
            if self.part == until:
                return
            self.go_on()
        raise AssertionError(f"{until} did not come; on the screen is {self.address}")

    def _choose(self, name: str) -> bool:
        for element in self.screen.iter("button"):
            if element.get("name") == name:
                assert self.press(element.get("value")).status_code == 200
                return True
        return False

    def _show(self, answer: TestResponse) -> TestResponse:
        self.answer = answer
        if answer.headers.get("HX-Retarget") == "#message":
            self.message = " ".join(lxml.html.fromstring(answer.text).text_content().split())
        elif answer.status_code == 200 and answer.mimetype == "text/html":
            self.message = ""
            self.screen = lxml.html.fromstring(answer.text)
            self.address = urlsplit(answer.headers.get("HX-Push-Url", self.address)).geturl()
        return answer


def visit(client: FlaskClient, lms: Lms, name: str = "ben", /, **claims: Any) -> Visitor:
    """Open Baton from the LMS, in a browser."""
    answer = lms.launch(client, name, **claims)
    assert answer.status_code == 200, answer.text
    return Visitor(client, answer)
