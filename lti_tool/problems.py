"""What door one refuses: one class for each kind, with its status and wording.

Problem                      (web.problems)
├── NotConnected             400  no such registration
├── NotOurs                  400  the link leads elsewhere
├── SignInRefused            400  the platform itself said no
├── LinkExpired              400  state missing, old or used
├── NotThisBrowser           400  state not bound to this browser
│   └── NotProvenYet              the platform's storage has to be asked first
├── NotVerified              401  signature, issuer, audience, nonce …
├── ClocksDiffer             401  expired, or from the future
├── BadMessage               400  the message is not one that Baton understands
├── CannotPlace              403  a deep-linking request of somebody who learns here
├── CannotAdd                400  a deep-linking request for something that Baton is not
├── PickerEnded              401  the page for choosing was open for too long
├── NoContext                400  opened outside any course
└── DeploymentPending        403  a deployment that nobody has approved yet
"""

import re
from http import HTTPStatus

from flask_babel import lazy_gettext as _

from web.problems import Problem

_CODE = re.compile(r"[A-Za-z0-9_.-]{1,60}")


class LtiProblem(Problem):
    """Base of all of them. The sentence is part of the class; `reason` is for the log."""

    sentence = _("Baton could not open this.")

    def __init__(self, reason: str) -> None:
        super().__init__("", reason)

    def __str__(self) -> str:
        """Return the sentence in the reader's language."""
        return str(self.sentence)


class NotConnected(LtiProblem):
    """There is no such registration."""

    title = _("Not connected yet")
    sentence = _("This learning platform is not connected yet.")
    next_step = _("Ask the person who looks after your learning platform to connect Baton.")


class NotOurs(LtiProblem):
    """The login asks for an address that is not Baton's."""

    title = _("This link leads elsewhere")
    sentence = _("The link in your course does not lead to Baton.")
    next_step = _("Ask the person who set up the course to add the link again.")


class SignInRefused(LtiProblem):
    """The platform answered the login with an error."""

    title = _("Your learning platform said no")

    def __init__(self, code: str) -> None:
        # Whoever posts the form writes this text, so only what looks like a code is shown.
        self.code = code if _CODE.fullmatch(code) else "unknown"
        super().__init__(f"platform answered {self.code}")

    def __str__(self) -> str:
        """Return the sentence with the platform's own code."""
        return str(_("Your platform refused the sign-in (%(code)s).", code=self.code))


class LinkExpired(LtiProblem):
    """The state is missing, unknown, too old or used up."""

    title = _("Please open it again")
    sentence = _("This link has expired. Open it again from your course.")


class NotThisBrowser(LtiProblem):
    """The state belongs to another browser, or this one keeps no cookies (login CSRF)."""

    title = _("Please open it in a new window")
    sentence = _("This browser did not let Baton check that the sign-in is yours.")
    next_step = _(
        "Go back to your course and choose to open Baton in a new window. "
        "If you have done that, let this site keep cookies, or use another browser."
    )


class NotProvenYet(NotThisBrowser):
    """Whether this browser began the login is in the platform's storage: a page has to ask it."""


class NotVerified(LtiProblem):
    """The message cannot be trusted."""

    status = HTTPStatus.UNAUTHORIZED
    title = _("We could not verify this")
    sentence = _("Baton could not verify the message from your learning platform.")
    next_step = _("Open it again from your course. If that does not help, ask for help there.")


class ClocksDiffer(LtiProblem):
    """The message is too old, or from the future."""

    status = HTTPStatus.UNAUTHORIZED
    title = _("That took too long")
    sentence = _("Opening Baton took too long, or the clocks of the two servers differ.")
    next_step = _("Open it again. If it goes on, ask an administrator to check the server clocks.")


class BadMessage(LtiProblem):
    """The message breaks the standard, or is of a kind that Baton does not support."""

    title = _("Baton does not understand this link")
    sentence = _("The message from your learning platform is unsupported or incomplete.")
    next_step = _("Ask the person who looks after your learning platform.")


class CannotPlace(LtiProblem):
    """Somebody who neither teaches nor designs the course wants to add to it."""

    status = HTTPStatus.FORBIDDEN
    title = _("This is for those who set up the course")
    sentence = _("Only people who teach or design this course can add Baton to it.")
    next_step = _(
        "If you are one of them, ask the person who looks after your learning platform "
        "to look at your role in this course."
    )


class CannotAdd(LtiProblem):
    """The platform wants something else than a link to a tool."""

    title = _("Baton cannot be added here")
    sentence = _("Your learning platform asks for something other than a link to Baton.")
    next_step = _("Add Baton where your learning platform adds external tools or activities.")


class PickerEnded(LtiProblem):
    """The page for choosing was open for too long, or is not known."""

    status = HTTPStatus.UNAUTHORIZED
    title = _("This was open for a long time")
    sentence = _("Nothing has been added to your course.")
    next_step = _("Close this, and add Baton again from your course.")


class NoContext(LtiProblem):
    """A launch outside any course."""

    title = _("Open Baton from a course")
    sentence = _("Baton was opened outside a course, so it does not know your team.")
    next_step = _("Open it from the course where your programme is.")


class DeploymentPending(LtiProblem):
    """A deployment that nobody has approved yet."""

    status = HTTPStatus.FORBIDDEN
    title = _("Almost connected")
    next_step = _(
        "Ask the person who runs Baton for your company, and read them the deployment ID. They "
        "approve it with “baton deployment approve”. Then open Baton again."
    )

    def __init__(self, lti_id: str) -> None:
        self.lti_id = lti_id
        super().__init__(f"deployment {lti_id[:80]} is pending")

    def __str__(self) -> str:
        """Return the sentence with the id to read out."""
        return str(
            _(
                "This installation of Baton is waiting to be approved. Its deployment ID is "
                "%(id)s.",
                id=self.lti_id,
            )
        )
