"""Sharing: the link leads to the page, and says nothing of who shares it."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from cast.visitor import Visitor
from doubles.entra import CLIENT_ID

from learning.catalogue import Catalogue
from teams_app.deep_link import read_target

Opens = Callable[..., Visitor]

# A link does not hang on the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize("kind", ["module", "huddle"])
def test_the_link_opens_the_page_for_whoever_follows_it(
    opens: Opens, catalogue: Catalogue, kind: str
) -> None:
    slug = catalogue.programme[0]
    ben = opens()
    assert ben.get(f"share/{kind}/{slug}").status_code == 200
    (link,) = ben.screen.xpath("//input[@id='share-link']/@value")
    address = urlsplit(link)
    asked = parse_qs(address.query)
    assert address.path == f"/l/entity/{CLIENT_ID}/baton"
    assert asked["label"] == [catalogue.module(slug).title]
    assert asked["context"] == [f'{{"subEntityId":"{kind}/{slug}"}}']
    assert read_target(f"{kind}/{slug}") is not None
    assert ben.public_id not in link
    ben.follow("Back")
    assert slug in ben.address


def test_the_kit_is_shared_from_where_it_is_read(opens: Opens, catalogue: Catalogue) -> None:
    ben = opens()
    ben.get(f"modules/{catalogue.programme[0]}/kit")
    ben.follow("Share it")
    assert ben.address.endswith(f"share/huddle/{catalogue.programme[0]}")


@pytest.mark.parametrize("page", ["module/no-such-module", "my-team", "link/abc", "x", "module/"])
def test_nothing_else_is_shared(opens: Opens, page: str) -> None:
    assert opens().get(f"share/{page}").status_code == 404
