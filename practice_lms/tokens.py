"""The token endpoint: a signed assertion buys an access token.

1EdTech Security Framework 1.0, section 4.1; RFC 6749, sections 4.4 and 5.
"""

from flask import Blueprint, Response, jsonify, request

from practice_lms import scopes
from practice_lms.assertion import NotTheTool, check_assertion
from practice_lms.lms import PracticeLms, this_lms

blueprint = Blueprint("tokens", __name__)
_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class NoToken(Exception):
    """No token is given: an OAuth error code and a sentence."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error
        self.description = description


@blueprint.post("/token")
def token() -> Response:
    """Give an access token for those of the wanted scopes that exist here."""
    lms = this_lms()
    if request.form.get("grant_type") != "client_credentials":
        raise NoToken("unsupported_grant_type", "grant_type must be client_credentials.")
    if request.form.get("client_assertion_type") != _ASSERTION_TYPE:
        raise NoToken("invalid_request", f"client_assertion_type must be {_ASSERTION_TYPE}.")
    _recognise_tool(lms, request.form.get("client_assertion", ""))
    granted = _known_scopes(request.form.get("scope", ""))
    return _not_kept(
        jsonify(
            access_token=lms.access_tokens.issue(granted),
            token_type="Bearer",  # noqa: S106 - the kind of token, not a password
            expires_in=lms.access_tokens.seconds,
            scope=" ".join(granted),
        )
    )


def _recognise_tool(lms: PracticeLms, assertion: str) -> None:
    settings = lms.settings
    try:
        held = check_assertion(
            assertion,
            keys=lms.tool_keys,
            client_id=settings.client_id,
            audience=settings.token_url,
        )
    except NotTheTool as error:
        raise NoToken("invalid_client", str(error)) from error
    if not lms.access_tokens.spend(held.jti, held.exp):
        raise NoToken("invalid_client", "The client assertion was used before.")


def _known_scopes(wanted: str) -> list[str]:
    granted = [scope for scope in wanted.split() if scope in scopes.ALL]
    if not granted:
        raise NoToken("invalid_scope", "None of the wanted scopes exists here.")
    return granted


@blueprint.errorhandler(NoToken)
def refuse(error: NoToken) -> Response:
    """Say why no token is given (RFC 6749, section 5.2)."""
    response = jsonify(error=error.error, error_description=error.description)
    response.status_code = 400
    return _not_kept(response)


def _not_kept(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
