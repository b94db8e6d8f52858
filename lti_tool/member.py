"""A member of a course, as a roster tells (NRPS 2.0, section 2.4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lti_tool.claims import LTI, usable_name
from lti_tool.role import context_roles, leads

_TEST_USER = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"
_MOST_ROLES = 100
_LONGEST_NAME, _LONGEST_EMAIL = 200, 320
_LONGEST_TEXT = 255
"""Of a text, no more than this is looked at."""


@dataclass(frozen=True)
class Member:
    """One person in one course."""

    subject: str
    is_active: bool
    leads: bool | None
    """Whether they lead the course; None if the roster names no role in it."""
    name: str | None
    email: str | None
    user_name: str | None
    sourced_id: str | None


def read_members(container: Any) -> Iterable[Any]:
    """Return what stands in a page's list of members, whatever it is."""
    members = container.get("members") if isinstance(container, dict) else None
    return members if isinstance(members, list) else []


def is_test_user(item: Any) -> bool:
    """Tell whether it is nobody: a teacher's preview."""
    return isinstance(item, dict) and _TEST_USER in _roles(item)


def read_member(item: Any) -> Member | None:
    """Return a member, or None for what names nobody."""
    subject = usable_name(item.get("user_id")) if isinstance(item, dict) else None
    if subject is None:
        return None
    roles, custom = _roles(item), _custom(item)
    told = str(item.get("status") or "Active").strip().lower()
    names = " ".join(filter(None, (_text(item, "given_name"), _text(item, "family_name"))))
    email = _text(item, "email") or usable_name(custom.get("email"))
    return Member(
        subject=subject,
        is_active=told not in ("inactive", "deleted"),
        leads=leads(roles) if context_roles(roles) else None,
        name=(_text(item, "name") or names)[:_LONGEST_NAME] or None,
        email=email if email and len(email) <= _LONGEST_EMAIL else None,
        user_name=usable_name(item.get("ext_user_username"))
        or usable_name(custom.get("user_name")),
        sourced_id=usable_name(item.get("lis_person_sourcedid"))
        or usable_name(custom.get("person_sourcedid")),
    )


def _text(item: dict[str, Any], name: str) -> str | None:
    value = item.get(name)
    return usable_name(value[:_LONGEST_TEXT]) if isinstance(value, str) else None


def _roles(item: dict[str, Any]) -> list[str]:
    roles = item.get("roles")
    listed = roles if isinstance(roles, list) else [roles]
    return [role for role in listed[:_MOST_ROLES] if isinstance(role, str)]


def _custom(item: dict[str, Any]) -> dict[str, Any]:
    """Return the custom parameters, which come where a roster is asked for one link's members."""
    messages = item.get("message")
    for message in messages if isinstance(messages, list) else []:
        custom = message.get(f"{LTI}custom") if isinstance(message, dict) else None
        if isinstance(custom, dict):
            return custom
    return {}
