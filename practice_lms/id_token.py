"""The claims of a launch, in the shape of a Moodle 4.5's (LTI 1.3 core, section 5)."""

import time
from typing import Any
from urllib.parse import urlencode

from practice_lms import addresses, course, scopes
from practice_lms.launches import Launch
from practice_lms.people import Person, Role
from practice_lms.settings import Settings

_LTI = "https://purl.imsglobal.org/spec/lti/claim/"
_AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
_DEEP_LINKING = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
_NRPS = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
_MEMBERSHIP: dict[Role, str] = {
    "Instructor": "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor",
    "Learner": "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner",
}
_PLATFORM = {
    "product_family_code": "practice-lms",
    "version": "1",
    "guid": "practice-lms",
    "name": "Practice LMS",
    "description": "Norrvik's practice LMS",
}


def launch_claims(
    launch: Launch, settings: Settings, nonce: str, line_item: int | None
) -> dict[str, Any]:
    """Return everything the tool is told; `line_item` is the number of the link's column."""
    now = int(time.time())
    return {
        "iss": settings.origin,
        "aud": settings.client_id,
        "sub": launch.person.sub,
        "nonce": nonce,
        "iat": now,
        "exp": now + settings.id_token_seconds,
        **_person_claims(launch.person),
        **{_LTI + name: value for name, value in _lti_claims(launch, settings).items()},
        **_request_claim(launch, settings.origin),
        _AGS: _grade_service(settings.origin, line_item),
        _NRPS: {
            "context_memberships_url": addresses.memberships(settings.origin),
            "service_versions": ["1.0", "2.0"],
        },
    }


def _request_claim(launch: Launch, origin: str) -> dict[str, Any]:
    return {_DEEP_LINKING: launch.request.claim(origin)} if launch.request else {}


def _person_claims(person: Person) -> dict[str, str]:
    return {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "name": person.name,
        "email": person.email,
    }


def _lti_claims(launch: Launch, settings: Settings) -> dict[str, Any]:
    person = launch.person
    return {
        "version": "1.3.0",
        **_message_claims(launch, settings),
        "deployment_id": settings.deployment_id,
        "target_link_uri": settings.tool_launch_url,
        "roles": [_MEMBERSHIP[person.role]],
        "context": {
            "id": course.CONTEXT_ID,
            "label": course.LABEL,
            "title": course.TITLE,
            "type": ["CourseSection"],
        },
        "lis": {"person_sourcedid": f"ID-{person.sub}", "course_section_sourcedid": ""},
        "ext": {"user_username": person.email.partition("@")[0]},
        "tool_platform": _PLATFORM,
    }


def _message_claims(launch: Launch, settings: Settings) -> dict[str, Any]:
    link = launch.link
    presentation = {"locale": settings.locale, "document_target": launch.document_target}
    if link is None:
        return {"message_type": "LtiDeepLinkingRequest", "launch_presentation": presentation}
    back = f"{settings.origin}/return?{urlencode({'link': link.id})}"
    return {
        "message_type": "LtiResourceLinkRequest",
        "resource_link": {"id": link.id, "title": link.title, "description": ""},
        "custom": dict(link.custom),
        "launch_presentation": {**presentation, "return_url": back},
    }


def _grade_service(origin: str, line_item: int | None) -> dict[str, Any]:
    service: dict[str, Any] = {
        "scope": list(scopes.AGS),
        "lineitems": addresses.line_items(origin),
    }
    if line_item is not None:
        service["lineitem"] = addresses.line_item(origin, line_item)
    return service
