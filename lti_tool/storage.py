"""The platform's storage, in the place of a cookie (LTI postMessage Storage 0.1, `lti-pm-s`).

Where a frame keeps no cookie, the page before the login asks the platform to keep a value for it
(`web/assets/js/login.js`). The launch comes back without proof, so it is answered with a tiny page
that asks for the value and posts the same message again with it. Nothing is spent until then, and
the message stays in the page: it is in no address and in no log.

Whoever begins a login is told the value, so it proves nothing by itself. What proves is that it
came out of the storage of *this* browser. Only our own page asks there, and only the origin of the
platform's authorization endpoint may answer; so the proof is taken from our own page alone, which
the browser confirms by `Sec-Fetch-Site`.
"""

from flask import Response, make_response, render_template, request
from sqlalchemy import select

from lti_tool.origin import origin_of
from lti_tool.platform import Platform
from lti_tool.problems import LinkExpired
from lti_tool.state import read_state
from web.assets import asset
from web.wiring import wiring

PROOF = "storage_proof"
"""The field in which our page posts what it found in the storage."""
_LONGEST_NAME = 255


def posted_message() -> dict[str, str]:
    """Return the form of a launch; a proof counts only if a page of ours has posted it."""
    form = request.form.to_dict()
    if request.headers.get("Sec-Fetch-Site") != "same-origin":
        form.pop(PROOF, None)
    return form


def show_proof() -> Response:
    """Answer with the page that asks the platform's storage, and then posts the message again."""
    state = read_state(wiring().keyring, request.form.get("state", ""))
    if state is None or state.storage_frame is None:
        raise LinkExpired("state unknown")
    with wiring().database.read_core() as connection:
        known = select(Platform.auth_url).where(Platform.id == state.platform_id)
        auth_url = connection.scalar(known)
    storage = {
        # Blackboard names the frame at the launch and not at the login.
        "frame": state.storage_frame or frame_named(request.form.get("lti_storage_frame")),
        "origin": origin_of_storage(auth_url or ""),
        "key": state.storage_key,
    }
    fields = {name: request.form.get(name, "") for name in ("id_token", "state")}
    page = render_template(
        "storage_proof.html", storage=storage, fields=fields, proof=PROOF, asset=asset
    )
    return make_response(page)


def frame_named(name: str | None) -> str:
    """Return the name of a frame as the platform gave it; "" where there is none to use."""
    return name if name and len(name) <= _LONGEST_NAME and name.isprintable() else ""


def origin_of_storage(auth_url: str) -> str:
    """Return the only origin that may keep a value and give it back (`lti-cs-oidc`)."""
    return origin_of(auth_url) or ""
