"""Alembic's entry: runs the migrations on the connection that `baton.schema` hands over."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from baton.schema import metadata
from learning.database import Moment


def _render(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write our own column type as the plain one; a migration must not depend on today's code."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata(),
    render_as_batch=True,
    render_item=_render,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
