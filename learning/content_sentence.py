"""What is wrong with a value in a content file, as a sentence that says what to write instead."""

from collections.abc import Mapping, Sequence
from typing import Any

_WITHOUT_PLACE = {
    "missing": "add `{where}`",
    "extra_forbidden": "`{where}` is not a known key; remove it or mend its spelling",
}
_SENTENCES = {
    "string_type": "write a text in straight double quotes",
    "string_too_short": "write some text",
    "string_too_long": "shorten it to {max_length} characters",
    "string_pattern_mismatch": "use small letters, digits and single hyphens",
    "too_short": "write {min_length} of them, not {actual_length}",
    "too_long": "write only {max_length} of them",
    "tuple_type": "write a list, each entry on a line that begins with `- `",
    "model_type": "write `key: value` lines below it",
    "literal_error": "write {expected}",
    "bool_type": "write true or false",
    "bool_parsing": "write true or false",
    "int_type": "write a whole number",
    "int_parsing": "write a whole number",
    "int_from_float": "write a whole number",
    "invalid_key": "put this key in straight double quotes",
    "value_error": "{error}",
}
"""By the type of pydantic's error; what stands in braces is of its context."""


def sentence(kind: str, location: Sequence[int | str], context: Mapping[str, Any]) -> str:
    """Return what to write at `location` in place of a value with an error of this kind."""
    where = _place(location)
    if kind in _WITHOUT_PLACE:
        return _WITHOUT_PLACE[kind].format(where=where)
    what = _SENTENCES.get(kind, "this cannot be used here").format(**context)
    return f"`{where}`: {what}" if where else what


def _place(location: Sequence[int | str]) -> str:
    """Return a location as people count: `try.options.2.text` for the second option."""
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in location)
