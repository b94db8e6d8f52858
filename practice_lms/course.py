"""The one course and the links to the tool that stand in it from the start."""

from collections.abc import Mapping
from dataclasses import dataclass, field

CONTEXT_ID = "course-1"
TITLE = "Leadership at Norrvik"
LABEL = "LEAD"

MODULES: dict[str, str] = {
    "lead-from-where-you-are": "Lead from where you are",
    "what-can-i-move": "What can I move?",
    "plans-that-fire": "Plans that fire",
    "guard-your-focus": "Guard your focus",
    "pause-then-answer": "Pause, then answer",
    "ask-early": "Ask early",
}


@dataclass(frozen=True)
class ResourceLink:
    """One place in the course that opens the tool; `custom` travels with every launch from it."""

    id: str
    title: str
    custom: Mapping[str, str] = field(default_factory=dict)

    @property
    def resource_id(self) -> str:
        """What the tool calls the thing behind this link's gradebook column."""
        return self.custom.get("module", "")


LINKS: tuple[ResourceLink, ...] = (
    ResourceLink("week-now", "This week's module"),
    *(ResourceLink(f"module-{slug}", title, {"module": slug}) for slug, title in MODULES.items()),
)
