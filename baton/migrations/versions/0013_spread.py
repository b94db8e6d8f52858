"""Weekly snapshots of the spread, and the counts of the pulse."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply it."""
    op.create_table(
        "spread_snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("arc", sa.String(length=80), nullable=False),
        sa.Column("figures", sa.Text(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        _belongs("spread_snapshot"),
        sa.PrimaryKeyConstraint("id", name="pk_spread_snapshot"),
        sa.UniqueConstraint(
            "organisation_id", "monday", "arc", name="uq_spread_snapshot_organisation_id_monday_arc"
        ),
    )
    op.create_table(
        "pulse_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("agreed", sa.Integer(), nullable=False),
        _belongs("pulse_count"),
        sa.PrimaryKeyConstraint("id", name="pk_pulse_count"),
        sa.UniqueConstraint(
            "organisation_id",
            "team_id",
            "begins_on",
            "item",
            name="uq_pulse_count_organisation_id_team_id_begins_on_item",
        ),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("pulse_count")
    op.drop_table("spread_snapshot")


def _belongs(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organisation_id"], ["organisation.id"], name=f"fk_{table}_organisation_id"
    )
