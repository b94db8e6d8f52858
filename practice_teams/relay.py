"""The one page of the practice Teams that stands on the app's own address.

TeamsJS talks to Microsoft's hosts and to a frame of its own origin, and to nobody else. So the tab
stands in this page, which hands everything on to the practice Teams around it and back. The app has
to put it there itself, which only a demo does; nothing in the app needs to know.
"""

from flask import Flask, Response, render_template


def create_relay(teams_origin: str, tab_path: str) -> Flask:
    """Return the page as an application, to be mounted on the app's origin.

    Only `teams_origin` may frame it, and only that origin hears and is heard. `tab_path` is where
    the tab is.
    """
    app = Flask(__name__)
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; frame-src 'self'; "
        f"base-uri 'none'; form-action 'none'; frame-ancestors {teams_origin}"
    )

    @app.get("/")
    def relay() -> str:
        return render_template("relay.html", teams_origin=teams_origin, tab_path=tab_path)

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = policy
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return app
