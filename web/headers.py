"""Response headers: what a page may load, who may frame it, and that nobody caches it."""

from flask import Flask, Response, g, request

from web.wiring import wiring

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'%s; base-uri 'none'; form-action "
)
TEAMS = (
    "https://teams.microsoft.com https://*.teams.microsoft.com https://*.cloud.microsoft "
    "https://*.microsoft365.com https://*.office.com https://outlook.office365.com"
)
TEAMS_HOSTS = "https://res.cdn.office.net"
"""Where TeamsJS reads which hosts there are."""


def install_headers(app: Flask) -> None:
    """Add the headers to every answer."""
    app.after_request(_add_headers)


def allow_framing(ancestors: str | None) -> None:
    """Name the origins that may frame this answer, beside Teams.

    None leaves the limit out (unknown platform); empty is Teams alone.
    """
    g.frame_ancestors = ancestors


def forbid_framing() -> None:
    """Let nobody frame this answer."""
    g.is_unframed = True


def allow_teams_script() -> None:
    """Let TeamsJS in this answer, and in no other, read which hosts there are."""
    g.connect_source = f" {TEAMS_HOSTS}"


def allow_form_to(origin: str) -> None:
    """Let the forms of this answer, and of no other, be sent to one origin, and nowhere else."""
    g.form_action = origin


def _add_headers(answer: Response) -> Response:
    # What no page sets by itself is added: looking for it first would take longer.
    answer.headers.add("X-Content-Type-Options", "nosniff")
    if request.path.startswith("/static/"):
        return answer
    answer.headers.setdefault("Cache-Control", "no-store")
    answer.headers.add("Referrer-Policy", "no-referrer")
    policy = _POLICY % getattr(g, "connect_source", "") + getattr(g, "form_action", "'self'")
    ancestors = getattr(g, "frame_ancestors", None)
    if getattr(g, "is_unframed", False):
        policy += "; frame-ancestors 'none'"
    elif ancestors is not None:
        sources = "'self'", ancestors, TEAMS, wiring().extra_frame_ancestors
        policy += f"; frame-ancestors {' '.join(filter(None, sources))}"
    answer.headers.add("Content-Security-Policy", policy)
    return answer
