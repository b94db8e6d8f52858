"""What door two refuses: one class for each kind, with its status and wording.

Problem                      (web.problems)
└── TeamsProblem
    ├── DoorClosed           404  no app registration is set
    ├── NotFromTab           403  the token was not sent by the tab's own page
    ├── NotVerified          401  signature, audience, issuer …
    ├── ClocksDiffer         401  expired, or from the future
    ├── NotAllowed           403  the token is no person's, or without the scope
    ├── GuestHere            403  a guest from another company
    └── TenantUnknown        403  a company that has not been onboarded
"""

from http import HTTPStatus

from flask_babel import lazy_gettext as _

from web.problems import Problem


class TeamsProblem(Problem):
    """Base of all of them. The sentence is part of the class; `reason` is for the log."""

    status = HTTPStatus.FORBIDDEN
    sentence = _("Baton could not sign you in.")
    next_step = _("Close Baton in Teams and open it again. If that does not help, ask for help.")

    def __init__(self, reason: str) -> None:
        super().__init__("", reason)

    def __str__(self) -> str:
        """Return the sentence in the reader's language."""
        return str(self.sentence)


class DoorClosed(TeamsProblem):
    """This installation has no app registration."""

    status = HTTPStatus.NOT_FOUND
    title = _("Not in Teams yet")
    sentence = _("This Baton is not connected to Microsoft Teams.")
    next_step = _("Open Baton from your course. Whoever looks after Baton can connect Teams.")


class NotFromTab(TeamsProblem):
    """Another site sent the token: it may be somebody else's."""

    title = _("Please open it in Teams")
    sentence = _("Baton can only be opened from its own tab.")
    next_step = _("Open Teams, and choose Baton there.")


class NotVerified(TeamsProblem):
    """The token cannot be trusted."""

    status = HTTPStatus.UNAUTHORIZED
    title = _("We could not verify this")
    sentence = _("Baton could not verify the sign-in from Microsoft Teams.")


class ClocksDiffer(TeamsProblem):
    """The token is too old, or from the future."""

    status = HTTPStatus.UNAUTHORIZED
    title = _("That took too long")
    sentence = _("The sign-in from Microsoft Teams is no longer valid, or a clock is wrong.")


class NotAllowed(TeamsProblem):
    """The token is not for a person who lets Baton sign them in."""

    title = _("Teams may not sign you in yet")
    sentence = _("Your organisation has not let Baton sign people in.")
    next_step = _("Ask the person who looks after Teams to look at Baton's permissions.")


class GuestHere(TeamsProblem):
    """A guest: their learning belongs to their own organisation."""

    title = _("You are a guest here")
    sentence = _("In this organisation you are a guest, and Baton is for its own people.")
    next_step = _("Switch to your own organisation in Teams, and open Baton there.")


class TenantUnknown(TeamsProblem):
    """A company that nobody has onboarded."""

    title = _("Not connected yet")
    sentence = _("Your organisation has not connected Baton to Microsoft Teams.")
    next_step = _(
        "Ask the person who looks after Teams. If this is another organisation's channel, open "
        "Baton in your own Teams."
    )
