"""A chart: bars that a template draws as SVG, with the same figures in a table beside it.

No library draws under a policy without inline style and works in forced colours; see decision 0024.
"""

from dataclasses import dataclass, field

from flask_babel import format_decimal, format_percent

from learning.shown_spread import percent
from learning.threshold import Band, Figure
from web.language import gettext as _

FEWEST_PLACES = 13
"""Columns for which there is always room, so that a first week is not as wide as the page."""


@dataclass(frozen=True)
class Bar:
    """One bar: its name, how long it is (0 to 1; None draws nothing), and what it says."""

    label: str
    length: float | None
    text: str
    is_band: bool = False
    """Whether it only says *few* or *most*; then it is drawn as an outline."""

    @property
    def size(self) -> str:
        """Its length in hundredths of the chart, as SVG writes numbers."""
        return f"{self._hundredths:.1f}"

    @property
    def top(self) -> str:
        """How far below the chart's top it ends, where it stands upright."""
        return f"{100 - self._hundredths:.1f}"

    @property
    def _hundredths(self) -> float:
        return 100 * min(max(self.length or 0, 0), 1)


@dataclass(frozen=True)
class Chart:
    """Bars with a title, and a line at one height, if there is one to compare with."""

    name: str
    """Letters only: ids in the page begin with it."""
    title: str
    bars: list[Bar]
    says: str = ""
    """What its height means, in a sentence."""
    line: float | None = None
    heads: tuple[str, str] = field(default=("", ""))
    """What the two columns of its table are called."""

    @property
    def places(self) -> int:
        """How many columns there is room for."""
        return max(len(self.bars), FEWEST_PLACES)

    @property
    def has_bars(self) -> bool:
        """Whether there is anything to draw."""
        return any(bar.length is not None for bar in self.bars)

    @property
    def line_at(self) -> str:
        """How far from the top the line is."""
        return f"{100 - 100 * (self.line or 0):.1f}"


def share_bar(label: str, figure: Figure | None) -> Bar:
    """Return the bar of a share of people."""
    return Bar(label, length_of(figure), in_words(figure), bool(figure and figure.band))


def number_bar(label: str, number: float | None, of: float) -> Bar:
    """Return the bar of a number, as long as its part of `of`."""
    length = None if number is None or not of else number / of
    return Bar(label, length, number_in_words(number))


def length_of(figure: Figure | None) -> float | None:
    """Return how long a share is drawn: a band up to where it ends, or from where it begins."""
    if figure is None or not figure.of:
        return None
    known = percent(figure)
    if known is not None:
        return known / 100
    end = figure.at_most if figure.band is Band.FEW else figure.at_least
    return end / figure.of


def in_words(figure: Figure | None) -> str:
    """Return a share as it is read: `35 %`, or that there are few, most, or too few to tell."""
    if figure is None:
        return str(_("too few people to tell"))
    known = percent(figure)
    if known is not None:
        return str(format_percent(known / 100, "#,##0%"))
    return str(_("few or nobody") if figure.band is Band.FEW else _("most or all"))


def number_in_words(number: float | None) -> str:
    """Return a number with one decimal, in the visitor's language."""
    return str(_("too few people to tell") if number is None else format_decimal(number, "0.0"))
