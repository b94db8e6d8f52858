"""Scores and results, as they travel."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from lti_tool.score import is_same, result_score, results_url, score_body, scores_url


def test_a_score_is_final_and_out_of_a_hundred() -> None:
    at = datetime(2026, 11, 24, 10, 0, 0, 123456, tzinfo=timezone(timedelta(hours=1)))
    assert score_body("12", 80.0, at) == {
        "userId": "12",
        "scoreGiven": 80.0,
        "scoreMaximum": 100,
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        "timestamp": "2026-11-24T09:00:00.123+00:00",
    }


def test_a_timestamp_has_a_zone_and_parts_of_a_second() -> None:
    body = score_body("12", 80.0, datetime(2026, 11, 24, tzinfo=UTC))
    assert body["timestamp"] == "2026-11-24T00:00:00.000+00:00"


@pytest.mark.parametrize(
    ("column", "scores"),
    [
        ("https://a.example/1", "https://a.example/1/scores"),
        ("https://a.example/1/?x=1&x=2&y", "https://a.example/1/scores?x=1&x=2&y"),
        ("https://a.example/1?u=%C3%A5%2F+b", "https://a.example/1/scores?u=%C3%A5%2F+b"),
    ],
)
def test_scores_go_beneath_the_column_before_its_query(column: str, scores: str) -> None:
    assert scores_url(column) == scores


def test_one_persons_result_is_asked_for() -> None:
    url = results_url("https://a.example/1?x=1", "a&b=c")
    assert url == "https://a.example/1/results?x=1&user_id=a%26b%3Dc"


@pytest.mark.parametrize(
    ("results", "score"),
    [
        ([{"userId": "12", "resultScore": 80, "resultMaximum": 100}], 80),
        ([{"userId": "12", "resultScore": 80}], 80),
        ([{"userId": "12", "resultScore": 0.8, "resultMaximum": 1}], 80),
        ([{"userId": 12, "resultScore": 80}], 80),
        ([{"userId": "12", "resultScore": 0}], 0),
        ([{"userId": "13", "resultScore": 80}], None),
        ([{"userId": "12"}], None),
        ([{"userId": "12", "resultScore": True}], None),
        ([{"userId": "12", "resultScore": "80"}], None),
        ([{"userId": "12", "resultScore": 80, "resultMaximum": 0}], None),
        ([{"userId": "12", "resultScore": 80, "resultMaximum": None}], None),
        ([], None),
        ({}, None),
        (None, None),
        ("x", None),
    ],
)
def test_a_result_is_read_out_of_a_hundred(results: object, score: float | None) -> None:
    assert result_score(results, "12") == score


def test_platforms_may_round() -> None:
    assert is_same(66.67, 66.6666)
    assert not is_same(80, 80.02)
