"""Line items, scores and results (AGS 2.0), with the platform's habits asked for where they are."""

from datetime import datetime
from typing import Any

from flask import Flask, Response, json, request

from doubles.platforms.course import Column, Course, Grade, Member
from doubles.platforms.spec import AGS, Refused
from doubles.platforms.stand_in import StandIn
from doubles.platforms.token import bearer

LINE_ITEM = "application/vnd.ims.lis.v2.lineitem+json"
LINE_ITEMS = "application/vnd.ims.lis.v2.lineitemcontainer+json"
RESULTS = "application/vnd.ims.lis.v2.resultcontainer+json"
SCORE = "application/vnd.ims.lis.v1.score+json"
_NEEDED = ("userId", "timestamp", "activityProgress", "gradingProgress")
_ALL, _ONE = "/courses/<course_id>/line_items", "/courses/<course_id>/line_items/<int:number>"


def install(app: Flask, platform: StandIn) -> None:
    @app.get(_ALL)
    def list_columns(course_id: str) -> Response:
        bearer(platform, f"{AGS}scope/lineitem", f"{AGS}scope/lineitem.readonly")
        check_accept(platform, LINE_ITEMS)
        course = platform.course(course_id)
        asked = {
            "link": request.args.get("resource_link_id"),
            "resource_id": request.args.get("resource_id"),
            "tag": request.args.get("tag"),
        }
        found = [
            as_json(platform, course, column)
            for column in course.columns
            if all(value in (None, getattr(column, name)) for name, value in asked.items())
        ]
        return answer(found, LINE_ITEMS)

    @app.post(_ALL)
    def make_column(course_id: str) -> Response:
        bearer(platform, f"{AGS}scope/lineitem")
        check_type(platform, LINE_ITEM)
        course, wanted = platform.course(course_id), request.get_json(force=True)
        platform.check_new_column(wanted)
        column = Column(
            label=wanted["label"],
            maximum=wanted["scoreMaximum"],
            resource_id=wanted.get("resourceId", ""),
            tag=wanted.get("tag", ""),
            link=wanted.get("resourceLinkId"),
        )
        course.columns.append(column)
        return answer(as_json(platform, course, column), LINE_ITEM, 201)

    @app.get(_ONE)
    def show_column(course_id: str, number: int) -> Response:
        bearer(platform, f"{AGS}scope/lineitem", f"{AGS}scope/lineitem.readonly")
        course, column = _find(platform, course_id, number)
        return answer(as_json(platform, course, column), LINE_ITEM)

    @app.post(f"{_ONE}/scores")
    def take_score(course_id: str, number: int) -> Response:
        bearer(platform, f"{AGS}scope/score")
        check_type(platform, SCORE)
        course, column = _find(platform, course_id, number)
        record(platform, course, column, request.get_json(force=True, silent=True))
        return Response("", platform.scores_are)

    @app.get(f"{_ONE}/results")
    def list_results(course_id: str, number: int) -> Response:
        bearer(platform, f"{AGS}scope/result.readonly")
        check_accept(platform, RESULTS)
        _, column = _find(platform, course_id, number)
        return answer(results(column), RESULTS)


def record(platform: StandIn, course: Course, column: Column, score: Any) -> None:
    """Take a score as the platform does."""
    member = _graded(platform, course, score)
    at = datetime.fromisoformat(score["timestamp"])
    if at.tzinfo is None:
        raise Refused(400, "timestamp needs a time zone")
    held = column.grades.get(member.sub)
    if held is not None and platform.is_old(at, held.at):
        raise Refused(platform.old_timestamp, "timestamp is not newer")
    points = None
    if score["gradingProgress"] == "FullyGraded" and "scoreGiven" in score:
        points = score["scoreGiven"] / score["scoreMaximum"] * column.maximum
    column.grades[member.sub] = Grade(points, at, platform.attempts(score, held))


def _graded(platform: StandIn, course: Course, score: Any) -> Member:
    """Whose score it is; refuses one that is not whole, or of somebody without a row."""
    if not isinstance(score, dict) or not all(isinstance(score.get(one), str) for one in _NEEDED):
        raise Refused(400, "Incorrect score received")
    if "scoreGiven" in score and not score.get("scoreMaximum", 0) > 0:
        raise Refused(400, "Incorrect score received")
    member = next((one for one in course.members if one.sub == score["userId"]), None)
    if member is None or member.role != "Learner":
        raise Refused(platform.not_gradable, "Incorrect score received")
    return member


def results(column: Column) -> list[dict[str, Any]]:
    return [
        {"userId": sub, "resultScore": grade.score, "resultMaximum": column.maximum}
        for sub, grade in column.grades.items()
        if grade.score is not None
    ]


def as_json(platform: StandIn, course: Course, column: Column) -> dict[str, Any]:
    body: dict[str, Any] = {
        "id": platform.line_item_url(course, column),
        "label": column.label,
        "scoreMaximum": column.maximum,
        "resourceId": column.resource_id,
        "tag": column.tag,
    }
    return body if column.link is None else {**body, "resourceLinkId": column.link}


def answer(body: Any, media_type: str, status: int = 200) -> Response:
    return Response(json.dumps(body), status, content_type=media_type)


def check_type(platform: StandIn, media_type: str) -> None:
    """Refuse a body that is not said to be exactly of this type."""
    if request.headers.get("Content-Type") != media_type:
        raise Refused(platform.wrong_type, f"Content-Type must be {media_type}")


def check_accept(platform: StandIn, media_type: str) -> None:
    """Refuse a request that does not take this type."""
    accepted = request.headers.get("Accept", "*/*")
    if accepted != media_type and "*/*" not in accepted:
        raise Refused(platform.wrong_type, f"No handler found for {accepted}")


def _find(platform: StandIn, course_id: str, number: int) -> tuple[Course, Column]:
    platform.check_service_query(request.args)
    course = platform.course(course_id)
    column = course.column(number)
    if column is None:
        raise Refused(404, "no such line item")
    return course, column
