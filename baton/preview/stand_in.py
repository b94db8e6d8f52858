"""A stand-in for a visit: the product's templates can show a module with it, and nobody is there.

Nothing is stored. What would be remembered of a learner stands in the address.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from learning.content import Language, Module, PlanSuggestion
from learning.loop import Part
from web.visit import PartLink, part_labels

FINISHED = "finished"
SCREENS = (*(str(part) for part in Part), FINISHED)
"""What a learner goes through, in order."""


@dataclass(frozen=True)
class StandInPage:
    """What the templates know of the page. Its addresses lead to other screens of the preview."""

    language: Language
    slug: str
    title: str
    first_visit: bool = False
    person_key: str = "preview"

    def url(self, path: str) -> str:
        """Return the address of a path of the product; what the preview has not leads to `/`."""
        kind, _, rest = path.partition("/")
        return f"/{self.language}/{rest}" if kind == "modules" else "/"


@dataclass(frozen=True)
class FollowUp:
    """An answer to "how did your plan go?"."""

    outcome: str
    obstacle: str = ""


@dataclass(frozen=True)
class StandInLoop:
    """What a learner would have done so far: made this plan, and perhaps looked back."""

    plan: PlanSuggestion
    follow_up: FollowUp | None = None


@dataclass(frozen=True)
class StandIn:
    """One screen of one module, and what has been chosen on it, as the address says."""

    module: Module
    screen: str
    chosen: MultiDict[str, str]

    @property
    def page(self) -> StandInPage:
        """The page around the screen."""
        return StandInPage(self.module.language, self.module.slug, self.module.title)

    @property
    def part(self) -> str:
        """The screen, under the name that templates use."""
        return self.screen

    @property
    def loop(self) -> StandInLoop:
        """The loop as it is at the end of a module."""
        return StandInLoop(self.module.plans[0])

    @property
    def parts(self) -> list[PartLink]:
        """The line of progress; every part can be opened."""
        labels = part_labels(self.module.language)
        return [
            PartLink(part, label, self.url(part), "current" if part == self.screen else "done")
            for part, label in labels.items()
        ]

    @property
    def previous_url(self) -> str | None:
        """The address of the screen before."""
        place = SCREENS.index(self.screen)
        return self.url(SCREENS[place - 1]) if place else None

    @property
    def next_url(self) -> str:
        """The address of the screen after."""
        return self.url(SCREENS[min(SCREENS.index(self.screen) + 1, len(SCREENS) - 1)])

    def path(self, part: str | None) -> str:
        """Return a screen's path; what has been chosen on the one that is shown goes with it."""
        path = f"modules/{self.module.slug}/{part or FINISHED}"
        is_here = part == self.screen and self.chosen
        return f"{path}?{urlencode(list(self.chosen.items(multi=True)))}" if is_here else path

    def url(self, screen: str) -> str:
        """Return the address of a screen, with nothing chosen yet."""
        return f"/{self.module.language}/{self.module.slug}/{screen}"
