"""The picker: what is offered, what is taken, and what becomes of it in the course."""

import re
from html import unescape
from typing import Any

import pytest
from doubles.deep_linking import DL, Picking, asking, read_answer
from doubles.lms import LTI

from lti_tool.selection import custom_of, selection_of


def pick(house: Any, claims: dict[str, Any] | None = None, **settings: Any) -> Picking:
    client = house.browser()
    return Picking(client, house.lms.launch(client, **{**asking(**settings), **(claims or {})}))


def items(house: Any, picking: Picking, *values: str, **fields: str) -> list[dict[str, Any]]:
    answer = picking.choose(*values, **fields)
    found = read_answer(picking.client, answer, house.lms)[f"{DL}content_items"]
    return list(found)


def offered(page: str) -> list[str]:
    return re.findall(r'name="item" value="([^"]+)"', page)


def first_arc(house: Any) -> tuple[str, ...]:
    return tuple(house.product.catalogue.order.arcs[0].modules)


def ticked(page: str) -> list[str]:
    return re.findall(r'name="item" value="([^"]+)" checked', page)


def test_everything_can_be_added(house: Any) -> None:
    expected = ["this-week", "programme", "my-team"]
    for arc in house.product.catalogue.order.arcs:
        expected += [f"each:{arc.slug}", f"arc:{arc.slug}"]
        expected += [f"module:{slug}" for slug in arc.modules]
    assert offered(pick(house).page.text) == expected


@pytest.mark.parametrize("multiple", [False, None])
def test_where_one_is_taken_at_a_time_one_can_be_chosen(house: Any, multiple: bool | None) -> None:
    picking = pick(house, accept_multiple=multiple)
    assert "each:self-leadership" not in offered(picking.page.text)
    assert 'type="checkbox"' not in picking.page.text
    assert len(items(house, picking, "arc:self-leadership")) == 1


def test_several_are_not_sent_to_a_platform_that_takes_one(house: Any, refused: Any) -> None:
    for values in (["this-week", "programme"], ["each:self-leadership"]):
        answer = pick(house, accept_multiple=False).choose(*values)
        refused(answer, 400, "The message from your learning platform is unsupported")


@pytest.mark.parametrize("value", ["module:no-such", "arc:x", "each:x", "module:", "x", "é\x00"])
def test_what_is_not_offered_is_not_added(house: Any, refused: Any, value: str) -> None:
    refused(pick(house).choose(value), 400, "unsupported or incomplete")


def test_several_come_in_the_programmes_order_and_once(house: Any) -> None:
    chosen = items(
        house, pick(house), "module:ask-early", "each:self-leadership", "my-team", "this-week"
    )
    first, second, *modules = [item["custom"] for item in chosen]
    assert (first, second) == ({}, {"team": "1"})
    assert [one["module"] for one in modules] == list(first_arc(house))


@pytest.mark.parametrize(
    "selection",
    ["this-week", "programme", "my-team", "arc:self-leadership", "module:guard-your-focus"],
)
def test_a_link_opens_what_was_chosen_from_its_parameters_alone(house: Any, selection: str) -> None:
    """Also in a copied course, where every id is another one."""
    (item,) = items(house, pick(house), selection)
    assert selection_of(item["custom"], house.product.catalogue) == selection
    assert item["custom"] == custom_of(selection)
    history = {"context_history": "$Context.id.history", "link_history": "a,b"}
    assert selection_of({**item["custom"], **history}, house.product.catalogue) == selection
    if selection == "my-team":
        assert "lineItem" not in item
    else:
        assert item["lineItem"]["resourceId"] == selection


def test_no_parameter_holds_what_a_moodle_could_not_keep(house: Any) -> None:
    for value in offered(pick(house).page.text):
        for item in items(house, pick(house), value):
            assert all("=" not in text for text in item["custom"].values())


@pytest.mark.parametrize("accepted", [True, None])
def test_columns_come_along_unless_the_platform_says_no(house: Any, accepted: bool | None) -> None:
    (item,) = items(house, pick(house, accept_lineitem=accepted), "this-week")
    assert item["lineItem"]["scoreMaximum"] == 100


def test_where_it_says_no_there_are_none_and_the_page_says_so(house: Any) -> None:
    picking = pick(house, accept_lineitem=False)
    assert "takes no gradebook columns from here" in picking.page.text
    assert "In the gradebook" not in picking.page.text
    (item,) = items(house, picking, "this-week")
    assert "lineItem" not in item


def test_where_links_open_in_windows_only_they_do(house: Any) -> None:
    picking = pick(house, accept_presentation_document_targets=["window"])
    assert items(house, picking, "this-week")[0]["window"] == {"targetName": "_blank"}
    assert "window" not in items(house, pick(house), "this-week")[0]


def test_no_dates_are_sent_unless_somebody_asked(house: Any) -> None:
    (item,) = items(house, pick(house), "this-week", opens="", due="")
    assert not {"available", "submission"} & set(item)


def test_dates_are_those_of_the_organisation(house: Any) -> None:
    (item,) = items(house, pick(house), "this-week", opens="2027-01-04", due="2027-03-31")
    assert item["available"] == {"startDateTime": "2027-01-04T00:00:00+01:00"}
    assert item["submission"] == {"endDateTime": "2027-03-31T23:59:00+02:00"}


def test_each_link_can_be_a_week_later(house: Any) -> None:
    fields = {"due": "2027-01-10", "weekly": "1"}
    chosen = items(house, pick(house), "my-team", "each:self-leadership", **fields)
    assert "submission" not in chosen[0]
    days = [item["submission"]["endDateTime"][:10] for item in chosen[1:4]]
    assert days == ["2027-01-10", "2027-01-17", "2027-01-24"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"due": "soon"}, "Write dates as year, month and day: 2027-01-31."),
        ({"opens": "0001-01-01"}, "One of the dates is far from today. Look at its year."),
        (
            {"opens": "2027-02-01", "due": "2027-01-01"},
            "The day it is due comes before the day it opens.",
        ),
    ],
)
def test_dates_that_cannot_be_are_named_and_nothing_is_lost(
    house: Any, fields: dict[str, str], sentence: str
) -> None:
    answer = pick(house).choose("module:ask-early", **fields)
    assert answer.status_code == 422
    shown = unescape(answer.text)
    assert sentence in shown
    assert ticked(shown) == ["module:ask-early"]
    assert all(f'value="{text}"' in shown for text in fields.values())


def test_choosing_nothing_is_asked_about(house: Any) -> None:
    picking = pick(house)
    answer = picking.choose()
    assert answer.status_code == 422
    assert "Choose what to add first." in answer.text
    assert len(items(house, Picking(picking.client, _as_page(answer)), "this-week")) == 1


def _as_page(answer: Any) -> Any:
    answer.status_code = 200
    return answer


@pytest.mark.parametrize(
    ("custom", "chosen"),
    [
        ({"module": "ask-early"}, ["module:ask-early"]),
        ({"arc": "self-leadership"}, ["arc:self-leadership"]),
        ({"programme": "1"}, ["programme"]),
        ({"team": "1"}, ["my-team"]),
        ({"module": "gone"}, []),
        ({"module": "x" * 1500}, []),
        ({"user_lang": "sv"}, []),
        ({}, []),
    ],
)
def test_the_choice_of_a_link_that_is_changed_is_ticked(
    house: Any, custom: dict[str, str], chosen: list[str]
) -> None:
    picking = pick(house, {f"{LTI}custom": custom})
    assert ticked(picking.page.text) == chosen
    assert ticked(picking.reload().text) == chosen


def test_names_are_in_the_launchs_language(house: Any) -> None:
    if "sv" not in {language for _slug, language in house.product.catalogue.modules}:
        pytest.skip("no Swedish yet")
    swedish = {f"{LTI}launch_presentation": {"locale": "sv_SE"}}
    picking = pick(house, swedish)
    assert '<html lang="sv"' in picking.page.text
    (item,) = items(house, picking, "module:ask-early")
    assert item["title"] == house.product.catalogue.module("ask-early", "sv").title
