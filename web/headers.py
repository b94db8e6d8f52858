"""Response headers: what a page may load, who may frame it, and that nobody caches it."""

from flask import Flask, Response, g, request

from web.wiring import wiring

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action "
)
TEAMS = (
    "https://teams.microsoft.com https://*.teams.microsoft.com https://*.cloud.microsoft "
    "https://*.office.com https://outlook.office365.com"
)


def install_headers(app: Flask) -> None:
    """Add the headers to every answer."""
    app.after_request(_add_headers)


def allow_framing(ancestors: str | None) -> None:
    """Name the origins that may frame this answer; None leaves the limit out (unknown platform)."""
    g.frame_ancestors = ancestors


def forbid_framing() -> None:
    """Let nobody frame this answer."""
    g.is_unframed = True


def allow_form_to(origin: str) -> None:
    """Let the forms of this answer, and of no other, be sent to one origin, and nowhere else."""
    g.form_action = origin


def _add_headers(answer: Response) -> Response:
    answer.headers.setdefault("X-Content-Type-Options", "nosniff")
    if request.path.startswith("/static/"):
        return answer
    answer.headers.setdefault("Cache-Control", "no-store")
    answer.headers["Referrer-Policy"] = "no-referrer"
    policy = _POLICY + getattr(g, "form_action", "'self'")
    ancestors = getattr(g, "frame_ancestors", None)
    if getattr(g, "is_unframed", False):
        policy += "; frame-ancestors 'none'"
    elif ancestors:
        more = wiring().extra_frame_ancestors
        policy += f"; frame-ancestors 'self' {ancestors} {TEAMS} {more}".rstrip()
    answer.headers["Content-Security-Policy"] = policy
    return answer
