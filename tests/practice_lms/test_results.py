"""A tool reads back what the gradebook holds."""

from datetime import UTC, datetime

import pytest
import requests

RESULTS = "application/vnd.ims.lis.v2.resultcontainer+json"


def results(platform, number=2, query="", accept=RESULTS):
    headers = platform.bearer() | {"Accept": accept}
    return requests.get(platform.line_item(number, "/results") + query, headers=headers)


def test_a_grade_is_read_back(platform):
    platform.post_score(timestamp="2026-11-23T10:00:00.500Z", comment="Well led")
    answer = results(platform)
    assert answer.headers["Content-Type"] == f"{RESULTS}; charset=utf-8"
    assert answer.json() == [
        {
            "id": f"{platform.line_item(2, '/results')}&user_id=12",
            "userId": "12",
            "resultScore": 80,
            "resultMaximum": 100,
            "comment": "Well led",
            "scoreOf": platform.line_item(2),
            "timestamp": "2026-11-23T10:00:00+00:00",
        }
    ]


def test_a_column_without_grades_is_empty(platform):
    assert results(platform).json() == []


def test_an_emptied_cell_is_left_out(platform):
    platform.post_score()
    platform.post_score(timestamp="2026-11-23T10:00:05Z", gradingProgress="Pending")
    assert results(platform).json() == []


def test_one_persons_result_can_be_asked_for(platform):
    platform.post_score(userId="12")
    platform.post_score(userId="13")
    assert [one["userId"] for one in results(platform, query="&user_id=13").json()] == ["13"]
    assert results(platform, query="&user_id=14").json() == []


def test_results_come_in_pages(platform):
    for sub in ("12", "13", "14"):
        platform.post_score(userId=sub)
    first = results(platform, query="&limit=2")
    second = requests.get(
        first.links["next"]["url"], headers=platform.bearer() | {"Accept": RESULTS}
    )
    assert [one["userId"] for one in first.json() + second.json()] == ["12", "13", "14"]
    assert "next" not in second.links


def test_a_teachers_grade_shows_in_the_results(platform):
    platform.post_score()
    now = datetime(2026, 11, 24, tzinfo=UTC)
    platform.lms.gradebook.set_by_teacher(2, "12", 55, now)
    assert results(platform).json()[0]["resultScore"] == 55
    assert platform.post_score(timestamp="2026-11-23T12:00:00Z").status_code == 409


@pytest.mark.parametrize("accept", ["application/json", f"{RESULTS}, text/html;q=0.5", "*"])
def test_another_accept_is_refused(platform, accept):
    assert results(platform, accept=accept).status_code == 400


def test_anything_may_be_accepted(platform):
    assert results(platform, accept="application/json, */*").status_code == 200


def test_a_column_that_is_gone_has_no_results(platform):
    assert results(platform, number=99).status_code == 404
