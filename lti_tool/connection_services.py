"""What is looked at in a connection's services: access, gradebook columns and members."""

from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit, urlunsplit

from lti_tool.access_token import TokenRefused, read_token
from lti_tool.connection import Connection
from lti_tool.connection_advice import Topic
from lti_tool.key_set_reading import last_reading
from lti_tool.quirks import quirks_of
from lti_tool.score import RESULT_SCOPE, SCORE_SCOPE
from lti_tool.service import FAULTS, explain
from web.finding import Finding
from web.language import gettext as _

LINE_ITEM_SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem"
ROSTER_SCOPE = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
LINE_ITEMS_TYPE = "application/vnd.ims.lis.v2.lineitemcontainer+json"
ROSTER_TYPE = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
_NEEDED = {SCORE_SCOPE, ROSTER_SCOPE}
"""What Baton does badly without; the others are of use where there are any."""


def tokens(connection: Connection) -> Iterator[Finding]:
    """Ask for access, one scope after another, as the services will."""
    offered, is_known = _offered(connection), False
    for scope, purpose in _purposes(connection).items():
        if offered is not None and scope not in offered:
            sentence = _("The LMS does not offer this: %(purpose)s.", purpose=purpose)
            yield Finding(scope not in _NEEDED, sentence, connection.change(Topic.SERVICES))
            continue
        try:
            read_token(connection.ask_for_token(scope))
        except TokenRefused as problem:
            yield _refused(connection, purpose, str(problem))
        except FAULTS as problem:
            why = explain(problem)
            yield Finding(
                False,
                _("The LMS gives no access (%(why)s).", why=why),
                connection.change(Topic.OUR_KEYS),
            )
            break  # it would say the same to the others, after a while
        else:
            is_known = True
            yield Finding(True, _("The LMS allows Baton: %(purpose)s.", purpose=purpose))

    yield _our_keys(connection, is_known)


def _our_keys(connection: Connection, is_known: bool) -> Finding:
    """Tell whether the platform has our keys: a token is the only proof of it."""
    if is_known:
        return Finding(True, _("The LMS has Baton's keys: it accepts what Baton signs."))
    with connection.parts.database.read() as session:
        read_at = last_reading(session)
    if read_at is None:
        sentence = _("Nobody has ever read Baton's key set, so the LMS has not either.")
    else:
        at = f"{read_at:%Y-%m-%d %H:%M}"
        sentence = _(
            "Baton's key set was last read at %(at)s UTC, and by whom cannot be told. The LMS "
            "accepts nothing that Baton signs.",
            at=at,
        )
    return Finding(False, sentence, connection.change(Topic.OUR_KEYS))


def _refused(connection: Connection, purpose: str, why: str) -> Finding:
    # `invalid_client` is about who asks, anything else about what is asked for (RFC 6749, 5.2).
    topic = Topic.OUR_KEYS if "invalid_client" in why else Topic.SERVICES
    sentence = _("The LMS refuses this: %(purpose)s (%(why)s).", purpose=purpose, why=why)
    return Finding(False, sentence, connection.change(topic))


def line_items(connection: Connection) -> Iterator[Finding]:
    """Read the gradebook columns of the course."""
    course = connection.course
    if course is None:
        yield _nobody_yet()
    elif course.lineitems_url is None:
        yield Finding(
            False,
            _("The LMS has not said where the course's gradebook columns are."),
            connection.change(Topic.SERVICES),
        )
    elif _offered(connection) and LINE_ITEM_SCOPE not in (_offered(connection) or ()):
        yield Finding(True, _("This LMS makes the gradebook columns itself; Baton uses them."))
    else:
        yield _reading(
            connection,
            LINE_ITEM_SCOPE,
            course.lineitems_url,
            LINE_ITEMS_TYPE,
            _("gradebook columns"),
        )


def roster(connection: Connection) -> Iterator[Finding]:
    """Read the first members of the course."""
    course = connection.course
    if course is None:
        yield _nobody_yet()
    elif course.memberships_url is None:
        yield Finding(
            False,
            _("The LMS has not said where the list of members is."),
            connection.change(Topic.SERVICES),
        )
    else:
        url = _first_ones(course.memberships_url)
        yield _reading(connection, ROSTER_SCOPE, url, ROSTER_TYPE, _("list of members"))


def _purposes(connection: Connection) -> dict[str, str]:
    """Return what Baton asks access for. A platform that makes the columns itself lets nobody."""
    platform = connection.platform
    makes_columns = quirks_of(platform.family, platform.issuer).makes_columns
    columns = {LINE_ITEM_SCOPE: _("make and read gradebook columns")} if makes_columns else {}
    return {
        SCORE_SCOPE: _("send grades"),
        **columns,
        RESULT_SCOPE: _("read the grades back"),
        ROSTER_SCOPE: _("read who is in the course"),
    }


def _offered(connection: Connection) -> set[str] | None:
    """Return the scopes that the last launch offered; None if there was none."""
    course = connection.course
    if course is None:
        return None
    roster = {ROSTER_SCOPE} if course.memberships_url else set()
    return {*course.scopes.split(), *roster}


def _reading(connection: Connection, scope: str, url: str, kind: str, what: str) -> Finding:
    to_do = connection.change(Topic.SERVICES)
    headers = {"Accept": kind}
    try:
        answer = connection.parts.services.call(connection.platform, scope, "GET", url, headers)
    except FAULTS as problem:
        why = explain(problem)
        return Finding(
            False, _("The %(what)s cannot be read (%(why)s).", what=what, why=why), to_do
        )
    # Sakai answers with nothing at all when there is nobody.
    if answer.is_ok and (not answer.body or isinstance(answer.json(), list | dict)):
        return Finding(True, _("The %(what)s can be read.", what=what))
    return Finding(
        False,
        _("The %(what)s cannot be read (the LMS answered %(why)s).", what=what, why=answer.status),
        to_do,
    )


def _first_ones(url: str) -> str:
    """Ask for few: it is enough to know that they can be read."""
    parts = urlsplit(url)
    query = "&".join(filter(None, (parts.query, urlencode({"limit": 1}))))
    return urlunsplit(parts._replace(query=query))


def _nobody_yet() -> Finding:
    return Finding(
        False,
        _("Nobody has opened Baton from a course of this LMS yet."),
        _("Open it once from a course; then look again."),
    )
