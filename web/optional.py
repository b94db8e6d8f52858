"""The one optional question in a visit: after the module, and never twice.

An asker is a file in `web/askers/` and a line in `_ASKERS`; the first that has something to ask
is heard. It has a `NAME` of at most 16 letters, a `TEMPLATE`, and three functions:

- `occasion(visit)` says what it would ask about now: `once`, or something that changes when it
  may ask again, such as `2026-W48`. None when it has nothing to ask this visitor. It may read the
  database; whether that was answered or put away before is not its business.
- `context(visit, occasion)` gives what its template needs. The template calls the macro in
  `askers/asked.html`, which has the form and "Not now".
- `answer(visit, occasion, form)` takes the answer and returns a sentence of thanks. It raises
  Incomplete for what is no answer; then the question stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import cast

from learning.errors import NotFound
from learning.optional_answer import LINKING, note_optional_answer, read_optional_answers
from web.askers import calendar, linking, poll, pulse
from web.language import gettext as _
from web.visit import Visit

_ASKERS: tuple[ModuleType, ...] = (calendar, linking, poll, pulse)
"""In this order."""


@dataclass(frozen=True)
class OptionalQuestion:
    """A question as the finished page shows it."""

    name: str
    template: str
    url: str
    occasion: str
    more: Mapping[str, object] = field(default_factory=dict)
    """What the asker's own template needs."""


def optional_question(visit: Visit) -> OptionalQuestion | None:
    """Return what this visitor is asked now, if anything: at most one question in a visit.

    A launch asks nothing: everybody waits for it, and a question comes after the module.
    """
    if visit.page.token is not None or not visit.is_finished:
        return None
    answers = read_optional_answers(visit.session, visit.journey.person.id)
    if answers.any_since(visit.web_session.started_at):
        return None
    for asker in _ASKERS:
        occasion = asker.occasion(visit)
        if occasion is not None and answers.may_ask(asker.NAME, occasion, visit.now.learning):
            url = visit.page.url(f"modules/{visit.slug}/optional/{asker.NAME}")
            more = asker.context(visit, occasion)
            return OptionalQuestion(asker.NAME, asker.TEMPLATE, url, occasion, more)
    return None


def take_optional_answer(visit: Visit, name: str, form: Mapping[str, str]) -> str | None:
    """Take an answer, or "Not now"; return what to say to it.

    Raises NotFound unless this is what the visitor is asked. Sent twice, it counts once.
    """
    asked = optional_question(visit)
    if asked is None or asked.name != name or asked.occasion != form.get("occasion"):
        answers = read_optional_answers(visit.session, visit.journey.person.id)
        if answers.any_since(visit.web_session.started_at):
            return None
        raise NotFound(_("This is not asked any more."))
    asker = next(asker for asker in _ASKERS if name == asker.NAME)
    puts_away = "not_now" in form
    said = _put_away(name) if puts_away else None
    if said is None:
        said = cast("str", asker.answer(visit, asked.occasion, form))
    note_optional_answer(
        visit.session,
        visit.journey.person.id,
        name,
        asked.occasion,
        visit.now,
        put_away=puts_away,
    )
    return said


def _put_away(name: str) -> str:
    if name == LINKING:
        return _("All right. It will not be asked again.")
    return _("All right. It will not come back for some weeks.")
