"""The login: from the platform's hint to a redirect back to it (Security Framework, 5.1.1)."""

from typing import cast
from urllib.parse import urlencode

from flask import (
    Blueprint,
    Response,
    current_app,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
)
from pylti1p3.contrib.flask import FlaskCookieService, FlaskOIDCLogin, FlaskRequest
from pylti1p3.contrib.flask.session import FlaskSessionService
from pylti1p3.oidc_login import Registration

from lti_tool.known_platforms import KnownPlatforms
from lti_tool.platform import Platform
from lti_tool.problems import NotConnected, NotOurs
from lti_tool.registration import registration_of
from lti_tool.state import LIFE, State, is_bound, new_state, read_state
from lti_tool.storage import frame_named, origin_of_storage
from web.assets import asset
from web.wiring import wiring

login = Blueprint("lti_login", __name__, url_prefix="/lti/login")

KNOWN_PLATFORMS = "lti_known_platforms"
_KEPT = (
    "iss",
    "login_hint",
    "target_link_uri",
    "lti_message_hint",
    "lti_deployment_id",
    "deployment_id",
    "client_id",
)
_FRAMES = {"iframe", "frame", "embed", "object"}


class _NoStore(FlaskSessionService):
    """The login writes nothing: the nonce is derived from the state (see `lti_tool.state`)."""

    def save_nonce(self, nonce: str) -> None:
        """Keep nothing."""


class _NoCookies(FlaskCookieService):
    """PyLTI1p3 would leave its cookie without Secure on some servers; we set our own."""

    def set_cookie(self, name: str, value: str, exp: int = 3600) -> None:
        """Set nothing."""


class LoginMessage(FlaskOIDCLogin):
    """PyLTI1p3's login message, with our state and nonce in it."""

    def __init__(self, asked: dict[str, str], platform: Platform, state: State) -> None:
        message = FlaskRequest(cookies={}, session={}, request_data=asked, request_is_secure=True)
        super().__init__(
            message,
            None,
            session_service=_NoStore(message),
            cookie_service=_NoCookies(message),
        )
        self._state, self._platform = state, platform

    def authorization_url(self) -> str:
        """Return the address that asks the platform to sign the person in."""
        return str(self._prepare_redirect_url(launch_url()))

    def validate_oidc_login(self) -> Registration:
        """Return the registration, which has been found before."""
        return registration_of(self._platform)

    def _get_uuid(self) -> str:
        return self._state.token.removeprefix("state-")

    def _generate_nonce(self) -> str:
        return self._state.nonce


def launch_url() -> str:
    """Return our one registered launch address."""
    return f"{wiring().public_url}/lti/launch"


@login.route("", methods=["GET", "POST"])
def begin_login() -> Response:
    """Answer a login: a redirect at top level; in a frame, first a look at what works there.

    The platform may use its hint up at the first redirect, so a frame must not try blindly.
    """
    asked = {**request.args.to_dict(), **request.form.to_dict()}
    platform = _find_platform(asked)
    state = new_state(wiring().keyring, platform.id)
    url = LoginMessage(asked, platform, state).authorization_url()
    if request.headers.get("Sec-Fetch-Dest") in _FRAMES:
        answer = _probe(state, url, asked, _storage(asked, platform))
    else:
        answer = make_response(redirect(url))
    _bind(answer, state)
    return answer


@login.get("/cookie-check")
def check_cookie() -> Response:
    """Tell the probing page whether this browser sent the cookie back."""
    state = read_state(wiring().keyring, request.args.get("state", ""))
    kept = state is not None and is_bound(
        wiring().keyring, state, request.cookies.get(state.cookie_name)
    )
    return jsonify(cookie=kept)


def _find_platform(asked: dict[str, str]) -> Platform:
    issuer, hint = asked.get("iss"), asked.get("login_hint")
    client_id = asked.get("client_id", "")
    if not issuer or not hint:
        raise NotConnected("login without iss or login_hint")
    if not f"{issuer}{client_id}".isprintable():  # PostgreSQL would not take a null character
        raise NotConnected("iss or client_id is not text")
    known = cast("KnownPlatforms", current_app.extensions[KNOWN_PLATFORMS])
    found = known.find(issuer, client_id)
    if len(found) != 1:
        raise NotConnected(f"{len(found)} registrations for {issuer[:200]}")
    _check_target(asked.get("target_link_uri"))
    return found[0]


def _check_target(target: str | None) -> None:
    if target and not wiring().is_ours(target):
        raise NotOurs(f"target_link_uri {target[:200]}")


def _storage(asked: dict[str, str], platform: Platform) -> dict[str, str]:
    """Return what the page needs to go on with the platform's storage in a cookie's place."""
    frame = frame_named(asked.get("lti_storage_target"))
    state = new_state(wiring().keyring, platform.id, storage_frame=frame)
    return {
        "frame": frame,
        "origin": origin_of_storage(platform.auth_url),
        "key": state.storage_key,
        "value": state.storage_value,
        "authorization_url": LoginMessage(asked, platform, state).authorization_url(),
    }


def _probe(state: State, url: str, asked: dict[str, str], storage: dict[str, str]) -> Response:
    again = {name: asked[name] for name in _KEPT if name in asked}
    details = {
        "authorization_url": url,
        "cookie_name": state.cookie_name,
        "storage": storage,
        "check_url": f"/lti/login/cookie-check?{urlencode({'state': state.token})}",
        "new_window_url": f"/lti/login?{urlencode({**again, 'new_window': '1'})}",
    }
    return make_response(render_template("login_probe.html", login=details, asset=asset))


def _bind(answer: Response, state: State) -> None:
    answer.set_cookie(
        state.cookie_name,
        state.cookie_value,
        max_age=LIFE,
        secure=True,
        httponly=True,
        samesite="None",
        partitioned=True,
    )
