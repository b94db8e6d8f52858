"""The pages: choosing who to be, and Teams with the tab in it."""

from flask import Blueprint, Response, jsonify, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from practice_lms.people import TEAMS
from practice_lms.problem import Problem
from practice_teams.directory import ACCOUNTS, NEW_HERE, Account, account_with
from practice_teams.feed import sub_page_of
from practice_teams.place import LOCALES, PLACES, THEMES, place_with
from practice_teams.tab_token import tab_claims
from practice_teams.teams import this_teams

blueprint = Blueprint("pages", __name__)
LANGUAGES = {"en": "English", "sv": "Svenska"}


@blueprint.before_request
def refuse_other_sites() -> None:
    """Refuse a form that was sent from another site's page."""
    sender = request.headers.get("Origin")
    if request.method == "POST" and sender not in {None, this_teams().settings.origin}:
        raise Problem(403, "This form was sent from another site.")


@blueprint.get("/")
def people() -> str:
    """Show everybody, by team, to choose from; `person` is who they are in the LMS."""
    return render_template(
        "people.html",
        teams={name: [one for one in ACCOUNTS if one.person.team == name] for name in TEAMS},
        start=request.args.get("person", next(a.person.sub for a in ACCOUNTS if _is_ben(a))),
        new_here=NEW_HERE,
        sub=request.args.get("sub", ""),
        lms_url=this_teams().settings.lms_url,
    )


@blueprint.get("/l/entity/<app_id>/<tab>")
def follow_link(app_id: str, tab: str) -> BaseResponse:  # noqa: ARG001 (there is one app, and one tab)
    """Follow a deep link: open the tab at the page that it names."""
    sub = sub_page_of(request.args.get("context", ""))
    return redirect(url_for("pages.show_teams", sub=sub))


@blueprint.post("/sign-in")
def choose() -> BaseResponse:
    """Be one of the people."""
    account = account_with(request.form.get("account"))
    if account is None:
        raise Problem(400, "Nobody in the directory has that id.")
    session["account"] = account.object_id
    sub = request.form.get("sub") or None
    return redirect(url_for("pages.show_teams", sub=sub), 303)


@blueprint.get("/teams")
def show_teams() -> str | BaseResponse:
    """Show Teams with the tab open in one place of it."""
    account = account_with(session.get("account"))
    if account is None:
        return redirect(url_for("pages.people", sub=request.args.get("sub") or None))
    settings, place = this_teams().settings, place_with(request.args.get("place"))
    theme = request.args.get("theme", "default")
    language = request.args.get("language", "en")
    context = {
        **place.context(account, settings.tenant_id),
        "theme": theme if theme in THEMES else "default",
        "locale": LOCALES.get(language, LOCALES["en"]),
        "subEntityId": request.args.get("sub", ""),
    }
    return render_template(
        "teams.html",
        account=account,
        place=place,
        places=[(one.key, one.name) for one in PLACES],
        themes=THEMES,
        languages=LANGUAGES,
        language=language,
        context=context,
        settings=settings,
    )


@blueprint.get("/feed")
def feed() -> Response:
    """Return what stands in the person's feed, newest first."""
    account = account_with(session.get("account"))
    notices = this_teams().feed.of(account.object_id) if account else []
    language = request.args.get("language", "en")
    return jsonify(
        [
            {
                "number": one.number,
                "text": one.text(language),
                "preview": one.preview,
                "page": one.sub_page,
            }
            for one in notices
        ]
    )


@blueprint.post("/token")
def token() -> Response:
    """Give Teams a token for the tab, for whom the page was opened as."""
    account = account_with(session.get("account"))
    if account is None or account.object_id != request.form.get("account"):
        raise Problem(409, "You are somebody else now. Reload the page.")
    teams = this_teams()
    return jsonify(token=teams.keys.sign(tab_claims(account, teams.settings)))


def _is_ben(account: Account) -> bool:
    return account.person.given_name == "Ben"
