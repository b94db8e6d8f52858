"""Roles: what a platform calls people, in whichever form it sends it.

Only context roles count: an administrator of the school is not a leader of this course
(LTI Core 1.3, appendix A).
"""

from collections.abc import Iterable

_MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership"
_LEADING = {"Instructor", "Administrator"}


def context_roles(roles: Iterable[str]) -> set[str]:
    """Return the short names of the context roles, such as `Learner`; sub-roles are left out."""
    names = set()
    for role in roles:
        if "/" not in role and "#" not in role:
            names.add(role)
        elif role.startswith(f"{_MEMBERSHIP}#"):
            names.add(role.removeprefix(f"{_MEMBERSHIP}#"))
    return names


def leads(roles: Iterable[str]) -> bool:
    """Tell whether somebody leads the whole context while there is no team data."""
    return bool(context_roles(roles) & _LEADING)
