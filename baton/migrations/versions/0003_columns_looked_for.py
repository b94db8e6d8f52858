"""Columns that are looked for in the LMS: who is at it, and each wanted once."""

import sqlalchemy as sa
from alembic import op

import learning.database

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_WANTED = sa.text("url IS NULL")


def upgrade() -> None:
    """Apply it."""
    op.add_column("line_item", sa.Column("sought_until", learning.database.Moment(), nullable=True))
    op.create_index(
        "uq_line_item_wanted",
        "line_item",
        ["context_id", "selection"],
        unique=True,
        sqlite_where=_WANTED,
        postgresql_where=_WANTED,
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_index("uq_line_item_wanted", table_name="line_item")
    with op.batch_alter_table("line_item") as table:
        table.drop_column("sought_until")
