"""How a plan goes on, that it is kept, taps on its card, and that its words are erased."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply it."""
    op.add_column("plan", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("follow_up", sa.Column("hindrance", sa.String(length=16), nullable=True))
    op.create_table(
        "plan_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(length=8), nullable=False),
        sa.Column("cue", sa.String(length=300), nullable=False),
        sa.Column("action", sa.String(length=300), nullable=False),
        sa.Column("with", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_version_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_version")),
    )
    op.create_index(op.f("ix_plan_version_plan_id"), "plan_version", ["plan_id"])
    op.create_table(
        "kept_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_kept_plan_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_plan")),
        sa.UniqueConstraint("plan_id", name=op.f("uq_kept_plan_plan_id")),
    )
    op.create_table(
        "plan_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=8), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_mark_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_mark")),
    )
    op.create_index(op.f("ix_plan_mark_plan_id"), "plan_mark", ["plan_id"])


def downgrade() -> None:
    """Take it back."""
    for table in ("plan_mark", "kept_plan", "plan_version"):
        op.drop_table(table)
    op.drop_column("follow_up", "hindrance")
    op.drop_column("plan", "erased_at")
