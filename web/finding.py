"""A finding: one thing that was looked at in a connection, and what to do about it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    is_well: bool
    sentence: str
    """What was found."""
    to_do: str = ""
    """What to change, and where. Empty if there is nothing to do."""
    details: tuple[str, ...] = ()
    """Names that belong to it, such as roles."""
