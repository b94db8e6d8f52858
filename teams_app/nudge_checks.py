"""What is looked at in the weekly notices. It is read from Baton's own rows; nobody is notified."""

from collections.abc import Iterator

from teams_app.connection import Connection
from teams_app.nudge_report import NudgeReport
from web.finding import Finding

_SECRET = (
    "Set BATON_ENTRA_CLIENT_SECRET to the Value of a client secret of the registration. In Entra: "
    "App registrations, Baton, Certificates & secrets."
)
_NOBODY = (
    "See that the app in Teams is of this package: it asks for TeamsActivity.Send.User. See that "
    "people have it: Teams admin centre, Setup policies, Installed apps. Then "
    "`baton teams nudges again {0}`."
)


def nudges(connection: Connection) -> Iterator[Finding]:
    """See whether the weekly notices reach people, where they are switched on."""
    for report in connection.nudges:
        name = f"{report.organisation} ({report.tenant})"
        if report.on_since is None:
            how = f"`baton teams nudges on {report.tenant}` switches them on."
            yield Finding(True, f"Weekly notices are off for {name}. {how}")
        elif not connection.entra.has_credential:
            yield Finding(False, f"Weekly notices cannot be sent for {name}.", _SECRET)
        elif report.trouble:
            yield Finding(False, f"Weekly notices wait for {name}.", report.trouble)
        else:
            yield from _reached(name, report)


def _reached(name: str, report: NudgeReport) -> Iterator[Finding]:
    sent = report.notices.get("sent", 0)
    yield Finding(True, f"Weekly notices are on for {name}: {sent} sent this week.")
    if not report.unreached:
        return
    missed = f"{report.unreached} of {report.people} people of {name} cannot be notified"
    if report.unreached == report.people:
        yield Finding(False, f"{missed}.", _NOBODY.format(report.tenant))
        return
    yield Finding(
        True,
        f"{missed}: they have not got the app. `baton teams nudges unreached {report.tenant}` "
        "lists them.",
    )
