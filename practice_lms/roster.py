"""The roster: who is in the course (LTI Names and Role Provisioning Services 2.0)."""

from typing import Any

from flask import Blueprint, Response, request

from practice_lms import addresses, course, media_types, scopes
from practice_lms.bearer import check_bearer
from practice_lms.course import ResourceLink
from practice_lms.lms import this_lms
from practice_lms.paging import link_pages, page_of
from practice_lms.people import PEOPLE, Person
from practice_lms.refusal import Refusal

blueprint = Blueprint("roster", __name__)
_LTI = "https://purl.imsglobal.org/spec/lti/claim/"
_MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership#"


@blueprint.get(addresses.MEMBERSHIPS_ROUTE)
def list_members() -> Response:
    """Return the members that `role` and `rlid` ask for, in pages where a limit is given."""
    check_bearer(scopes.MEMBERSHIP_READ)
    media_types.check_accept(media_types.MEMBERSHIPS)
    link = _asked_link()
    role = request.args.get("role", "").removeprefix(_MEMBERSHIP)
    found = [person for person in PEOPLE if role in {"", person.role}]
    address = addresses.memberships(this_lms().settings.origin)
    body = {
        "id": address,
        "context": {"id": course.CONTEXT_ID, "label": course.LABEL, "title": course.TITLE},
        "members": [_member(person) | _message(link) for person in page_of(found)],
    }
    return link_pages(media_types.answer(body, media_types.MEMBERSHIPS), address, len(found))


def _asked_link() -> ResourceLink | None:
    link_id = request.args.get("rlid")
    if link_id is None:
        return None
    link = this_lms().links.with_id(link_id)
    if link is None:
        raise Refusal(404, "No such resource link")
    return link


def _member(person: Person) -> dict[str, Any]:
    return {
        "status": "Active",
        "roles": [person.role],
        "user_id": person.sub,
        "lis_person_sourcedid": f"ID-{person.sub}",
        "name": person.name,
        "given_name": person.given_name,
        "family_name": person.family_name,
        "email": person.email,
        "ext_user_username": person.email.partition("@")[0],
    }


def _message(link: ResourceLink | None) -> dict[str, Any]:
    if link is None:
        return {}
    message: dict[str, Any] = {
        f"{_LTI}message_type": "LtiResourceLinkRequest",
        f"{_LTI}custom": dict(link.custom),
    }
    return {"message": [message]}
