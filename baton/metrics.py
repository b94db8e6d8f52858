"""Metrics: figures for a monitoring system, counted from the rows, as all processes share them.

They name nobody, and are for whoever has the token of the settings.
"""

import hmac
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, make_response, request
from sqlalchemy import func, select, type_coerce
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound, Unauthorized

from baton.pulse import last_beat
from learning.database import Moment
from learning.delivery import Delivery, DeliveryState
from learning.notice import NoticeKind
from teams_app.nudge import Nudge, NudgeState
from teams_app.nudging import Nudging
from teams_app.recipient import Recipient
from web.wiring import wiring

if TYPE_CHECKING:
    from prometheus_client.core import GaugeMetricFamily

metrics = Blueprint("metrics", __name__)
METRICS_TOKEN = "metrics_token"
_WEEK = timedelta(days=7)


@metrics.get("/metrics")
def show_metrics() -> Response:
    """Answer in Prometheus' own format. Without a token in the settings there is no such page."""
    # Read here, since no page needs it.
    from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
    from prometheus_client.registry import CollectorRegistry

    _check_token()
    registry = CollectorRegistry()
    with wiring().database.read() as session:
        registry.register(_Figures(list(_figures(session, wiring().clock.now(session).learning))))
    answer = make_response(generate_latest(registry), HTTPStatus.OK)
    answer.headers["Content-Type"] = CONTENT_TYPE_LATEST
    return answer


class _Figures:
    """What has been counted, as the library wants it."""

    def __init__(self, families: "list[GaugeMetricFamily]") -> None:
        self._families = families

    def collect(self) -> "list[GaugeMetricFamily]":
        return self._families


def _check_token() -> None:
    token = current_app.extensions.get(METRICS_TOKEN, "")
    if not token:
        raise NotFound
    told = request.headers.get("Authorization", "")
    if not hmac.compare_digest(told.encode(), f"Bearer {token}".encode()):
        raise Unauthorized


def _figures(session: Session, at: datetime) -> "Iterator[GaugeMetricFamily]":
    from prometheus_client.core import GaugeMetricFamily

    seen = last_beat(session)
    yield GaugeMetricFamily(
        "baton_worker_seen_timestamp_seconds",
        "When a worker was last at work; 0 if never.",
        value=seen.timestamp() if seen else 0,
    )
    grades = GaugeMetricFamily("baton_grades", "Grades, by where they stand.", labels=["state"])
    counts = dict(
        session.execute(select(Delivery.state, func.count()).group_by(Delivery.state)).all()
    )
    for state in DeliveryState:
        grades.add_metric([state], counts.get(state, 0))
    yield grades
    oldest = select(type_coerce(func.min(Delivery.event_at), Moment))
    waits = session.scalar(oldest.where(Delivery.state == DeliveryState.WAITING))
    yield GaugeMetricFamily(
        "baton_grades_oldest_waiting_seconds",
        "How long the oldest grade that waits has been owed; 0 if none waits.",
        value=max((datetime.now(UTC) - waits).total_seconds(), 0) if waits else 0,
    )
    yield from _notices(session, at)


def _notices(session: Session, at: datetime) -> "Iterator[GaugeMetricFamily]":
    from prometheus_client.core import GaugeMetricFamily

    notices = GaugeMetricFamily(
        "baton_teams_notices",
        "Notices in Teams of the last seven days' weeks, by kind and where they stand.",
        labels=["kind", "state"],
    )
    counted = (
        select(Nudge.kind, Nudge.state, func.count())
        .where(Nudge.monday > (at - _WEEK).date())
        .group_by(Nudge.kind, Nudge.state)
    )
    counts = {(kind, state): count for kind, state, count in session.execute(counted)}
    for kind in NoticeKind:
        for state in NudgeState:
            notices.add_metric([kind, state], counts.get((kind, state), 0))
    yield notices
    missing = select(func.count()).where(Recipient.missing_at.is_not(None))
    yield GaugeMetricFamily(
        "baton_teams_people_unreached",
        "People who cannot be notified in Teams, since they have not got the app.",
        value=session.scalar(missing) or 0,
    )
    troubled = select(func.count()).where(
        Nudging.trouble.is_not(None), Nudging.on_since.is_not(None)
    )
    yield GaugeMetricFamily(
        "baton_teams_tenants_in_trouble",
        "Companies whose notices wait because something is wrong; `baton teams nudges` says what.",
        value=session.scalar(troubled) or 0,
    )
