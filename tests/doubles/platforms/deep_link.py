"""What the tool has chosen comes back (Deep Linking 2.0, section 4.5)."""

from typing import Any

import jwt
from flask import Flask, Response, request

from doubles.platforms.spec import DL, LTI, Refused
from doubles.platforms.stand_in import StandIn
from doubles.platforms.token import tool_key

PATH = "/deep-link"


def install(app: Flask, platform: StandIn) -> None:
    @app.post(PATH)
    def place() -> Response:
        # Its own query tells the platform which course this is about.
        course = platform.course(request.args.get("course", ""))
        message = read(request.form.get("JWT", ""), platform)
        items = message.get(f"{DL}content_items", [])
        if len(items) > 1 and not platform.accepts_multiple:
            raise Refused(400, "one item at most")
        for item in items:
            if item.get("type") != "ltiResourceLink":
                raise Refused(400, f"type {item.get('type')} was not asked for")
            check_item(item, platform)
            course.place(item, with_column=platform.makes_column(item))
        platform.messages.append(str(message.get(f"{DL}msg", "")))
        return Response(f"{len(items)} placed")


def read(token: str, platform: StandIn) -> dict[str, Any]:
    tool = platform.tool
    assert tool is not None
    try:
        message: dict[str, Any] = jwt.decode(
            token,
            tool_key(token, platform),
            algorithms=["RS256"],
            audience=platform.issuer,
            issuer=tool.client_id,
            options={"require": ["iss", "aud", "exp", "iat", "nonce"]},
        )
    except jwt.PyJWTError as problem:
        raise Refused(400, f"the tool's answer does not hold: {problem}") from None
    if message["nonce"] in platform.spent:
        raise Refused(400, "nonce was used")
    platform.spent.add(message["nonce"])
    wanted = {
        f"{LTI}message_type": "LtiDeepLinkingResponse",
        f"{LTI}version": "1.3.0",
        f"{LTI}deployment_id": platform.deployment_id,
    }
    for name, value in wanted.items():
        if message.get(name) != value:
            raise Refused(400, f"{name} must be {value}")
    if message.get(f"{DL}data") != platform.deep_linking_data:
        raise Refused(400, "data was not sent back as it was")
    return message


def check_item(item: dict[str, Any], platform: StandIn) -> None:
    assert platform.tool is not None
    if item.get("url", platform.tool.redirect_uris[0]) not in platform.tool.redirect_uris:
        raise Refused(400, "url is not the tool's")
    if not item.get("title") or not isinstance(item.get("custom"), dict):
        raise Refused(400, "an item needs a title and its parameters")
    if "lineItem" in item and not item["lineItem"].get("scoreMaximum", 0) > 0:
        raise Refused(400, "scoreMaximum must be above 0")
