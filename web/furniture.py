"""The furniture of a page: the bar above every screen, the foot below it, the line of parts.

It is the same for all visitors of a kind, so it is rendered once for each kind and kept; only the
visit's own id is put in. Its templates know the kind and nothing else, so that nothing of a person
can be kept with it.
"""

from dataclasses import dataclass
from functools import lru_cache

from flask import render_template
from markupsafe import Markup

from learning.loop import Part
from web.language import language_spoken
from web.page import Page
from web.visit import PartLink, Visit, part_labels, part_path

_VISIT = "~visit~"
"""Stands in kept furniture for the visit's id; no id can hold it."""
_KINDS = 2000
"""More than organisations times languages in most installations; others are rendered again."""


@dataclass(frozen=True)
class Kind:
    """What the furniture depends on."""

    language: str
    is_shared: bool
    sets_up: bool
    help_contact: str | None
    home: str

    def url(self, path: str) -> str:
        """Return the address of `path` within whichever visit."""
        return f"/s/{_VISIT}/{path}"


def bar(page: Page) -> Markup:
    """Return what stands above the screen."""
    return _put("bar.html", page)


def foot(page: Page) -> Markup:
    """Return what stands below the screen."""
    return _put("foot.html", page)


def progress(visit: Visit) -> Markup:
    """Return the line of a module's parts, as they stand for the visitor."""
    kept = _progress(language_spoken(), visit.slug, visit.module.title, visit.states)
    return kept.replace(_VISIT, visit.page.public_id)


def forget_furniture() -> None:
    """Render it anew when it is needed next."""
    _kept.cache_clear()
    _progress.cache_clear()


def _put(template: str, page: Page) -> Markup:
    kind = Kind(language_spoken(), page.is_shared, page.sets_up, page.help_contact, page.home)
    return _kept(template, kind).replace(_VISIT, page.public_id)


@lru_cache(maxsize=_KINDS)
def _kept(template: str, kind: Kind) -> Markup:
    return Markup(render_template(template, page=kind))  # noqa: S704 (a template of ours)


@lru_cache(maxsize=_KINDS)
def _progress(language: str, slug: str, title: str, states: tuple[tuple[Part, str], ...]) -> Markup:
    labels = part_labels(language)
    links = [
        PartLink(part, labels[part], f"/s/{_VISIT}/{part_path(slug, part)}", state)
        for part, state in states
    ]
    return Markup(render_template("progress.html", parts=links, title=title))  # noqa: S704 (as above)
