"""The practice Entra: its keys, and tokens for the app itself. People stand in the directory."""

from flask import Blueprint, Response, abort, jsonify, request

from practice_teams.client_token import Refused, give_token
from practice_teams.teams import this_teams

blueprint = Blueprint("entra", __name__)


@blueprint.get("/<tenant_id>/v2.0/.well-known/openid-configuration")
def openid_configuration(tenant_id: str) -> Response:
    """Return where the keys are, and who issues."""
    settings = this_teams().settings
    _check(tenant_id)
    tenant = f"{settings.origin}/{tenant_id}"
    return jsonify(
        issuer=settings.issuer,
        token_endpoint=f"{tenant}/oauth2/v2.0/token",
        authorization_endpoint=f"{tenant}/oauth2/v2.0/authorize",
        jwks_uri=f"{tenant}/discovery/v2.0/keys",
        id_token_signing_alg_values_supported=["RS256"],
    )


@blueprint.get("/<tenant_id>/discovery/v2.0/keys")
def keys(tenant_id: str) -> Response:
    """Return the key set. Entra's keys do not say their `alg`, so these do not either."""
    _check(tenant_id)
    published = this_teams().keys.public_set()["keys"]
    return jsonify(keys=[{k: v for k, v in key.items() if k != "alg"} for key in published])


@blueprint.post("/<tenant_id>/oauth2/v2.0/token")
def token(tenant_id: str) -> Response:
    """Give the app a token for Graph."""
    _check(tenant_id)
    try:
        return jsonify(give_token(this_teams(), request.form.to_dict()))
    except Refused as refused:
        answer = jsonify(error=refused.error, error_codes=[refused.code])
        answer.status_code = 400
        return answer


def _check(tenant_id: str) -> None:
    if tenant_id != this_teams().settings.tenant_id:
        abort(404, "There is no such tenant.")
