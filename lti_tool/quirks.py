"""How learning platforms differ, in one table (decision 7)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Quirks:
    """What is special about a platform. The defaults are the standard's."""

    concurrent_calls: int = 24
    """How many requests may be under way to it at once."""


_TABLE = {
    "canvas": Quirks(concurrent_calls=1),
}
_STANDARD = Quirks()


def quirks_of(family: str) -> Quirks:
    """Return the quirks of a `product_family_code`, in lower case."""
    return _TABLE.get(family, _STANDARD)
