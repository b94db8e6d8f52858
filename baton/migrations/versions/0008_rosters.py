"""Rosters: when each was read, who stood in it, who has left; and grades that are compared."""

import sqlalchemy as sa
from alembic import op

import learning.database

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_MOMENT = learning.database.Moment()


def upgrade() -> None:
    """Apply it."""
    op.create_table(
        "roster",
        sa.Column("context_id", sa.Integer(), nullable=False),
        sa.Column("wanted_at", _MOMENT, nullable=True),
        sa.Column("held_until", _MOMENT, nullable=True),
        sa.Column("tried_at", _MOMENT, nullable=True),
        sa.Column("synced_at", _MOMENT, nullable=True),
        sa.Column("members", sa.Integer(), nullable=True),
        sa.Column("incomplete_since", _MOMENT, nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(["context_id"], ["context.id"], name=op.f("fk_roster_context_id")),
        sa.PrimaryKeyConstraint("context_id", name=op.f("pk_roster")),
    )
    op.add_column("enrolment", sa.Column("left_at", _MOMENT, nullable=True))
    op.add_column("enrolment", sa.Column("roster_at", _MOMENT, nullable=True))
    op.add_column("line_item", sa.Column("compared_at", _MOMENT, nullable=True))
    op.add_column("delivery", sa.Column("shown_at", _MOMENT, nullable=True))


def downgrade() -> None:
    """Take it back."""
    for table, column in (
        ("delivery", "shown_at"),
        ("line_item", "compared_at"),
        ("enrolment", "roster_at"),
        ("enrolment", "left_at"),
    ):
        with op.batch_alter_table(table) as batch:
            batch.drop_column(column)
    op.drop_table("roster")
