"""The other door: whether somebody has Baton there too. Asked once, and never again."""

from collections.abc import Mapping

from markupsafe import Markup

from learning.optional_answer import LINKING, read_optional_answers
from web.account_door import other_door
from web.door import LTI
from web.language import gettext as _
from web.visit import Visit

NAME = LINKING
TEMPLATE = "askers/linking.html"
_FIRST_FEW = 8
"""Whoever has finished more modules has found their way."""


def occasion(visit: Visit) -> str | None:
    """Return the other door, where there is one and the visitor has no account at it yet."""
    person = visit.journey.person
    finished = sum(loop.next_part is None for loop in visit.journey.loops.values())
    if finished > _FIRST_FEW:
        return None
    if read_optional_answers(visit.session, person.id).was_asked(NAME):
        return None
    return other_door(visit.session, person.organisation_id, person.id)


def context(visit: Visit, occasion: str) -> dict[str, object]:  # noqa: ARG001 (each asker's are the same)
    """Return whether the other door is the LMS."""
    return {"is_lms": occasion == LTI}


def answer(visit: Visit, occasion: str, form: Mapping[str, str]) -> str:  # noqa: ARG001 (each asker's are the same)
    """Show the way to the page on which accounts are connected."""
    return Markup('{} <a href="{}">{}</a>').format(
        _("It takes two minutes. Have both places open beside each other."),
        visit.page.url("accounts"),
        _("Connected accounts"),
    )
