"""Where an LMS grants what Baton asks for, with its own labels (see the guides in `docs/install`).

The labels are written here in English, as the LMS shows them to an administrator who reads English.
"""

from enum import StrEnum

from web.language import gettext as _


class Service(StrEnum):
    """What can be missing."""

    SCORES = "scores"
    COLUMN = "column"
    COLUMNS = "columns"
    ROSTER = "roster"
    NAMES = "names"


def where_granted(service: Service, family: str) -> str:
    """Return where to grant a service in this family of LMS; in general where that is unknown."""
    known = _known().get(family, {})
    return known.get(service) or _general()[service]


def _general() -> dict[Service, str]:
    return {
        Service.SCORES: _(
            "Ask your administrator to allow Baton the assignment and grade services (AGS)."
        ),
        Service.COLUMN: _("Add a link to Baton that is graded, or ask your administrator."),
        Service.COLUMNS: _(
            "This is all right where each link has its grade. Otherwise ask your administrator "
            "to allow Baton to manage line items."
        ),
        Service.ROSTER: _(
            "Ask your administrator to allow Baton the names and role provisioning service (NRPS)."
        ),
        Service.NAMES: _(
            "Ask your administrator to let the LMS send names and e-mail addresses to Baton."
        ),
    }


def _known() -> dict[str, dict[Service, str]]:
    moodle = _moodle()
    return {
        "moodle": moodle,
        "totara": moodle,
        "canvas": _canvas(),
        "brightspace": _brightspace(),
        "blackboard": _blackboard(),
    }


def _moodle() -> dict[Service, str]:
    tool = "Site administration › Plugins › External tool › Manage tools › Baton"
    services = _(
        "In Moodle: %(tool)s › Services › %(service)s. Ask your administrator.",
        tool=tool,
        service="IMS LTI Assignment and Grade Services",
    )
    return {
        Service.SCORES: services,
        Service.COLUMNS: services,
        Service.COLUMN: _(
            "In Moodle: edit the activity › Privacy › %(box)s.", box="Accept grades from the tool"
        ),
        Service.ROSTER: _(
            "In Moodle: %(tool)s › Services › %(service)s. Ask your administrator.",
            tool=tool,
            service="IMS LTI Names and Role Provisioning",
        ),
        Service.NAMES: _(
            "In Moodle: %(tool)s › Privacy: set both %(name)s and %(email)s to Always. "
            "Ask your administrator.",
            tool=tool,
            name="Share launcher's name with tool",
            email="Share launcher's email with tool",
        ),
    }


def _canvas() -> dict[Service, str]:
    key = _("In Canvas: Admin › Developer Keys › Baton › scopes. Ask your administrator.")
    return {
        Service.SCORES: key,
        Service.COLUMNS: key,
        Service.ROSTER: key,
        Service.COLUMN: _("In Canvas: make an assignment whose submission type is Baton."),
        Service.NAMES: _(
            "In Canvas: Admin › Developer Keys › Baton › Privacy Level: Public. "
            "Ask your administrator."
        ),
    }


def _brightspace() -> dict[Service, str]:
    tool = _(
        "In Brightspace: Admin Tools › Manage Extensibility › LTI Advantage › Baton › Extensions. "
        "Ask your administrator."
    )
    security = _(
        "In Brightspace: the deployment of Baton › Security Settings: send name and e-mail. "
        "Ask your administrator."
    )
    return {
        Service.SCORES: tool,
        Service.COLUMNS: tool,
        Service.ROSTER: tool,
        Service.NAMES: security,
    }


def _blackboard() -> dict[Service, str]:
    return {
        service: _(
            "In Blackboard: LTI Tool Providers › Baton › %(setting)s. Ask your administrator.",
            setting=setting,
        )
        for service, setting in (
            (Service.SCORES, "Allow grade service access: Yes"),
            (Service.COLUMNS, "Allow grade service access: Yes"),
            (Service.ROSTER, "Allow Membership Service Access: Yes"),
            (Service.NAMES, "User Fields to be Sent: Role, Name, Email Address"),
        )
    }
