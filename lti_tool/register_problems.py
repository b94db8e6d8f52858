"""What a registration refuses: an invite that is no good, and a platform that does not fit.

Problem                      (web.problems)
├── InviteUnknown            403  no such invite
├── InviteUsed               403  it has connected something
├── InviteExpired            403  too old
├── InviteWornOut            403  tried too often
├── InviteBusy               409  another attempt is under way
├── NotFromPlatform          400  opened by a person, not by an LMS
├── PageTooOld               400  the form that was sent is not one of ours
└── RegistrationFailed       400  says what was missing, and on whose side
"""

from http import HTTPStatus

from flask_babel import lazy_gettext as _

from lti_tool.problems import LtiProblem
from web.problems import Problem

_NEW_INVITE = _(
    "Ask the person who runs Baton for a new address. They make one with “baton platform invite”."
)


class InviteUnknown(LtiProblem):
    """The token is not one of ours."""

    status = HTTPStatus.FORBIDDEN
    title = _("This address is not an invitation")
    sentence = _("Baton has not given out this address, or a part of it is missing.")
    next_step = _NEW_INVITE


class InviteUsed(LtiProblem):
    """It has connected something."""

    status = HTTPStatus.FORBIDDEN
    title = _("This invitation has been used")
    sentence = _("An invitation connects one learning platform, once. This one has done so.")
    next_step = _(
        "If Baton is in your list of tools, all is well. To connect another platform, ask the "
        "person who runs Baton for a new address."
    )


class InviteExpired(LtiProblem):
    """It is too old."""

    status = HTTPStatus.FORBIDDEN
    title = _("This invitation has expired")
    sentence = _("An invitation is good for a limited time, and this one is over.")
    next_step = _NEW_INVITE


class InviteWornOut(LtiProblem):
    """It was tried too often."""

    status = HTTPStatus.FORBIDDEN
    title = _("This invitation has been tried too often")
    sentence = _("None of the attempts connected anything, so the invitation has ended.")
    next_step = _NEW_INVITE


class InviteBusy(LtiProblem):
    """Another attempt is under way."""

    status = HTTPStatus.CONFLICT
    title = _("This invitation is being used right now")
    sentence = _("Somebody, perhaps you in another window, is connecting a platform with it.")
    next_step = _("Wait two minutes. If nothing is connected by then, begin again.")


class NotFromPlatform(LtiProblem):
    """A person has opened the address, and not an LMS."""

    title = _("This address is for your learning platform")
    sentence = _("Paste it into your learning platform, where external tools are added.")
    next_step = _("Where that is, and what to choose, stands in the install guide: /lti/install")


class PageTooOld(LtiProblem):
    """The form that was sent is not one of ours, or its secret has changed."""

    title = _("Please begin again")
    sentence = _("This page is no longer good.")
    next_step = _("Go back to your learning platform and paste the address once more.")


class RegistrationFailed(Problem):
    """Nothing was connected. The sentence says what was missing, and on whose side."""

    title = _("Not connected")
    next_step = _(
        "Nothing has been connected, and the invitation is still good. Once this is mended, paste "
        "the same address into your learning platform again."
    )

    def __init__(self, sentence: str, reason: str, advice: str = "") -> None:
        super().__init__(sentence, reason)
        if advice:
            self.next_step = f"{advice} {self.next_step}"
