"""A deep link: opens Baton in Teams where it says, and nothing else is taken for one."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from teams_app.deep_link import TAB, Place, Target, deep_link, read_target
from teams_app.entra import Entra
from teams_app.manifest import Publisher, build_manifest

APP = "77777777-aaaa-4bbb-8ccc-222222222222"


@pytest.mark.parametrize(
    ("target", "opens", "instead"),
    [
        (Target(Place.MODULE, "guard-your-focus"), "module/guard-your-focus", "/teams/tab"),
        (Target(Place.HUDDLE, "small-wins"), "huddle/small-wins", "/huddle/small-wins"),
        (Target(Place.HANDOVER, "BCDF-2345-GHJK"), "handover/BCDF-2345-GHJK", "/h/BCDF-2345-GHJK"),
        (Target(Place.LINK, "k3y_-x"), "link/k3y_-x", "/teams/tab"),
        (Target(Place.LINK), "link", "/teams/tab"),
        (Target(Place.MY_TEAM), "my-team", "/teams/tab"),
    ],
)
def test_a_link_says_where_it_leads_and_is_read_again(
    entra: Entra, target: Target, opens: str, instead: str
) -> None:
    address = urlsplit(deep_link(entra, APP, target, "Små steg & vinster"))
    asked = parse_qs(address.query, strict_parsing=True)
    assert f"{address.scheme}://{address.netloc}{address.path}" == (
        f"https://teams.microsoft.com/l/entity/{APP}/{TAB}"
    )
    assert asked["label"] == ["Små steg & vinster"]
    assert asked["webUrl"] == [entra.public_url + instead]
    assert json.loads(asked["context"][0]) == {"subEntityId": opens}
    assert "+" not in address.query, "Teams reads a space as %20 only"
    assert read_target(opens) == target


def test_without_a_target_it_is_this_week(entra: Entra) -> None:
    assert "context" not in deep_link(entra, APP, None, "Baton")


def test_it_names_the_tab_of_the_manifest(entra: Entra) -> None:
    manifest = build_manifest(entra, Publisher("Norrvik", entra.tab_url, entra.tab_url), "1.0.0")
    assert [tab["entityId"] for tab in manifest["staticTabs"]] == [TAB]


@pytest.mark.parametrize(
    "sub_page",
    [
        "",
        "module",
        "module/",
        "module/../../h/x",
        "module/a b",
        "module/" + "a" * 81,
        "module/a\n",
        "huddle/åäö",
        "my-team/7",
        "link/",
        "MODULE/a",
        "https://evil.example/",
        '{"subEntityId":"module/a"}',
    ],
)
def test_what_no_link_of_ours_says_leads_nowhere(sub_page: str) -> None:
    assert read_target(sub_page) is None
