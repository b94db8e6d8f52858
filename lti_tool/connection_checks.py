"""What is looked at in a connection, one thing after another. Nothing is changed, here or there.

Each check answers by itself what a platform that is slow, wrong or gone does to it; none raises
because of one.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from lti_tool.connection import Connection
from lti_tool.connection_advice import Topic
from lti_tool.connection_services import line_items, roster, tokens
from lti_tool.score import SCORE_SCOPE
from lti_tool.service import FAULTS
from lti_tool.tool_key import published_keys
from web.finding import Finding
from web.http import Unreachable, call
from web.key_set import read_keys
from web.language import gettext as _

Check = Callable[[Connection], Iterator[Finding]]

MOST_SECONDS = 30
"""Seconds by which the clocks may differ without a word."""
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def their_keys(connection: Connection) -> Iterator[Finding]:
    """See whether the platform's key set can be read, since every launch is checked with it."""
    platform = connection.platform
    to_do = connection.change(Topic.THEIR_KEYS)
    try:
        answer = call("GET", platform.jwks_url, allow_http=platform.allow_http)
    except Unreachable as problem:
        yield Finding(
            False, _("The LMS's key set cannot be read (%(why)s).", why=str(problem)), to_do
        )
        return
    count = len(read_keys(answer.json())) if answer.is_ok else 0
    if count:
        yield Finding(True, _("The LMS's key set can be read (keys: %(count)s).", count=count))
    elif answer.is_ok:
        yield Finding(False, _("The LMS's key set holds no key that Baton can use."), to_do)
    else:
        why = answer.status
        yield Finding(False, _("The LMS answers %(why)s instead of its key set.", why=why), to_do)


def our_address(connection: Connection) -> Iterator[Finding]:
    """See whether Baton can be reached at its public address."""
    url = connection.parts.public_url
    if urlsplit(url).scheme != "https" and urlsplit(url).hostname not in _LOOPBACK:
        yield Finding(
            False,
            _("Baton's address is %(url)s, and browsers need https.", url=url),
            _("Whoever runs Baton sets BATON_PUBLIC_URL to its https address."),
        )
    yield _own_key_set(connection, f"{url}/lti/jwks")


def _own_key_set(connection: Connection, url: str) -> Finding:
    to_do = _(
        "Whoever runs Baton looks at BATON_PUBLIC_URL, at the DNS, and at the reverse proxy. Some "
        " networks do not lead a machine to its own public address; then look from elsewhere."
    )
    try:
        # Our own address may well lead to a private one from here; the operator has set it.
        answer = call("GET", url, allow_http=True)
    except Unreachable as problem:
        return Finding(False, _("Baton cannot reach itself (%(why)s).", why=str(problem)), to_do)
    with connection.parts.database.read() as session:
        ours = {key["kid"] for key in published_keys(session)}
    if answer.is_ok and ours <= set(read_keys(answer.json())):
        return Finding(True, _("Baton's key set can be read at %(url)s.", url=url))
    return Finding(False, _("Something else than Baton's keys is at %(url)s.", url=url), to_do)


def clocks(connection: Connection) -> Iterator[Finding]:
    """Compare the clocks: by the answer of the token endpoint, and by the last launch."""
    try:
        date = connection.ask_for_token(SCORE_SCOPE).headers.get("Date", "")
        difference = (parsedate_to_datetime(date) - datetime.now(UTC)).total_seconds()
    except (*FAULTS, ValueError, TypeError):
        difference = None  # whether tokens are given is the next check's business
    launch = connection.launch
    if difference is None and launch is not None:
        difference = float(-launch.seconds_old)
    if difference is None:
        yield Finding(True, _("The LMS does not say what time it is."))
    elif abs(difference) <= MOST_SECONDS:
        yield Finding(True, _("The clocks of the LMS and of Baton agree."))
    else:
        seconds = round(abs(difference))
        sentence = (
            _("The LMS's clock is %(seconds)s seconds ahead of Baton's.", seconds=seconds)
            if difference > 0
            else _("The LMS's clock is %(seconds)s seconds behind Baton's.", seconds=seconds)
        )
        yield Finding(False, sentence, connection.change(Topic.CLOCK))
    if launch is not None and launch.seconds_old < -MOST_SECONDS:
        yield Finding(
            False,
            _("The last launch came from the future (%(s)s seconds).", s=-launch.seconds_old),
            connection.change(Topic.CLOCK),
        )


def launches(connection: Connection) -> Iterator[Finding]:
    """Show what arrived when somebody who teaches last opened Baton."""
    launch = connection.launch
    if launch is None:
        yield Finding(
            False,
            _("Nobody who teaches has opened Baton from this LMS yet."),
            _("Open Baton once from the course, as somebody who teaches it."),
        )
        return
    at = f"{launch.at:%Y-%m-%d %H:%M}"
    yield Finding(
        True, _("Roles that arrived at %(at)s UTC:", at=at), details=(*launch.role_names,)
    )
    yield Finding(
        True,
        _("Claims that arrived (%(kind)s):", kind=launch.message_type),
        details=(*launch.claim_names,),
    )
    if not {"name", "given_name", "family_name"} & set(launch.claim_names):
        yield Finding(
            True, _("No names arrive. Baton works without."), connection.change(Topic.LAUNCH)
        )


CHECKS: dict[str, Check] = {
    "their-keys": their_keys,
    "our-address": our_address,
    "clocks": clocks,
    "access": tokens,
    "columns": line_items,
    "roster": roster,
    "launches": launches,
}
"""In the order in which they make sense: each needs what those before it have looked at."""


def title_of(check: str) -> str:
    """Return what a check is called on the page."""
    return {
        "their-keys": _("Baton knows the LMS"),
        "our-address": _("The LMS knows Baton"),
        "clocks": _("Clocks"),
        "access": _("Access"),
        "columns": _("Gradebook"),
        "roster": _("Members"),
        "launches": _("What arrives"),
    }[check]
