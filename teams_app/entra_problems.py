"""What Entra refuses Baton itself: one class for each kind, with what to do about it.

TeamsProblem                 (teams_app.problems)
└── EntraProblem
    ├── NoCredential         no client secret and no certificate is set
    ├── EntraUnreachable     no answer, or too many asked; again later
    ├── EntraRefused         whatever has no class of its own
    │   ├── WrongCredential  the secret or the certificate is not the registration's
    │   ├── EndedCredential  it was, and has ended
    │   ├── NotKnownThere    the tenant does not know the registration
    │   └── NoSuchTenant     there is no such tenant
    ├── ConsentNeeded        the person, or an administrator, has not said yes yet
    └── MoreNeeded           the person has to show Entra more: a second factor, a device

The reason holds Entra's numbers and nothing of its words, which may name people.
"""

from datetime import timedelta
from http import HTTPStatus

from flask_babel import lazy_gettext as _

from teams_app.problems import TeamsProblem


class EntraProblem(TeamsProblem):
    """Base of all of them."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    title = _("Microsoft gives no answer that helps")
    sentence = _("Baton could not ask Microsoft about this.")
    next_step = _("Try again in a minute. If it goes on, tell the person who looks after Baton.")


class NoCredential(EntraProblem):
    """Baton has nothing to show Entra."""

    sentence = _("This Baton has no client secret for Microsoft yet.")
    next_step = _("Tell the person who looks after Baton. Everything else works.")


class EntraUnreachable(EntraProblem):
    """No answer came, or Entra is busy."""

    sentence = _("Microsoft does not answer just now.")

    def __init__(self, reason: str, wait: timedelta | None = None) -> None:
        super().__init__(reason)
        self.wait = wait
        """For how long Entra wants to be left alone, if it says so."""


class EntraRefused(EntraProblem):
    """Entra gives no token."""

    sentence = _("Microsoft does not let Baton ask about this.")
    next_step = _("Tell the person who looks after Baton. Everything else works.")

    def __init__(self, reason: str, codes: tuple[int, ...] = ()) -> None:
        super().__init__(reason)
        self.codes = codes
        """Entra's numbers, as in AADSTS65001."""


class WrongCredential(EntraRefused):
    """The client secret or certificate is not right."""

    sentence = _("Microsoft does not know Baton by its client secret or certificate.")


class EndedCredential(EntraRefused):
    """The client secret or certificate has ended."""

    sentence = _("Baton's client secret or certificate for Microsoft has ended.")


class NotKnownThere(EntraRefused):
    """The tenant does not know the app registration."""

    sentence = _("Your organisation's Microsoft 365 does not know Baton yet.")


class NoSuchTenant(EntraRefused):
    """Entra knows no tenant of this id."""

    sentence = _("Microsoft does not know this organisation.")


class ConsentNeeded(EntraProblem):
    """Nobody has let Baton read this yet."""

    status = HTTPStatus.FORBIDDEN
    title = _("One permission first")
    sentence = _("You have not let Baton see this in Microsoft 365 yet.")
    next_step = _("Baton asks for it on the page where it is needed.")


class MoreNeeded(EntraProblem):
    """Entra wants the person to show more; `claims` says what, and goes into the address."""

    status = HTTPStatus.FORBIDDEN
    title = _("Please confirm that it is you")
    sentence = _("Your organisation asks for one more step before Baton may see this.")
    next_step = _("Baton asks for it on the page where it is needed.")

    def __init__(self, reason: str, claims: str) -> None:
        super().__init__(reason)
        self.claims = claims
        """JSON, as Entra wrote it; empty if it asks for nothing particular."""
