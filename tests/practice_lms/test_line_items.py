"""A tool reads the columns, and makes and changes its own."""

import json

import pytest
import requests

LINE_ITEM = "application/vnd.ims.lis.v2.lineitem+json"
LINE_ITEMS = "application/vnd.ims.lis.v2.lineitemcontainer+json"


def listed(platform, query="", accept=LINE_ITEMS):
    address = f"{platform.origin}/course-1/lineitems?type_id=1{query}"
    return requests.get(address, headers=platform.bearer() | {"Accept": accept})


def write(platform, method, address, message, content_type=LINE_ITEM):
    body = message if isinstance(message, str) else json.dumps(message)
    headers = platform.bearer() | {"Content-Type": content_type}
    return requests.request(method, address, data=body, headers=headers)


def made(platform, **changes):
    message = {"label": "The first arc", "scoreMaximum": 100, "resourceId": "arc-1", "tag": "arc"}
    address = f"{platform.origin}/course-1/lineitems?type_id=1"
    return write(platform, "POST", address, message | changes)


def test_the_course_begins_with_a_column_for_each_link(platform):
    answer = listed(platform)
    assert answer.headers["Content-Type"] == f"{LINE_ITEMS}; charset=utf-8"
    columns = answer.json()
    assert [column["label"] for column in columns] == [
        "This week's module",
        "Lead from where you are",
        "What can I move?",
        "Plans that fire",
        "Guard your focus",
        "Pause, then answer",
        "Ask early",
    ]
    assert columns[6] == {
        "id": platform.line_item(7),
        "label": "Ask early",
        "scoreMaximum": 100,
        "resourceId": "ask-early",
        "tag": "",
        "resourceLinkId": "module-ask-early",
        "ltiLinkId": "module-ask-early",
    }


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("&resource_id=ask-early", [7]),
        ("&resource_link_id=week-now", [1]),
        ("&tag=arc", [8]),
        ("&tag=arc&resource_id=ask-early", []),
        ("&resource_id=unheard-of", []),
    ],
)
def test_filters_narrow_the_list(platform, query, numbers):
    made(platform)
    found = [column["id"] for column in listed(platform, query).json()]
    assert found == [platform.line_item(number) for number in numbers]


def test_the_list_comes_in_pages(platform):
    pages, answer = [], listed(platform, "&limit=3")
    pages.append(len(answer.json()))
    while "next" in answer.links:
        headers = platform.bearer() | {"Accept": LINE_ITEMS}
        answer = requests.get(answer.links["next"]["url"], headers=headers)
        pages.append(len(answer.json()))
    assert pages == [3, 3, 1]


def test_links_can_be_written_as_moodle_writes_them(make_platform):
    platform = make_platform(moodle_links=True)
    link = listed(platform, "&limit=3").headers["Link"].encode("latin-1").decode()
    page = f"{platform.origin}/course-1/lineitems?type_id=1&amp;limit=3&amp;from="
    assert link == f"<{page}0>; rel=“first”, <{page}3>; rel=“next”"


def test_no_limit_means_no_pages(platform):
    assert "Link" not in listed(platform).headers


@pytest.mark.parametrize(
    "query", ["&limit=0", "&limit=-1", "&limit=all", "&from=x", "&limit=²", f"&limit={'9' * 5000}"]
)
def test_a_limit_is_a_whole_number(platform, query):
    assert listed(platform, query).status_code == 400


def test_another_accept_is_refused(platform):
    answer = listed(platform, accept="application/json")
    assert answer.status_code == 400
    assert answer.json()["reason"].startswith("No handler found")


def test_one_column_can_be_read(platform):
    headers = platform.bearer() | {"Accept": LINE_ITEM}
    answer = requests.get(platform.line_item(7), headers=headers)
    assert answer.headers["Content-Type"] == f"{LINE_ITEM}; charset=utf-8"
    assert answer.json()["resourceId"] == "ask-early"


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_column_that_does_not_exist_is_not_found(platform, method):
    answer = write(platform, method, platform.line_item(99), {"label": "x", "scoreMaximum": 1})
    assert answer.status_code == 404


def test_a_tool_makes_a_column_and_fills_it(platform):
    answer = made(platform)
    assert answer.status_code == 201
    assert answer.json() == {
        "id": platform.line_item(8),
        "label": "The first arc",
        "scoreMaximum": 100,
        "resourceId": "arc-1",
        "tag": "arc",
    }
    assert platform.post_score(8).status_code == 200


def test_a_column_can_be_made_for_a_link(platform):
    assert made(platform, resourceLinkId="week-now").json()["resourceLinkId"] == "week-now"


@pytest.mark.parametrize(
    "changes",
    [
        {"label": ""},
        {"label": None},
        {"label": 7},
        {"scoreMaximum": 0},
        {"scoreMaximum": -1},
        {"scoreMaximum": "100"},
        {"scoreMaximum": True},
        {"scoreMaximum": float("inf")},
        {"scoreMaximum": 10**400},
        {"scoreMaximum": None},
        {"tag": 7},
        {"resourceId": []},
        {"resourceLinkId": "unheard-of"},
    ],
)
def test_an_incorrect_column_is_refused(platform, changes):
    answer = made(platform, **changes)
    assert answer.status_code == 400
    assert answer.json()["reason"].startswith("Incorrect line item")
    assert len(platform.lms.gradebook.columns()) == 7


@pytest.mark.parametrize("body", ["", "[]", "{", "[" * 20_000])
def test_a_body_that_is_no_object_is_refused(platform, body):
    address = f"{platform.origin}/course-1/lineitems?type_id=1"
    assert write(platform, "POST", address, body).status_code == 400


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_another_content_type_is_refused(platform, method):
    address = platform.line_item(7).replace(
        "/7/lineitem", "" if method == "POST" else "/7/lineitem"
    )
    message = {"label": "x", "scoreMaximum": 1}
    assert write(platform, method, address, message, "application/json").status_code == 400


def test_a_column_can_be_renamed(platform):
    made(platform)
    answer = write(
        platform, "PUT", platform.line_item(8), {"label": "Arc one", "scoreMaximum": 100}
    )
    assert (answer.status_code, answer.json()["label"]) == (200, "Arc one")
    assert platform.lms.gradebook.column(8).label == "Arc one"


def test_a_new_maximum_keeps_the_grades_in_proportion(platform):
    made(platform)
    platform.post_score(8)
    write(platform, "PUT", platform.line_item(8), {"label": "Arc one", "scoreMaximum": 10})
    assert platform.lms.gradebook.grade(8, "12").score == 8


def test_a_tool_can_delete_its_own_column(platform):
    made(platform)
    platform.post_score(8)
    answer = write(platform, "DELETE", platform.line_item(8), "")
    assert (answer.status_code, answer.text) == (204, "")
    assert platform.lms.gradebook.grades() == {}
    assert platform.post_score(8).status_code == 404


def test_the_column_of_a_link_stays(platform):
    assert write(platform, "DELETE", platform.line_item(7), "").status_code == 403
    assert platform.lms.gradebook.column(7)


def test_the_number_of_a_deleted_column_is_not_used_again(platform):
    made(platform)
    write(platform, "DELETE", platform.line_item(8), "")
    assert made(platform).json()["id"] == platform.line_item(9)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_list_must_keep_its_query(platform, method):
    answer = write(platform, method, f"{platform.origin}/course-1/lineitems", {})
    assert answer.status_code == 404
