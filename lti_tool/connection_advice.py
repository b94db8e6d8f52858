"""What to change when a connection is not well, and where in that LMS.

By topic and LMS, with the LMS's own labels as its documentation has them; "" is for all others.
"""

from collections.abc import Callable
from enum import Enum

from web.language import gettext as _


class Topic(Enum):
    """What somebody has to look at."""

    THEIR_KEYS = "their keys"
    OUR_KEYS = "our keys"
    SERVICES = "services"
    LAUNCH = "launch"
    CLOCK = "clock"


def what_to_change(topic: Topic, family: str, public_url: str) -> str:
    """Return what to change for a family of LMSs (see `lti_tool.quirks.family_of`)."""
    known = _ADVICE[topic](f"{public_url}/lti/jwks")
    return known.get(family, known[""])


def _their_keys(_url: str) -> dict[str, str]:
    return {
        "": _(
            "Look up the address of the public key set in your LMS, and give it to Baton with "
            "`baton platform add … --jwks-url`. If the LMS is inside your own network, add "
            "--allow-http."
        ),
        "moodle": _(
            "In Moodle: Site administration, Plugins, External tool, Manage tools. The magnifying "
            "glass of the tool shows the public keyset URL; it ends in /mod/lti/certs.php. Give it "
            "to Baton with `baton platform add … --jwks-url`."
        ),
        "canvas": _(
            "Hosted Canvas has its keys at https://sso.canvaslms.com/api/lti/security/jwks. Give "
            "that to Baton with `baton platform add … --jwks-url`."
        ),
        "brightspace": _(
            "In Brightspace: Admin Tools, Manage Extensibility, LTI Advantage, your registration. "
            "Copy the Brightspace Keyset URL, and give it to Baton with "
            "`baton platform add … --jwks-url`."
        ),
        "sakai": _(
            "Sakai has its keys at /imsblis/lti13/keyset. Give that address to Baton with "
            "`baton platform add … --jwks-url`."
        ),
        "openedx": _(
            "Studio shows the Keyset URL below the block's settings. Each block has its own. Give "
            "it to Baton with `baton platform add … --jwks-url`."
        ),
        "blackboard": _(
            "Blackboard's key set is https://developer.blackboard.com/api/v1/management/"
            "applications/, your application ID, and /jwks.json. Give it to Baton with "
            "`baton platform add … --jwks-url`."
        ),
    }


def _our_keys(url: str) -> dict[str, str]:
    return {
        "": _(
            "In the tool's settings in your LMS, the public key set must be the address %(url)s, "
            "and the client ID the one that Baton was given. The LMS must be able to reach that "
            "address.",
            url=url,
        ),
        "moodle": _(
            "In Moodle: Site administration, Plugins, External tool, Manage tools, edit the tool. "
            "Public key type must be Keyset URL, and Public keyset %(url)s. Moodle reads it "
            "itself: see Site administration, Security, HTTP security for blocked hosts and "
            "allowed ports.",
            url=url,
        ),
        "canvas": _(
            "In Canvas: Admin, Developer Keys, edit the LTI key. JWK Method must be Public JWK "
            "URL, with %(url)s, and the key must be on.",
            url=url,
        ),
        "brightspace": _(
            "In Brightspace: Admin Tools, Manage Extensibility, LTI Advantage. The registration "
            "must be enabled, with the Keyset URL %(url)s. Give its OAuth2 Audience to Baton with "
            "`baton platform add … --audience`.",
            url=url,
        ),
        "sakai": _(
            "In Sakai: Administration Workspace, External Tools, edit the tool. Its keyset URL "
            "must be %(url)s.",
            url=url,
        ),
        "openedx": _(
            "In Studio, in the settings of the block: Tool Public Key Mode must be Keyset URL, "
            "and Tool Keyset URL %(url)s.",
            url=url,
        ),
        "blackboard": _(
            "At developer.blackboard.com, in your application: the JWKS URL must be %(url)s. In "
            "Learn, the tool must be approved.",
            url=url,
        ),
    }


def _services(_url: str) -> dict[str, str]:
    return {
        "": _(
            "In the tool's settings in your LMS, allow Assignment and Grade Services, and Names "
            "and Role Provisioning Services. Then open Baton once more from the course."
        ),
        "moodle": _(
            "In Moodle: Site administration, Plugins, External tool, Manage tools, edit the tool, "
            "Services. Choose Use this service for grade sync and column management, and Use this "
            "service to retrieve members' information. Then open Baton once more from the course."
        ),
        "canvas": _(
            "In Canvas: Admin, Developer Keys, edit the LTI key, LTI Advantage Services. Turn on "
            "those for line items, results, scores and the names of members."
        ),
        "brightspace": _(
            "In Brightspace: Admin Tools, Manage Extensibility, LTI Advantage. Turn on Assignment "
            "and Grade Services and Names and Role Provisioning Services, in the registration and "
            "in its deployment."
        ),
        "sakai": _(
            "In Sakai: Administration Workspace, External Tools, edit the tool. Allow it to send "
            "grades, to make grade columns, and to read the roster. Sakai refuses everything if "
            "one of them is missing."
        ),
        "openedx": _(
            "In Studio, in the settings of the block: LTI Assignment and Grades Service must not "
            "be Disabled, and Enable LTI NRPS must be True."
        ),
        "blackboard": _(
            "In Blackboard: Administrator Panel, LTI Tool Providers, edit the tool. Allow grade "
            "service access and Allow Membership Service Access must both be Yes."
        ),
    }


def _launch(_url: str) -> dict[str, str]:
    return {
        "": _("Where names are wanted, let your LMS share them with the tool."),
        "moodle": _(
            "Where names are wanted, in Moodle: Manage tools, edit the tool, Privacy. Share "
            "launcher's name with tool must be Always."
        ),
        "canvas": _(
            "Where names are wanted, in Canvas: Developer Keys, edit the LTI key. The privacy "
            "level must be Public."
        ),
        "brightspace": _(
            "Where names are wanted, in Brightspace: the deployment's Security Settings must "
            "include Name and Email, and not be Anonymous."
        ),
        "openedx": _(
            "Where names are wanted, in Studio: Request user's username and Request user's email "
            "in the settings of the block."
        ),
        "blackboard": _(
            "Where names are wanted, in Blackboard: LTI Tool Providers, edit the tool. Tick Name "
            "among the user fields to send."
        ),
    }


def _clock(_url: str) -> dict[str, str]:
    everywhere = _("Have both servers set their clocks from the network (NTP).")
    return {
        "": everywhere,
        "moodle": _(
            "Have both servers set their clocks from the network (NTP). Moodle's messages are good "
            "for 60 seconds only."
        ),
    }


_ADVICE: dict[Topic, Callable[[str], dict[str, str]]] = {
    Topic.THEIR_KEYS: _their_keys,
    Topic.OUR_KEYS: _our_keys,
    Topic.SERVICES: _services,
    Topic.LAUNCH: _launch,
    Topic.CLOCK: _clock,
}
