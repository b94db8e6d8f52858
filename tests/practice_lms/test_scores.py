"""A posted score becomes a grade, or is refused as Moodle refuses it."""

import pytest
import requests


def points(platform, number=2, sub="12"):
    grade = platform.lms.gradebook.grade(number, sub)
    return grade and grade.score


def test_a_final_score_becomes_a_grade(platform):
    answer = platform.post_score(comment="Well led")
    assert (answer.status_code, answer.text) == (200, "")
    assert answer.headers["Content-Type"].startswith("application/vnd.ims.lis.v1.score+json")
    assert points(platform) == 80
    assert platform.lms.gradebook.grade(2, "12").comment == "Well led"


def test_a_grade_belongs_to_one_column_and_one_person(platform):
    platform.post_score(number=2)
    assert points(platform, number=3) is None
    assert points(platform, sub="13") is None


def test_a_score_is_scaled_to_the_column(platform):
    platform.post_score(scoreGiven=41, scoreMaximum=50)
    assert points(platform) == 82


def test_a_score_above_its_maximum_counts_as_the_maximum(platform):
    assert platform.post_score(scoreGiven=120).status_code == 200
    assert points(platform) == 100


def test_a_later_score_replaces_an_earlier_one_even_when_lower(platform):
    platform.post_score(timestamp="2026-11-23T10:00:00Z", scoreGiven=100)
    assert platform.post_score(timestamp="2026-11-23T10:00:01Z", scoreGiven=20).status_code == 200
    assert points(platform) == 20


@pytest.mark.parametrize(
    "timestamp",
    [
        "2026-11-23T10:00:00.000+00:00",
        "2026-11-23T10:00:00.999+00:00",
        "2026-11-23T11:00:00+01:00",
        "2026-11-23T09:59:59Z",
    ],
)
def test_a_score_of_the_same_second_or_before_is_a_conflict(platform, timestamp):
    platform.post_score(timestamp="2026-11-23T10:00:00.400Z")
    answer = platform.post_score(timestamp=timestamp, scoreGiven=100)
    assert (answer.status_code, answer.text) == (409, "[]")
    assert points(platform) == 80


@pytest.mark.parametrize(
    "changes",
    [
        {"gradingProgress": "Pending"},
        {"gradingProgress": "PendingManual"},
        {"scoreGiven": None},
        {"scoreGiven": None, "scoreMaximum": None, "gradingProgress": "NotReady"},
    ],
)
def test_a_score_that_is_not_final_empties_the_cell(platform, changes):
    platform.post_score()
    answer = platform.post_score(timestamp="2026-11-23T10:00:05Z", **changes)
    assert answer.status_code == 200
    assert points(platform) is None
    assert platform.post_score(timestamp="2026-11-23T10:00:04Z").status_code == 409


@pytest.mark.parametrize(
    "changes",
    [
        {"userId": None},
        {"userId": 12},
        {"userId": "99999"},
        {"userId": "Łukasz\n"},
        {"userId": "1" * 90_000},
        {"timestamp": None},
        {"activityProgress": None},
        {"activityProgress": "Finished"},
        {"gradingProgress": None},
        {"gradingProgress": "Graded"},
        {"scoreMaximum": None},
        {"scoreMaximum": 0},
        {"scoreMaximum": "100"},
        {"scoreGiven": -1},
        {"scoreGiven": "80"},
        {"scoreGiven": True},
        {"scoreGiven": float("nan")},
        {"scoreGiven": float("inf")},
        {"scoreGiven": 10**400},
        {"scoreMaximum": 10**400},
        {"comment": 7},
    ],
)
def test_an_incorrect_score_is_refused(platform, changes):
    answer = platform.post_score(**changes)
    assert (answer.status_code, answer.reason) == (400, "Incorrect score received")
    assert answer.text == "[]"
    assert platform.lms.gradebook.grades() == {}


@pytest.mark.parametrize(
    "timestamp",
    [
        "2026-11-23T10:00:00",
        "2026-11-23",
        "2026-11-23 10:00:00+00:00",
        "2026-02-30T10:00:00Z",
        "1795428000",
        "yesterday",
        1795428000,
    ],
)
def test_a_timestamp_names_a_moment_with_its_zone(platform, timestamp):
    answer = platform.post_score(timestamp=timestamp)
    assert (answer.status_code, answer.reason) == (400, "Incorrect score received")


@pytest.mark.parametrize("timestamp", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_the_ends_of_time_are_moments_too(platform, timestamp):
    assert platform.post_score(timestamp=timestamp).status_code == 200


def test_amira_teaches_and_cannot_be_graded(platform):
    answer = platform.post_score(userId="11")
    assert (answer.status_code, answer.reason) == (400, "Incorrect score received")


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "application/vnd.ims.lis.v1.score+json; charset=utf-8",
        "application/vnd.ims.lis.v2.lineitem+json",
        "",
    ],
)
def test_the_content_type_is_compared_letter_by_letter(platform, content_type):
    answer = platform.post_score(content_type=content_type)
    assert answer.status_code == 400
    assert answer.json()["reason"].startswith("No handler found")


@pytest.mark.parametrize("body", ["", "[]", "80", "{", "\ud800", "[" * 20_000])
def test_a_body_that_is_no_object_is_refused(platform, body):
    headers = platform.bearer() | {"Content-Type": "application/vnd.ims.lis.v1.score+json"}
    data = body.encode("utf-8", "surrogatepass")
    answer = requests.post(platform.line_item(2, "/scores"), data, headers=headers)
    assert (answer.status_code, answer.reason) == (400, "Incorrect score received")


def test_a_huge_body_is_not_read(platform):
    assert platform.post_score(comment="x" * 200_000).status_code == 413


def test_a_column_that_is_gone_is_not_found(platform):
    platform.lms.gradebook.remove_column(2)
    assert platform.post_score().status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 5000])
def test_an_address_that_names_no_column_is_not_found(platform, number):
    assert platform.post_score(number).status_code == 404


@pytest.mark.parametrize("query", ["", "?type_id=2", "?limit=1"])
def test_the_address_must_keep_its_query(platform, query):
    address = f"{platform.origin}/course-1/lineitems/2/lineitem/scores{query}"
    assert requests.post(address, headers=platform.bearer()).status_code == 404


def test_every_post_is_logged_with_what_became_of_it(platform):
    platform.post_score()
    platform.post_score()
    platform.post_score(userId="11")
    platform.post_score(bearer={"Authorization": "Bearer nonsense"})
    log = platform.lms.gradebook.log
    assert [(post.line_item, post.status) for post in log] == [
        (2, 200),
        (2, 409),
        (2, 400),
        (2, 401),
    ]
    assert log[0].body["scoreGiven"] == 80
    assert "'11' cannot be graded" in log[2].reason
