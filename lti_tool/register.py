"""Dynamic registration: an administrator pastes one address, and the LMS is connected.

The LMS opens the address in a frame or a new tab. The page says what Baton will ask for; its button
asks for it. What the LMS has sent along goes into that button sealed, so that no page shows it.
"""

import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, make_response, render_template, request
from sqlalchemy.exc import IntegrityError

from lti_tool.install_table import guide_of
from lti_tool.invite import find_invite
from lti_tool.origin import web_address
from lti_tool.register_answer import Granted, read_granted
from lti_tool.register_configuration import (
    PlatformConfiguration,
    plain_http,
    read_configuration,
)
from lti_tool.register_platform import connect_platform
from lti_tool.register_problems import NotFromPlatform, PageTooOld, RegistrationFailed
from lti_tool.register_request import registration_request
from lti_tool.score import SCORE_SCOPE
from lti_tool.tool import LINE_ITEM_SCOPE, ROSTER_SCOPE, Tool
from web.http import Answer, Unreachable, call
from web.language import gettext as _
from web.wiring import wiring

register = Blueprint("lti_register", __name__, url_prefix="/lti/register")

_LONGEST = 4000
"""Characters of a configuration's address, and of a registration token."""
_TOKEN = re.compile(r"[\x21-\x7e]*")


@dataclass(frozen=True)
class _Asked:
    """What the LMS has sent along. The token is its own secret; Brightspace sends none."""

    invite: str
    openid_configuration: str
    registration_token: str

    @property
    def host(self) -> str:
        return urlsplit(self.openid_configuration).hostname or ""

    def seal(self) -> str:
        return wiring().keyring.encrypt(json.dumps(asdict(self)))

    @classmethod
    def unseal(cls, sealed: str) -> "_Asked":
        text = wiring().keyring.decrypt(sealed)
        if text is None:
            raise PageTooOld("the form is not one of ours")
        try:
            return cls(**json.loads(text))
        except (TypeError, ValueError):
            # Other things are sealed by the same keys.
            raise PageTooOld("the form was sealed for something else") from None

    @classmethod
    def read(cls) -> "_Asked":
        asked = cls(
            request.args.get("invite", ""),
            request.args.get("openid_configuration", ""),
            request.args.get("registration_token", ""),
        )
        if len(asked.openid_configuration) > _LONGEST or len(asked.registration_token) > _LONGEST:
            raise NotFromPlatform("openid_configuration or registration_token is too long")
        if not _TOKEN.fullmatch(asked.registration_token):
            raise NotFromPlatform("registration_token cannot stand in a header")
        return asked


@register.get("")
def offer() -> Response:
    """Show what Baton will ask for, and why; nothing is asked yet."""
    asked = _Asked.read()
    with wiring().database.read() as session:
        invite = find_invite(session, asked.invite)
        invite.check(datetime.now(UTC))
        organisation = invite.organisation.name
    if not web_address(asked.openid_configuration):
        raise NotFromPlatform("no usable openid_configuration")
    return make_response(
        render_template(
            "register_offer.html",
            host=asked.host,
            organisation=organisation,
            sealed=asked.seal(),
            reasons=what_is_asked(),
        )
    )


def what_is_asked() -> list[tuple[str, str]]:
    """Return what Baton asks an LMS for, as rows of (what, why)."""
    return [
        (_("Sign-in"), _("So that people open Baton from their course, without another password.")),
        (
            _("Names and e-mail addresses"),
            _(
                "So that a person in your LMS and in your list of teams is known to be the same. "
                "Leaders see counts and not names, unless your company decides otherwise."
            ),
        ),
        (
            _("Who is in a course"),
            _("So that “12 of 15 have finished” counts everyone, also who has not come yet."),
        ),
        (_("Gradebook columns"), _("So that each module has a place where its score goes.")),
        (_("Scores"), _("So that 80 or 100 appears there. Baton also looks whether it arrived.")),
    ]


@register.post("")
def connect() -> Response:
    """Register with the LMS, and say what to do there next."""
    asked = _Asked.unseal(request.form.get("sealed", ""))
    allow_http = _hold(asked)
    try:
        connection = _Registration(asked, allow_http)
        connection.register()
        name = connection.write_down()
    except BaseException:
        _release(asked)
        raise
    return _show(connection, name)


def _hold(asked: _Asked) -> bool:
    with wiring().database.write() as session:
        invite = find_invite(session, asked.invite, lock=True)
        invite.hold(datetime.now(UTC))
        return invite.allow_http


def _release(asked: _Asked) -> None:
    with wiring().database.write() as session:
        find_invite(session, asked.invite, lock=True).release()


class _Registration:
    """One attempt: two calls to the LMS, outside any transaction, and then a platform."""

    configuration: PlatformConfiguration
    granted: Granted

    def __init__(self, asked: _Asked, allow_http: bool) -> None:
        self.asked, self._allow_http = asked, allow_http

    def register(self) -> None:
        url = self.asked.openid_configuration
        answer = self._call("openid_configuration", "GET", url)
        if not answer.is_ok:
            raise RegistrationFailed(
                _(
                    "%(host)s does not show its configuration (status %(status)s).",
                    host=self.asked.host,
                    status=answer.status,
                ),
                f"the configuration was answered with status {answer.status}",
                _(
                    "If it has been a while, begin again there: what the platform gives out works "
                    "for a limited time."
                ),
            )
        self.configuration = read_configuration(answer, url, allow_http=self._allow_http)
        body = registration_request(
            Tool(wiring().public_url),
            self.configuration.quirks,
            self.configuration.scopes_supported,
        )
        url = self.configuration.registration_endpoint
        answer = self._call("registration_endpoint", "POST", url, json=body)
        self.granted = read_granted(answer, self.asked.registration_token)

    def write_down(self) -> str:
        """Return the platform's name."""
        try:
            return self._write_down()
        except IntegrityError:
            # Two invites, one LMS, the same moment: the other one's platform is there now.
            return self._write_down()

    @property
    def missing(self) -> list[str]:
        """What the LMS says that it did not grant, in words."""
        if self.granted.scopes is None:
            return []
        words = {
            LINE_ITEM_SCOPE: _("gradebook columns"),
            SCORE_SCOPE: _("scores"),
            ROSTER_SCOPE: _("who is in a course"),
        }
        return [text for scope, text in words.items() if scope not in self.granted.scopes]

    def _write_down(self) -> str:
        at = datetime.now(UTC)
        with wiring().database.write() as session:
            invite = find_invite(session, self.asked.invite, lock=True)
            platform = connect_platform(session, invite, self.configuration, self.granted, at)
            return platform.name

    def _call(self, name: str, method: str, url: str, **options: Any) -> Answer:
        if not self._allow_http and urlsplit(url).scheme != "https":
            raise plain_http(name)
        headers = {"Accept": "application/json"}
        token = self.asked.registration_token
        if token:
            headers["Authorization"] = f"Bearer {token}"
        try:
            return call(method, url, allow_http=self._allow_http, headers=headers, **options)
        except Unreachable as problem:
            raise RegistrationFailed(
                _(
                    "Baton could not reach %(host)s, or it did not answer in time.",
                    host=urlsplit(url).hostname or "",
                ),
                f"{name}: {problem}",
                _(
                    "Baton must be able to reach the platform over the network. If it is in a "
                    "private one, ask the person who runs Baton for an invitation with "
                    "“--allow-http”."
                ),
            ) from None


def _show(connection: _Registration, name: str) -> Response:
    url, configuration = wiring().public_url, connection.configuration
    return make_response(
        render_template(
            "register_done.html",
            name=name,
            guide=guide_of(configuration.family, url),
            is_pending=connection.granted.deployment_id is None,
            missing=connection.missing,
        )
    )
