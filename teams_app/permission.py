"""What Baton asks of Microsoft 365: what for, who says yes, and what works without it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Permission:
    """One thing that is asked for."""

    name: str
    why: str
    who: str
    """Who says yes, and where."""
    without: str
    """What works if nobody does."""
    is_resource_specific: bool = False
    """Whether it stands in the app package, and is granted where the app is installed."""


PERMISSIONS = (
    Permission(
        "access_as_user",
        "Teams tells Baton who is signed in: name, tenant and an ID. Nothing else can be read "
        "with it.",
        "Nobody. Teams is authorised in advance, in the app registration.",
        "Nothing: without signing in, the tab only says what it is.",
    ),
    Permission(
        "User.Read",
        "On behalf of a leader who wants it: the address of the list of who reports to them.",
        "Each leader, once, in a window of Microsoft's. Or an administrator, for everybody.",
        "Everything, with teams from a file or from Set-up.",
    ),
    Permission(
        "User.ReadBasic.All",
        "On behalf of that leader: the list itself, as ids and user names. Names, mail and "
        "pictures are not asked for.",
        "Each leader, in the same window. Or an administrator, for everybody.",
        "Everything, with teams from a file or from Set-up.",
    ),
    Permission(
        "TeamsActivity.Send.User",
        "One notice a week in the person's own activity feed, and one reminder at most.",
        "Each person, by adding the app. An administrator who installs it says yes for them.",
        "Everything but the notice. What is open still shows in the tab.",
        is_resource_specific=True,
    ),
)
"""The tab needs no administrator's consent. Reports are read for a leader who is there, and never
otherwise."""
