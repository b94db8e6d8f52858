"""What a link selects, from its custom parameters alone: they survive when a course is copied."""

from collections.abc import Mapping

from learning.catalogue import Catalogue
from learning.errors import NotFound
from learning.line_item import PROGRAMME, THIS_WEEK, selected_modules
from web.language import gettext as _


def selection_of(custom: Mapping[str, str], catalogue: Catalogue) -> str:
    """Return the selection (see `LineItem.selection`) that a link's parameters name.

    `module`, `arc` and `programme` are understood; without any of them it is this week's module.
    Raises NotFound for a module or arc that the catalogue does not have.
    """
    if custom.get("module"):
        selection = f"module:{custom['module']}"
    elif custom.get("arc"):
        selection = f"arc:{custom['arc']}"
    else:
        selection = PROGRAMME if custom.get("programme") else THIS_WEEK
    try:
        selected_modules(selection, catalogue)
    except NotFound:
        raise NotFound(_("This link names a module that Baton does not have.")) from None
    return selection


def module_of(selection: str) -> str | None:
    """Return the one module that a selection names, or None where the week decides."""
    kind, _sep, slug = selection.partition(":")
    return slug if kind == "module" else None
