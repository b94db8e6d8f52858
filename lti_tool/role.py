"""Roles: what a platform calls people, in whichever form it sends it.

Only context roles count: an administrator of the school is not a leader of this course
(LTI Core 1.3, appendix A).
"""

from collections.abc import Iterable

_MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership"
_LEADING = {"Instructor", "Administrator"}
_PLACING = {"Instructor", "ContentDeveloper", "Administrator"}
_LEARNING = {"Learner", "Mentor", "Member", "Officer"}
_RUNNING = {
    f"http://purl.imsglobal.org/vocab/lis/v2/{where}/person#{name}"
    for where in ("institution", "system")
    for name in ("Administrator", "SysAdmin", "AccountAdmin")
}


def context_roles(roles: Iterable[str]) -> set[str]:
    """Return the short names of the context roles, such as `Learner`; sub-roles are left out."""
    names = set()
    for role in roles:
        if "/" not in role and "#" not in role:
            names.add(role)
        elif role.startswith(f"{_MEMBERSHIP}#"):
            name = role.removeprefix(f"{_MEMBERSHIP}#")
            # Sakai writes a sub-role as `membership#Instructor#TeachingAssistant`.
            if "#" not in name:
                names.add(name)
    return names


def leads(roles: Iterable[str]) -> bool:
    """Tell whether somebody leads the whole context while there is no team data."""
    return bool(context_roles(roles) & _LEADING)


def may_place(roles: Iterable[str]) -> bool:
    """Tell whether somebody teaches or designs the course, and so may add links to it.

    Canvas gives an administrator who is not in the course no role there at all. The platform lets
    only those add links who may, so such an administrator counts; one who is a learner does not.
    """
    all_roles = set(roles)
    here = context_roles(all_roles)
    return bool(here & _PLACING) or (not here & _LEARNING and bool(all_roles & _RUNNING))
