"""What waits for a visitor, as the first screen says it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Waiting:
    """One sentence, and whether notices come that may be muted with one tap."""

    sentence: str
    may_mute: bool
