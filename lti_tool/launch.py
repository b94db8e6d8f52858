"""The launch: a verified message becomes a session, and the answer is the whole first screen."""

from datetime import UTC, datetime
from typing import Any, cast

from flask import Blueprint, Response, current_app, g, request
from sqlalchemy.exc import IntegrityError

from learning.journey import Journey, read_journey
from learning.line_item import THIS_WEEK
from learning.ready import DriverConnection, driver_of
from lti_tool.admission import Admission
from lti_tool.anonymous import show_anonymous
from lti_tool.arrival import Arrival, read_arrival
from lti_tool.claims import LaunchClaims
from lti_tool.deep_linking import check_request, check_role
from lti_tool.message import DEEP_LINKING_REQUEST, LaunchMessage
from lti_tool.nonce import is_spent, spend_nonce
from lti_tool.origin import frame_ancestors, web_address
from lti_tool.picker_pages import show_new_picker
from lti_tool.platform import Platform
from lti_tool.problems import (
    BadMessage,
    DeploymentPending,
    LinkExpired,
    NotProvenYet,
    NotThisBrowser,
    SignInRefused,
)
from lti_tool.roster import want_roster
from lti_tool.selection import MY_TEAM, module_of, selection_of
from lti_tool.storage import posted_message, show_proof
from lti_tool.teacher_launch import note_teacher_launch
from web.door import LTI
from web.first_screen import show_first_screen
from web.headers import allow_framing
from web.key_set import KeySets
from web.language import language_of, language_spoken, nearest_language, speak
from web.my_team import for_leaders_only, show_team
from web.session import WebSession, hash_token, insert_session, new_public_id, new_token
from web.wiring import wiring

launch = Blueprint("lti_launch", __name__, url_prefix="/lti/launch")

_TRIES = 3
KEY_SETS = "lti_key_sets"


@launch.post("")
def receive_launch() -> Response:
    """Answer a launch."""
    if "error" in request.form:
        raise SignInRefused(request.form["error"])
    try:
        return _answer()
    except NotProvenYet:
        return show_proof()


def _answer() -> Response:
    for _try in range(_TRIES - 1):
        try:
            return _Launch().answer()
        except IntegrityError:
            # Somebody else's first launch made the same course or person at the same moment.
            continue
    return _Launch().answer()


class _Launch:
    """One launch, from its message to its first screen."""

    def __init__(self) -> None:
        self.at = datetime.now(UTC)
        self.arrival: Arrival
        self._message = LaunchMessage(
            posted_message(),
            dict(request.cookies),
            wiring().keyring,
            cast("KeySets", current_app.extensions[KEY_SETS]),
            self._find_platform,
        )
        self._verify()
        g.help_contact = self.arrival.organisation and self.arrival.organisation.help_contact
        self.claims: LaunchClaims = self._message.claims
        speak(nearest_language(self.claims.launch_presentation.locale))
        self._picks = self.claims.message_type == DEEP_LINKING_REQUEST
        if self.claims.resource_link is None and not self._picks:
            raise BadMessage("no resource_link.id")

    def answer(self) -> Response:
        answer = self._pick() if self._picks else self._open()
        answer.delete_cookie(
            self._message.state.cookie_name,
            secure=True,
            httponly=True,
            samesite="None",
            partitioned=True,
        )
        return answer

    def _pick(self) -> Response:
        check_request(self.claims, self.arrival.platform)
        if self.arrival.organisation is None:
            admission = Admission(self.arrival, self.claims, THIS_WEEK)
            self._note_deployment(admission)
            admission.check()
        check_role(self.claims)
        with wiring().database.write() as session:
            self._spend(driver_of(session.connection()))
            return show_new_picker(session, self.arrival, self.claims, self.at)

    def _open(self) -> Response:
        selection = selection_of(self.claims.custom, wiring().catalogue)
        admission = Admission(self.arrival, self.claims, selection)
        try:
            admission.check()
        except DeploymentPending:
            self._note_deployment(admission)
            raise
        if self.claims.sub is None:
            return self._show_anonymous(selection)
        if admission.is_nothing_new:
            with wiring().database.write_ready() as connection:
                self._spend(connection)
                web_session = self._begin_session(connection)
        else:
            web_session = self._admit(admission)
        if web_session.sets_up:
            body = self._message.get_launch_data()
            note_teacher_launch(wiring().database, web_session.context_id, body, self.at)
        return self._show(web_session)

    def _verify(self) -> None:
        try:
            self._message.validate()
        except NotThisBrowser:
            # The cookie goes with the first launch. Whoever comes back to that page did no wrong.
            with wiring().database.read_core() as connection:
                if is_spent(connection, self._message.state.nonce):
                    raise LinkExpired("state and nonce were used before") from None
            raise

    def _find_platform(self, body: dict[str, Any], client_id: str) -> Platform:
        self._asked = body, client_id
        with wiring().database.read_ready() as connection:
            self.arrival = read_arrival(connection, body, client_id)
        return self.arrival.platform

    def _note_deployment(self, admission: Admission) -> None:
        with wiring().database.write() as session:
            self._spend(driver_of(session.connection()))
            admission.note_deployment(session, wiring().clock.now(session))

    def _admit(self, admission: Admission) -> WebSession:
        with wiring().database.write() as session:
            self._spend(driver_of(session.connection()))
            now = wiring().clock.now(session)
            has_news = admission.admit(session, wiring().catalogue, now)
            connection = driver_of(session.connection())
            self.arrival = read_arrival(connection, *self._asked)
            web_session = self._begin_session(connection)
        if has_news:
            wiring().wake()
        return web_session

    def _show_anonymous(self, selection: str) -> Response:
        with wiring().database.write() as session:
            self._spend(driver_of(session.connection()))
            now = wiring().clock.now(session)
        allow_framing(frame_ancestors(self.arrival.platform, self.claims))
        return show_anonymous(self.arrival, selection, now)

    def _spend(self, connection: DriverConnection) -> None:
        """Use state and nonce up, in the transaction that writes what they were good for."""
        if not spend_nonce(connection, self._message.state.nonce, self.at):
            raise LinkExpired("state and nonce were used before")

    def _begin_session(self, connection: DriverConnection) -> WebSession:
        arrival, presentation = self.arrival, self.claims.launch_presentation
        person, context = arrival.person, arrival.context
        if person is None or context is None:
            raise BadMessage("nobody was admitted")
        g.fresh_token = new_token()
        if arrival.leads and arrival.memberships_url:
            want_roster(connection, context.id, self.at)
        return insert_session(
            connection,
            person,
            context,
            public_id=new_public_id(),
            token_hash=hash_token(g.fresh_token),
            door=LTI,
            module=module_of(arrival.selection or ""),
            leads=arrival.leads_here,
            sets_up=bool(arrival.leads),
            language=language_of(person.language) or language_spoken(),
            frame_ancestors=frame_ancestors(arrival.platform, self.claims),
            return_url=web_address(presentation.return_url),
            started_at=self.at,
            seen_at=self.at,
        )

    def _show(self, web_session: WebSession) -> Response:
        with wiring().database.read() as session:
            now = wiring().clock.now(session)
            if self.arrival.has_begun:
                journey = read_journey(session, web_session.person, wiring().catalogue)
            else:
                journey = Journey(web_session.person, [], wiring().catalogue)
            selects_team = self.arrival.selection == MY_TEAM
            if selects_team and web_session.leads:
                return show_team(session, web_session)
            note = for_leaders_only() if selects_team else None
            return show_first_screen(session, web_session, journey, now, note)
