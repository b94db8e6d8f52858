"""The line item service: what a Moodle does, to the letter."""

from collections.abc import Iterator
from typing import Any

import pytest
from doubles.column import make_column
from doubles.recordings import as_answer, recording
from doubles.served import practice_lms
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.line_items import (
    CONTAINER_TYPE,
    LINE_ITEM_SCOPE,
    LINE_ITEM_TYPE,
    READ_SCOPE,
    LineItems,
    RemoteColumn,
    read_column,
)
from lti_tool.platform import Platform
from lti_tool.service import Services
from practice_lms import addresses
from practice_lms.lms import PracticeLms

CONTAINER = "https://lms.example/course/items?type_id=1"
FIELDS = {"label": "Ask early", "scoreMaximum": 100, "resourceId": "module:a", "tag": "baton"}


@pytest.fixture
def lms(baton: str) -> Iterator[PracticeLms]:
    with practice_lms(baton) as lms:
        yield lms


@pytest.fixture
def url(lms: PracticeLms) -> str:
    return addresses.line_items(lms.settings.origin)


@pytest.fixture
def platform(house: Any, lms: PracticeLms) -> Platform:
    return make_column(house.database, lms.settings.origin, None).platform


@pytest.fixture
def line_items(house: Any) -> LineItems:
    return LineItems(Services(house.database, house.product.keyring))


@pytest.mark.parametrize("scope", [READ_SCOPE, LINE_ITEM_SCOPE])
def test_columns_are_listed_and_filtered(
    lms: PracticeLms, url: str, platform: Platform, line_items: LineItems, scope: str
) -> None:
    everything = list(line_items.listed(platform, url, scope))
    assert len(everything) == len(lms.gradebook.columns())
    (only,) = line_items.listed(platform, url, scope, resource_link_id="week-now")
    assert (only.label, only.link_id) == ("This week's module", "week-now")
    assert list(line_items.listed(platform, url, scope, resource_id="none", tag="x")) == []


def test_columns_come_in_pages(
    lms: PracticeLms, url: str, platform: Platform, line_items: LineItems
) -> None:
    """The practice LMS writes Moodle's own Link header."""
    everything = list(line_items.listed(platform, f"{url}&limit=2", READ_SCOPE))
    assert len(everything) == len(lms.gradebook.columns())


def test_a_column_is_made_changed_and_read(
    lms: PracticeLms, url: str, platform: Platform, line_items: LineItems
) -> None:
    made = line_items.make(platform, url, FIELDS)
    assert made.status == 201
    column = read_column(made.json(), url)
    assert column is not None
    assert (column.resource_id, column.tag) == ("module:a", "baton")
    assert line_items.change(platform, column.url, {**FIELDS, "label": "New"}).is_ok
    assert line_items.get(platform, column.url).json()["label"] == "New"


def test_what_a_real_moodle_answered_is_read() -> None:
    services, lineitems = recording("services"), recording("lineitems")
    column = read_column(lineitems["body"][0], lineitems["url"])
    assert column == RemoteColumn(
        url="http://127.0.0.1:8800/mod/lti/services.php/2/lineitems/2/lineitem?type_id=1",
        label="Plain graded",
        resource_id=None,
        tag=None,
        link_id="2",
    )
    made = read_column(
        as_answer(services["lineitem_create"]).json(), services["lineitem_create"]["url"]
    )
    assert made is not None
    assert (made.resource_id, made.tag, made.link_id) == ("col-1", "extra", None)


def test_our_requests_are_like_those_that_moodle_accepted() -> None:
    sent = recording("services")["lineitem_create"]["sent"]
    assert set(FIELDS) == set(sent)
    refused = recording("services")["token_reuse_wrong_scope"]["body"]["request"]
    assert LINE_ITEM_TYPE == refused["contentType"] == refused["accept"]
    answered = recording("lineitems")["headers"]["Content-Type"]
    assert answered.startswith(CONTAINER_TYPE)


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/course/items/1",
        "http://lms.example/course/items/1",
        "https://lms.example:8443/1",
        "ftp://lms.example/1",
        "https://lms.example/\x00",
        "https://lms.example/" + "x" * 2000,
        "https://[",
        "1",
        7,
        None,
        [],
    ],
)
def test_a_column_elsewhere_is_none(url: Any) -> None:
    """Our token would be sent there."""
    assert read_column({"id": url, "label": "x"}, CONTAINER) is None


def test_ids_may_be_numbers() -> None:
    column = read_column({"id": CONTAINER, "resourceLinkId": 2, "resourceId": 7}, CONTAINER)
    assert column == RemoteColumn(CONTAINER, "", "7", None, "2")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


@given(JSON, st.dictionaries(st.sampled_from(["id", "label", "resourceId", "tag"]), JSON))
def test_whatever_comes_is_a_column_or_none(item: Any, fields: dict[str, Any]) -> None:
    for told in (item, fields, {"id": CONTAINER, **fields}):
        column = read_column(told, CONTAINER)
        assert column is None or column.url.startswith("https://lms.example/")
