"""A launch, from the platform's side (Security Framework 1.0, section 5.1.1)."""

import json
import secrets
import time
from html import escape
from typing import Any

from flask import Flask, Response, request

from doubles.platforms.course import Course, Link, Member
from doubles.platforms.spec import AGS, DL, LTI, NRPS, SCOPES, Refused
from doubles.platforms.stand_in import StandIn, Waiting

_MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership#"


def begin(platform: StandIn, course: Course, member: Member, link: Link | None) -> dict[str, str]:
    """The fields with which the platform sends somebody's browser to the tool's login."""
    tool = platform.tool
    assert tool is not None
    if not tool.works:
        raise Refused(403, "the tool is not switched on")
    hint = secrets.token_urlsafe(8)
    fields = {
        "iss": platform.issuer,
        "login_hint": member.sub,
        "lti_message_hint": json.dumps({"launchid": hint}),
        "target_link_uri": tool.redirect_uris[0],
        "client_id": tool.client_id,
        **platform.more_login_fields(),
    }
    platform.waiting[hint] = Waiting(member, course, link and link.id, fields)
    return fields


def install(app: Flask, platform: StandIn) -> None:
    @app.get(platform.auth_path)
    def authenticate() -> Response:
        asked = request.args
        waiting = _waiting(platform, asked.get("lti_message_hint", ""))
        tool = platform.tool
        if tool is None or asked.get("client_id") != tool.client_id:
            raise Refused(400, "unknown client_id")
        if asked.get("redirect_uri") not in tool.redirect_uris:
            raise Refused(400, "redirect_uri is not registered")
        for name, value in _FIXED.items():
            if asked.get(name) != value:
                raise Refused(400, f"{name} must be {value}")
        if not asked.get("nonce") or not asked.get("state"):
            raise Refused(400, "nonce or state is missing")
        if asked.get("login_hint") != waiting.member.sub:
            raise Refused(400, "login_hint was changed")
        token = platform.sign(claims(platform, waiting, asked["nonce"]))
        return form_page(asked["redirect_uri"], {"state": asked["state"], "id_token": token})


_FIXED = {
    "scope": "openid",
    "response_type": "id_token",
    "response_mode": "form_post",
    "prompt": "none",
}


def _waiting(platform: StandIn, hint: str) -> Waiting:
    try:
        launch = json.loads(hint)["launchid"]
        return platform.waiting.pop(launch)
    except (ValueError, KeyError, TypeError):
        raise Refused(400, "this sign-in was used already, or never begun") from None


def form_page(action: str, fields: dict[str, str]) -> Response:
    inputs = "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">'
        for name, value in fields.items()
    )
    return Response(
        f'<form method="post" action="{escape(action)}">{inputs}<button>Go on</button></form>',
        content_type="text/html; charset=utf-8",
    )


def claims(platform: StandIn, waiting: Waiting, nonce: str) -> dict[str, Any]:
    at, member, course = int(time.time()), waiting.member, waiting.course
    tool = platform.tool
    assert tool is not None
    return {
        "iss": platform.issuer,
        "aud": tool.client_id,
        "sub": member.sub,
        "iat": at,
        "exp": at + platform.token_life,
        "nonce": nonce,
        **platform.personal(member),
        f"{LTI}version": "1.3.0",
        f"{LTI}deployment_id": platform.deployment_id,
        f"{LTI}target_link_uri": tool.redirect_uris[0],
        f"{LTI}roles": platform.roles(member),
        f"{LTI}context": {
            "id": course.id,
            "title": course.title,
            "label": "LEAD",
            "type": platform.context_type,
        },
        f"{LTI}tool_platform": {"product_family_code": platform.code, "guid": "guid-1"},
        f"{LTI}launch_presentation": {
            "locale": "en",
            "document_target": "iframe",
            "return_url": platform.url(f"/course/{course.id}"),
        },
        **services(platform, course),
        **_message(platform, waiting),
        **platform.more_claims(member),
    }


def roles(member: Member) -> list[str]:
    return [f"{_MEMBERSHIP}{member.role}"]


def services(platform: StandIn, course: Course) -> dict[str, Any]:
    tool = platform.tool
    assert tool is not None
    grading = [scope for scope in SCOPES if scope in tool.scopes and scope.startswith(AGS)]
    more: dict[str, Any] = {}
    if grading:
        endpoint = {"scope": grading, "lineitems": platform.line_items_url(course)}
        more[f"{AGS}claim/endpoint"] = endpoint
    if f"{NRPS}scope/contextmembership.readonly" in tool.scopes:
        more[f"{NRPS}claim/namesroleservice"] = {
            "context_memberships_url": platform.roster_url(course),
            "service_versions": ["2.0"],
        }
    return more


def _message(platform: StandIn, waiting: Waiting) -> dict[str, Any]:
    course, tool = waiting.course, platform.tool
    assert tool is not None
    # What the platform does not know stays as it was written.
    known = {"$User.username": waiting.member.user_name, "$Context.id.history": ""}
    custom = {name: known.get(value, value) for name, value in tool.custom.items()}
    if waiting.link_id is None:
        return {
            f"{LTI}message_type": "LtiDeepLinkingRequest",
            f"{LTI}custom": custom,
            f"{DL}deep_linking_settings": platform.deep_linking_settings(course),
        }
    link = next(one for one in course.links if one.id == waiting.link_id)
    message: dict[str, Any] = {
        f"{LTI}message_type": "LtiResourceLinkRequest",
        f"{LTI}custom": {**custom, **link.custom},
        f"{LTI}resource_link": {"id": link.id, "title": link.title},
    }
    column = course.column_of(link)
    endpoint = services(platform, course).get(f"{AGS}claim/endpoint")
    if column is not None and endpoint is not None:
        url = platform.line_item_url(course, column)
        message[f"{AGS}claim/endpoint"] = {**endpoint, "lineitem": url}
    return message
