"""What a link selects, from its custom parameters alone: they survive when a course is copied."""

from collections.abc import Mapping

from learning.catalogue import Catalogue
from learning.errors import NotFound
from learning.line_item import PROGRAMME, THIS_WEEK, selected_modules
from web.language import gettext as _

MY_TEAM = "my-team"
"""A page for those who lead; it selects no module and has no column."""


def selection_of(custom: Mapping[str, str], catalogue: Catalogue) -> str:
    """Return the selection (see `LineItem.selection`) that a link's parameters name.

    `module`, `arc`, `programme` and `team` are understood; without any of them it is this week's
    module. Whatever else a platform sends along, such as the history of a course, is left alone.
    Raises NotFound for a module or arc that the catalogue does not have.
    """
    selection = selection_named(custom) or THIS_WEEK
    try:
        check_selection(selection, catalogue)
    except NotFound:
        raise NotFound(_("This link names a module that Baton does not have.")) from None
    return selection


def selection_named(custom: Mapping[str, str]) -> str | None:
    """Return the selection that the parameters name, whether there is one or not; else None."""
    if custom.get("module"):
        return f"module:{custom['module']}"
    if custom.get("arc"):
        return f"arc:{custom['arc']}"
    if custom.get("programme"):
        return PROGRAMME
    return MY_TEAM if custom.get("team") else None


def custom_of(selection: str) -> dict[str, str]:
    """Return the parameters that name a selection: what `selection_of` reads back."""
    kind, _sep, slug = selection.partition(":")
    if slug:
        return {kind: slug}
    return {PROGRAMME: {"programme": "1"}, MY_TEAM: {"team": "1"}}.get(selection, {})


def check_selection(selection: str, catalogue: Catalogue) -> None:
    """Raise NotFound for what cannot be selected."""
    if selection != MY_TEAM:
        selected_modules(selection, catalogue)


def module_of(selection: str) -> str | None:
    """Return the one module that a selection names, or None where the week decides."""
    kind, _sep, slug = selection.partition(":")
    return slug if kind == "module" else None
