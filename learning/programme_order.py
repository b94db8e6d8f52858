"""The programme's order: which module comes in which week, for one cohort.

The content has an order of its own. An organisation may put the arcs in another, and a cohort may
go its own way from some week on, after a training day for instance. The weeks that were before a
change keep their modules: nothing that somebody has met moves.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from learning.catalogue import Catalogue
from learning.content import ArcOrder
from learning.errors import Incomplete


@dataclass(frozen=True)
class Programme:
    """The modules of one cohort, first week first."""

    modules: tuple[str, ...]
    arcs: tuple[str, ...]
    """The arc of each module."""

    def number(self, slug: str) -> int:
        """Return a module's 1-based place."""
        return self.modules.index(slug) + 1

    def module_of(self, week: int) -> str:
        """Return the slug of a week's module; week 1 is the first.

        Before the start it is the first. After the end they come round again, from the first on:
        not to be learned anew, but to be taught to somebody.
        """
        return self.modules[max(week - 1, 0) % len(self.modules)]

    def arc_of_week(self, week: int) -> str | None:
        """Return the slug of a week's arc; None before the start and after the end."""
        return self.arcs[week - 1] if 1 <= week <= len(self.arcs) else None

    def is_over(self, week: int) -> bool:
        """Tell whether every module has had its week."""
        return week > len(self.modules)

    def ends_arc(self, slug: str) -> bool:
        """Tell whether a module is the last of its arc."""
        place = self.modules.index(slug)
        return self.arcs[place] not in self.arcs[place + 1 :]

    def arcs_ahead(self, week: int) -> tuple[str, ...]:
        """Return the arcs that begin after this week, in order."""
        met = set(self.arcs[: max(week, 0)])
        return tuple(dict.fromkeys(arc for arc in self.arcs if arc not in met))


def programme_of(catalogue: Catalogue, order: str = "", met: str = "") -> Programme:
    """Return the programme in an order.

    An order is arcs as one text, `feedback coaching`, as a row keeps it; arcs that it does not
    name follow in the content's order. `met` is modules in the same way: those of the weeks before
    the order was changed.
    """
    return _programme(catalogue.order.arcs, order, met)


def arc_order(catalogue: Catalogue, arcs: Iterable[str]) -> str:
    """Return an order as a row keeps it, with every arc in it.

    Raises Incomplete for an arc that is unknown or named twice.
    """
    usual = [arc.slug for arc in catalogue.order.arcs]
    named = list(arcs)
    for slug in named:
        if slug not in usual:
            raise Incomplete(
                "There is no topic “%(topic)s”. There are: %(topics)s.",
                topic=slug[:80],
                topics=", ".join(usual),
            )
    if len(set(named)) != len(named):
        raise Incomplete("Please name each topic once.")
    return " ".join([*named, *(slug for slug in usual if slug not in named)])


@lru_cache(maxsize=1024)
def _programme(arcs: tuple[ArcOrder, ...], order: str, met: str) -> Programme:
    # Every launch asks; there are hardly more answers than organisations.
    modules = {arc.slug: arc.modules for arc in arcs}
    arc_of = {slug: arc.slug for arc in arcs for slug in arc.modules}
    named = [slug for slug in order.split() if slug in modules]
    ahead = [slug for arc in dict.fromkeys([*named, *modules]) for slug in modules[arc]]
    before = [slug for slug in met.split() if slug in arc_of]
    weeks = tuple(dict.fromkeys([*before, *ahead]))
    return Programme(weeks, tuple(arc_of[slug] for slug in weeks))
