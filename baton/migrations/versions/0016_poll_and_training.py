"""The team poll's sums, and training days."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply it."""
    op.create_table(
        "poll_tally",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(length=24), nullable=False),
        sa.Column("often", sa.Integer(), nullable=False),
        sa.Column("sometimes", sa.Integer(), nullable=False),
        sa.Column("rarely", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name="fk_poll_tally_cohort_id"),
        sa.PrimaryKeyConstraint("id", name="pk_poll_tally"),
        sa.UniqueConstraint(
            "cohort_id", "round", "area", name="uq_poll_tally_cohort_id_round_area"
        ),
    )
    op.create_table(
        "training",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("arc", sa.String(length=80), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name="fk_training_cohort_id"),
        sa.PrimaryKeyConstraint("id", name="pk_training"),
    )
    op.create_index("ix_training_cohort_id", "training", ["cohort_id"])


def downgrade() -> None:
    """Take it back."""
    op.drop_table("training")
    op.drop_table("poll_tally")
