"""What can be chosen in a picker, and what each choice is in the gradebook."""

from collections.abc import Sequence
from dataclasses import dataclass

from learning.catalogue import Catalogue
from learning.line_item import PROGRAMME, THIS_WEEK
from lti_tool.selection import MY_TEAM
from web.language import gettext as _

_EACH = "each:"


@dataclass(frozen=True)
class Choice:
    """One thing to tick. `value` is a selection, or `each:<arc>` for all modules of an arc."""

    value: str
    title: str
    opens: str
    column: str


@dataclass(frozen=True)
class Group:
    """Choices under one heading; an arc's are folded away until somebody looks."""

    title: str
    text: str
    choices: tuple[Choice, ...]

    def has(self, values: Sequence[str]) -> bool:
        """Tell whether any of these is chosen here."""
        return any(choice.value in values for choice in self.choices)


def whole(catalogue: Catalogue) -> tuple[Choice, ...]:
    """Return the choices for a whole course."""
    count = len(catalogue.programme)
    return (
        Choice(
            THIS_WEEK,
            _("This week's module"),
            _("One link for the whole year. It opens the module of the week."),
            _("In the gradebook: one column, with the best module so far."),
        ),
        Choice(
            PROGRAMME,
            _("The whole programme"),
            _("One link. It opens the module of the week, too."),
            _(
                "In the gradebook: one column, with the mean of all %(count)s modules. "
                "It rises with each.",
                count=count,
            ),
        ),
        Choice(
            MY_TEAM,
            _("My team"),
            _("For those who lead: how to help this week. Everybody else gets the week's module."),
            _("In the gradebook: nothing."),
        ),
    )


def arcs(catalogue: Catalogue, language: str, *, several: bool) -> list[Group]:
    """Return the choices of each arc; `several` says whether several links may be added at once."""
    return [
        Group(
            title=(arc := catalogue.arc(order.slug, language)).title,
            text=arc.habit,
            choices=(
                *((_each(order.slug, len(order.modules)),) if several else ()),
                _as_one(order.slug, len(order.modules)),
                *(_single(catalogue, slug, language) for slug in order.modules),
            ),
        )
        for order in catalogue.order.arcs
    ]


def selections(values: Sequence[str], catalogue: Catalogue) -> list[str]:
    """Return what the ticked values select: each once, and modules in the programme's order."""
    wanted = set(values)
    for arc in catalogue.order.arcs:
        if f"{_EACH}{arc.slug}" in wanted:
            wanted |= {f"module:{slug}" for slug in arc.modules}
    in_order = [choice.value for choice in whole(catalogue)]
    for arc in catalogue.order.arcs:
        in_order += [f"arc:{arc.slug}", *(f"module:{slug}" for slug in arc.modules)]
    return [selection for selection in in_order if selection in wanted]


def is_choice(value: str, catalogue: Catalogue) -> bool:
    """Tell whether a value is one that a picker offers."""
    return bool(selections([value], catalogue))


def _each(slug: str, count: int) -> Choice:
    return Choice(
        f"{_EACH}{slug}",
        _("All %(count)s modules, one link each", count=count),
        _("In the order of the programme."),
        _("In the gradebook: %(count)s columns, one for each module.", count=count),
    )


def _as_one(slug: str, count: int) -> Choice:
    return Choice(
        f"arc:{slug}",
        _("One link for all of it"),
        _("It opens the module of the week."),
        _(
            "In the gradebook: one column, with the mean of these %(count)s modules. "
            "It rises with each.",
            count=count,
        ),
    )


def _single(catalogue: Catalogue, slug: str, language: str) -> Choice:
    module = catalogue.module(slug, language)
    return Choice(
        f"module:{slug}",
        module.title,
        module.promise,
        _("In the gradebook: one column, 80 when it is done and 100 after the look back."),
    )
