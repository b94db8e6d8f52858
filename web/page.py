"""A page: what every template needs to know, and how a screen is answered."""

from dataclasses import dataclass

from flask import Response, g, make_response, render_template, request

from web.door import CHANNEL, IN_TEAMS
from web.headers import allow_framing, allow_teams_script
from web.language import speak
from web.session import WebSession
from web.waiting import Waiting
from web.wiring import wiring


@dataclass
class Page:
    """What templates know of the visit."""

    public_id: str
    language: str
    person_key: str
    help_contact: str | None
    return_url: str | None
    path: str = ""
    title: str = "Baton"
    first_visit: bool = False
    note: str | None = None
    """One sentence above this screen, and no other."""
    sets_up: bool = False
    offers_set_up: bool = False
    """Whether the screen begins with a card that leads to Set-up."""
    free_until: str | None = None
    """In a week off: the Monday on which the next module comes, in words."""
    waiting: Waiting | None = None
    """On the first screen: what waits for the visitor."""
    token: str | None = None
    door: str = ""
    """How the visitor came in (see `web.door`)."""

    @property
    def in_teams(self) -> bool:
        """Whether the page stands in Teams, and follows its theme."""
        return self.door in IN_TEAMS

    @property
    def is_shared(self) -> bool:
        """Whether several people have it in common, so that it says nothing of who looks."""
        return self.door == CHANNEL

    @property
    def home(self) -> str:
        """The path that everything leads back to."""
        return "channel" if self.is_shared else "programme"

    def url(self, path: str) -> str:
        """Return the address of `path` within this visit."""
        return f"/s/{self.public_id}/{path}"


def page_of(web_session: WebSession) -> Page:
    """Return the page of a visit. A fresh session's token is handed to the browser with it."""
    dress(web_session.language, web_session.frame_ancestors, web_session.door)
    return Page(
        public_id=web_session.public_id,
        language=web_session.language,
        person_key=person_key(web_session.person_id),
        help_contact=web_session.person.organisation.help_contact,
        return_url=web_session.return_url,
        sets_up=web_session.sets_up,
        token=g.get("fresh_token"),
        door=web_session.door,
    )


def dress(language: str, ancestors: str | None, door: str) -> None:
    """Let the answer speak a visit's language, and stand where the visit may."""
    speak(language)
    allow_framing(ancestors)
    if door in IN_TEAMS:
        allow_teams_script()


def person_key(person_id: int) -> str:
    """Return a name under which a browser may keep this person's drafts; it says nothing else."""
    return wiring().keyring.sign("person", str(person_id))[:20]


def show(page: Page, template: str, path: str, title: str, **context: object) -> Response:
    """Answer with a screen: a fragment for htmx, a whole document otherwise.

    `path` is the screen's own address within the visit; the browser's address follows it.
    """
    page.path, page.title = page.url(path), title
    in_place = bool(request.headers.get("HX-Request")) and page.token is None
    base = "fragment.html" if in_place else "layout.html"
    answer = make_response(render_template(template, base=base, page=page, **context))
    if in_place:
        answer.headers["HX-Push-Url"] = page.path
    return answer
