"""Mapped objects made from a plain row, outside any session.

The unit of work costs more than the query where something is only looked at; a launch looks at
five objects in one row. They are for reading: nothing that is set on them is ever written.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import ColumnElement, inspect
from sqlalchemy.orm.attributes import instance_dict

from learning.database import Base

_Kind = TypeVar("_Kind", bound=Base)


class Plain(Generic[_Kind]):
    """How to read one mapped class from a row: what to select, and what to make of it."""

    def __init__(self, kind: type[_Kind]) -> None:
        mapper = inspect(kind)
        self._new = mapper.class_manager.new_instance
        attributes = list(mapper.column_attrs)
        self._names = [attribute.key for attribute in attributes]
        self.columns: list[ColumnElement[Any]] = [attribute.columns[0] for attribute in attributes]
        self._id = self._names.index("id")

    def read(self, values: Iterator[Any]) -> _Kind | None:
        """Take this class's values off a row; None where an outer join found nothing."""
        mine = list(islice(values, len(self._names)))
        if mine[self._id] is None:
            return None
        return self.make(dict(zip(self._names, mine, strict=True)))

    def make(self, values: Mapping[str, Any]) -> _Kind:
        """Return one with these values."""
        instance = cast("_Kind", self._new())
        # Not by attribute: each would tell the unit of work, which has no part in this.
        instance_dict(instance).update(values)
        return instance
