"""An install guide: what to paste into one LMS, in its own words, and what to do before and after.

Labels are the LMS's own and stay as they are; sentences are translated.
"""

from dataclasses import dataclass

from lti_tool.tool import CUSTOM


@dataclass(frozen=True)
class Field:
    """One field of the LMS's form."""

    label: str
    value: str
    is_choice: bool = False
    """Whether it is chosen from what the form offers, rather than pasted."""

    @property
    def is_long(self) -> bool:
        """Whether the value has several lines."""
        return "\n" in self.value


@dataclass(frozen=True)
class Back:
    """A value that the LMS shows, and the option of `baton platform add` that takes it."""

    label: str
    option: str


@dataclass(frozen=True)
class Guide:
    """How one LMS is connected."""

    lms: str
    """Its key: in the address of the page, and for `--for`."""
    title: str
    invite: str
    """Where to paste an invitation's address; empty where the LMS cannot do that."""
    where: str
    """Where to add the tool by hand."""
    fields: tuple[Field, ...]
    back: tuple[Back, ...]
    after: tuple[str, ...]
    """What to do next in the LMS, once it is connected."""
    mind: tuple[str, ...] = ()
    """What is different there."""
    tried: str = ""
    """How far all of this has been tried."""


def paste(label: str, value: str) -> Field:
    """Return a field to paste into."""
    return Field(label, value)


def choose(label: str, value: str) -> Field:
    """Return a field in which something is chosen."""
    return Field(label, value, is_choice=True)


def custom_lines() -> str:
    """Return the custom parameters, one a line, as most forms want them."""
    return "\n".join(f"{name}={value}" for name, value in CUSTOM.items())
