"""The sign-in: a token of Entra becomes a visit, and the answer is the whole first screen."""

from datetime import UTC, datetime

from flask import Blueprint, Response, g, request
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from learning.clock import Now
from learning.journey import read_journey
from learning.organisation import Organisation
from teams_app.arrival import arrive
from teams_app.door import door
from teams_app.opening import Opening
from teams_app.problems import NotFromTab, TenantUnknown
from teams_app.recipient import note_tab
from teams_app.tenant import find_tenant
from teams_app.token import Person, claimed_tenant, read_token
from web.door import CHANNEL, TEAMS, TEAMS_TAB
from web.first_screen import show_first_screen
from web.headers import allow_framing, allow_teams_script
from web.language import gettext as _
from web.language import language_of, nearest_language, speak
from web.session import WebSession, hash_token, new_public_id, new_token
from web.wiring import wiring

sign_in = Blueprint("teams_sign_in", __name__, url_prefix="/teams/session")

THEMES = frozenset({"light", "dark", "contrast"})
LONGEST_SUB_PAGE = 200
"""Characters; the longest of ours has fewer than a hundred."""
_TRIES = 3
_OURS = {None, "same-origin"}
"""What a browser says of a form that our own page sends; old ones say nothing."""


@sign_in.before_request
def _prepare() -> None:
    """Let even a problem be shown inside Teams, in its theme and language."""
    allow_framing("")
    allow_teams_script()
    g.teams_retry = TEAMS_TAB
    theme = request.form.get("theme", "")
    g.theme = theme if theme in THEMES else None
    speak(nearest_language(request.form.get("locale", "")[:35]))


@sign_in.post("")
def receive_token() -> Response:
    """Answer a token from the tab.

    Raises TeamsProblem for whatever cannot be let in.
    """
    if request.headers.get("Sec-Fetch-Site") not in _OURS:
        raise NotFromTab("the form came from another site")
    token = request.form.get("token", "")
    entra, tenant_id = door().require_entra(), claimed_tenant(token)
    with wiring().database.read() as session:
        tenant = find_tenant(session, tenant_id)
        if tenant is None:
            raise TenantUnknown("a tenant that is not onboarded")
        organisation_id, g.help_contact = tenant.organisation_id, tenant.organisation.help_contact
    who = read_token(token, tenant_id, entra, door().key_sets)
    # Where the tab stands is what Teams tells the page. It chooses between two pages of the same
    # person, and opens nothing.
    opens_as = CHANNEL if request.form.get("where") == CHANNEL else TEAMS
    return _open(
        _admit(who, organisation_id, opens_as), request.form.get("page", "")[:LONGEST_SUB_PAGE]
    )


def _admit(who: Person, organisation_id: int, opens_as: str) -> int:
    for _try in range(_TRIES - 1):
        try:
            return _begin(who, organisation_id, opens_as)
        except (IntegrityError, StaleDataError):
            # The same person, or the first one of this week, came in another window just now, or
            # their accounts became one.
            continue
    return _begin(who, organisation_id, opens_as)


def _begin(who: Person, organisation_id: int, opens_as: str) -> int:
    """Write down who came, and begin their visit; return its id."""
    at = datetime.now(UTC)
    with wiring().database.write() as session:
        organisation = session.get_one(Organisation, organisation_id)
        now = wiring().clock.now(session)
        web_session = _new_visit(session, who, organisation, opens_as, now, at)
        session.add(web_session)
        session.flush()
        return web_session.id


def _new_visit(
    session: Session,
    who: Person,
    organisation: Organisation,
    opens_as: str,
    now: Now,
    at: datetime,
) -> WebSession:
    # Where others look, nothing is told of somebody's accounts, and so nothing is done to them.
    catalogue = wiring().catalogue if opens_as == TEAMS else None
    arrival = arrive(session, who, organisation, wiring().calendar, now, catalogue)
    g.accounts_linked = arrival.is_linked
    language = language_of(arrival.person.language) or nearest_language(None)
    if opens_as == TEAMS:
        # In a channel the app may be the team's, and not theirs.
        note_tab(session, arrival.identity, language, request.form.get("zone", ""), at)
    g.fresh_token = new_token()
    return WebSession(
        public_id=new_public_id(),
        token_hash=hash_token(g.fresh_token),
        person=arrival.person,
        context=arrival.context,
        door=opens_as,
        # What is for those who lead is in their own tab, and not where others look.
        leads=arrival.leads and opens_as == TEAMS,
        language=language,
        # Teams' own hosts may frame every visit; nobody else has to frame this one.
        frame_ancestors="",
        started_at=at,
        seen_at=at,
    )


def _open(visit_id: int, sub_page: str) -> Response:
    with wiring().database.read() as session:
        web_session = session.get_one(WebSession, visit_id)
        now = wiring().clock.now(session)
        journey = read_journey(session, web_session.person, wiring().catalogue)
        if g.accounts_linked:
            wiring().wake()
            return show_first_screen(session, web_session, journey, now, _same_address())
        return Opening(session, web_session, journey, now).at(sub_page)


def _same_address() -> str:
    return _(
        "Your account here and the one at your learning platform have the same address, so they "
        "are one now. If one of them is not yours, disconnect them under Connected accounts."
    )
