"""What the tool answers to a deep-linking request, read strictly (Deep Linking 2.0, 4.5)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jwt

from practice_lms.assertion import ToolKeys
from practice_lms.json_object import BadJson, number_in, text_in
from practice_lms.link_requests import TYPE, LinkRequest
from practice_lms.settings import Settings

_LTI = "https://purl.imsglobal.org/spec/lti/claim/"
_DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"
_LONGEST_LIFE = 3600
_LEEWAY = 10
_MOST_LINKS = 100


class BadAnswer(ValueError):
    """The tool's answer breaks the standard; the text says how."""


@dataclass(frozen=True)
class Column:
    """The gradebook column that a link asks for."""

    label: str
    score_maximum: float
    resource_id: str
    tag: str


@dataclass(frozen=True)
class NewLink:
    """A link that the tool offers."""

    title: str
    custom: Mapping[str, str]
    column: Column | None


@dataclass(frozen=True)
class Answer:
    """A good answer: its links, its nonce with its end, and what the tool has to say."""

    links: list[NewLink]
    nonce: str
    exp: int
    message: str


def read_answer(token: str, keys: ToolKeys, settings: Settings, request: LinkRequest) -> Answer:
    """Return what an answer holds; raises BadAnswer. Whether its nonce is new, the caller sees."""
    claims = _verified(token, keys, settings)
    wanted = {
        f"{_LTI}message_type": "LtiDeepLinkingResponse",
        f"{_LTI}version": "1.3.0",
        f"{_LTI}deployment_id": settings.deployment_id,
        f"{_DL}data": request.data,
    }
    for name, value in wanted.items():
        if claims.get(name) != value:
            raise BadAnswer(f"{name.rsplit('/', 1)[-1]} is not what it has to be.")
    items = claims.get(f"{_DL}content_items", [])
    if not isinstance(items, list) or len(items) > _MOST_LINKS:
        raise BadAnswer("content_items must be a list.")
    try:
        links = [_link(item, settings) for item in items]
        return Answer(links, text_in(claims, "nonce"), claims["exp"], text_in(claims, f"{_DL}msg"))
    except BadJson as error:
        raise BadAnswer(str(error)) from error


def _verified(token: str, keys: ToolKeys, settings: Settings) -> dict[str, Any]:
    try:
        kid = jwt.get_unverified_header(token).get("kid")
        claims: dict[str, Any] = jwt.decode(
            token,
            keys.get_signing_key(kid or ""),
            algorithms=["RS256"],
            issuer=settings.client_id,
            audience=settings.origin,
            leeway=_LEEWAY,
            options={"require": ["iss", "aud", "iat", "exp", "nonce"]},
        )
    except (jwt.PyJWTError, ValueError, OverflowError, RecursionError) as error:
        raise BadAnswer(f"The answer does not hold: {error}") from error
    if claims["exp"] - claims["iat"] > _LONGEST_LIFE:
        raise BadAnswer("The answer lives longer than an hour.")
    if not claims["nonce"]:
        raise BadAnswer("The nonce is empty.")
    return claims


def _link(item: Any, settings: Settings) -> NewLink:
    _require(isinstance(item, dict), "An item must be an object.")
    _require(item.get("type") == TYPE, f"Only {TYPE} was asked for.")
    url = item.get("url", settings.tool_launch_url)
    _require(url == settings.tool_launch_url, "url is not the tool's registered address.")
    custom = item.get("custom", {})
    _require(
        isinstance(custom, dict) and all(isinstance(one, str) for one in custom.values()),
        "custom must hold texts.",
    )
    _check_times(item)
    title = text_in(item, "title")
    _require(bool(title), "A link needs a title.")
    column = _column(item["lineItem"], title) if "lineItem" in item else None
    return NewLink(title, custom, column)


def _column(line_item: Any, title: str) -> Column:
    _require(isinstance(line_item, dict), "lineItem must be an object.")
    maximum = number_in(line_item, "scoreMaximum")
    if maximum is None or maximum <= 0:
        raise BadAnswer("scoreMaximum must be above 0.")
    return Column(
        label=text_in(line_item, "label") or title,
        score_maximum=maximum,
        resource_id=text_in(line_item, "resourceId"),
        tag=text_in(line_item, "tag"),
    )


def _check_times(item: dict[str, Any]) -> None:
    for name in ("available", "submission"):
        times = item.get(name, {})
        _require(isinstance(times, dict), f"{name} must be an object.")
        for moment in ("startDateTime", "endDateTime"):
            text = text_in(times, moment)
            _require(not text or _has_zone(text), f"{moment} needs a date, a time and a zone.")


def _has_zone(text: str) -> bool:
    read: Callable[[str], datetime] = datetime.fromisoformat
    try:
        return read(text).tzinfo is not None
    except ValueError:
        return False


def _require(holds: bool, sentence: str) -> None:
    if not holds:
        raise BadAnswer(sentence)
