"""The preview of a copy of the content, and somebody who goes through it."""

from urllib.parse import urlsplit

import lxml.html
import pytest
from werkzeug.datastructures import MultiDict

from baton.preview.app import create_preview

HERE = "http://127.0.0.1:8010"


class Reader:
    """Somebody who looks at the preview in a browser without scripts."""

    def __init__(self, client):
        self.client = client
        self.address = ""
        self.screen = None

    @property
    def title(self):
        return self.screen.xpath("//h1")[0].text_content().strip()

    @property
    def text(self):
        return " ".join(self.screen.text_content().split())

    @property
    def part(self):
        return urlsplit(self.address).path.rsplit("/", 1)[-1]

    def get(self, address):
        answer = self.client.get(address, base_url=HERE)
        assert answer.status_code == 200, answer.text
        self.address, self.screen = address, lxml.html.fromstring(answer.text)
        return self

    def press(self, button, **typed):
        """Press the button with this text or value, in its form."""
        found = next(
            one
            for one in self.screen.iter("button")
            if one.get("value") == button or button in one.text_content()
        )
        form = next(found.iterancestors("form"))
        data = MultiDict([*form.form_values(), (found.get("name") or "", found.get("value"))])
        for name, text in typed.items():
            data[name] = text
        answer = self.client.post(form.get("action"), data=data, base_url=HERE)
        assert answer.status_code == 303, answer.text
        return self.get(answer.headers["Location"])

    def choices(self, name):
        return self.screen.xpath(f"//button[@name='{name}']/@value")


@pytest.fixture
def reader(content_copy):
    return Reader(create_preview(content_copy).test_client())
