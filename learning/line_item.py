"""A line item: one gradebook column, and the selection of modules that it covers."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, String, exists, or_, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from learning.catalogue import Catalogue
from learning.context import Context
from learning.database import Base
from learning.errors import NotFound

MAXIMUM = 100
PROGRAMME = "programme"
THIS_WEEK = "this-week"


class LineItem(Base):
    """A column in a context's gradebook.

    `selection` is `module:<slug>`, `arc:<slug>`, `programme` or `this-week`.
    `url` is its id on the platform (AGS 2.0, "Line item service"); None until it is known.
    """

    __tablename__ = "line_item"
    __table_args__ = (
        # A course wants a column for a selection once, until it is known where that column is.
        Index(
            "uq_line_item_wanted",
            "context_id",
            "selection",
            unique=True,
            sqlite_where=text("url IS NULL"),
            postgresql_where=text("url IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    context_id: Mapped[int] = mapped_column(ForeignKey("context.id"), index=True)
    selection: Mapped[str] = mapped_column(String(100))
    url: Mapped[str | None] = mapped_column(String(2000))
    sought_until: Mapped[datetime | None]
    """Somebody looks for the column, or makes it, and nobody else may until then."""
    compared_at: Mapped[datetime | None]
    """When somebody last began to compare it with what the LMS shows."""

    context: Mapped[Context] = relationship()

    def score(self, heard: Mapping[str, int], catalogue: Catalogue) -> float | None:
        """Return what this column shows for someone; None while nothing is complete.

        `heard` has 80 or 100 for each complete module (`Journey.heard`). A column whose module
        has left the programme stays as it is.
        """
        try:
            return selection_score(self.selection, heard, catalogue)
        except NotFound:
            return None


def has_grade(selection: str) -> bool:
    """Tell whether there is anything to grade behind a selection."""
    kind = selection.partition(":")[0]
    return kind in {"module", "arc", PROGRAMME, THIS_WEEK}


def begin_search(session: Session, line_item_id: int, at: datetime, hold: timedelta) -> bool:
    """Take the search for a line item's column; tell whether it was free."""
    free = or_(LineItem.sought_until.is_(None), LineItem.sought_until < at)
    taken = (
        update(LineItem)
        .where(LineItem.id == line_item_id, free)
        .values(sought_until=at + hold)
        .returning(LineItem.id)
    )
    return session.execute(taken).first() is not None


def end_search(
    session: Session, line_item_id: int, url: str | None, hold_until: datetime | None
) -> None:
    """Let go of a search: with the address that was found, or with none."""
    values: dict[str, Any] = {"sought_until": hold_until}
    if url is not None:
        values["url"] = url
    session.execute(update(LineItem).where(LineItem.id == line_item_id).values(values))


def selection_score(selection: str, heard: Mapping[str, int], catalogue: Catalogue) -> float | None:
    """Return the sum over the selection's modules divided by their number, or None for nothing.

    Raises NotFound for a selection that the catalogue does not have.

    "This week" moves on every Monday, so a mean over it would fall. It counts as one module:
    the best so far (decision record 14).
    """
    if selection == THIS_WEEK:
        return float(max(heard.values())) if heard else None
    modules = selected_modules(selection, catalogue)
    total = sum(heard.get(slug, 0) for slug in modules)
    return round(total / len(modules), 2) if total else None


def has_columns(session: Session, context_id: int) -> bool:
    """Tell whether grades of a context go anywhere."""
    return bool(session.scalar(select(exists().where(LineItem.context_id == context_id))))


def covers(selection: str, slug: str, catalogue: Catalogue) -> bool:
    """Tell whether a module counts in a selection; one that the catalogue lacks has none."""
    try:
        return slug in selected_modules(selection, catalogue)
    except NotFound:
        return False


def selected_modules(selection: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the modules that a selection names.

    Raises NotFound for a selection that the catalogue does not have.
    """
    kind, _, slug = selection.partition(":")
    if kind == PROGRAMME or selection == THIS_WEEK:
        return catalogue.programme
    if kind == "module" and slug in catalogue.programme:
        return (slug,)
    for arc in catalogue.order.arcs:
        if kind == "arc" and arc.slug == slug:
            return arc.modules
    raise NotFound("This link names a module that Baton does not have.")
