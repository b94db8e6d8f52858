"""Huddles, and the handovers between them."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply it."""
    op.create_table(
        "huddle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("context_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("module", sa.String(length=80), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=True),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=True),
        _belongs("huddle"),
        _forgets("huddle", "context_id", "context"),
        _forgets("huddle", "team_id", "team"),
        _forgets("huddle", "host_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_huddle"),
    )
    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(length=80), nullable=False),
        sa.Column("giver_id", sa.Integer(), nullable=True),
        sa.Column("giver_name", sa.String(length=60), nullable=True),
        sa.Column("huddle_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taker_id", sa.Integer(), nullable=True),
        _belongs("handover"),
        _forgets("handover", "giver_id", "person"),
        _forgets("handover", "huddle_id", "huddle"),
        _forgets("handover", "taker_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_handover"),
        sa.UniqueConstraint("token_hash", name="uq_handover_token_hash"),
    )
    with op.batch_alter_table("huddle") as table:
        table.create_foreign_key(
            "fk_huddle_handover_id", "handover", ["handover_id"], ["id"], ondelete="SET NULL"
        )
    for name in ("organisation_id", "context_id", "team_id", "host_id", "handover_id"):
        op.create_index(f"ix_huddle_{name}", "huddle", [name])
    for name in ("organisation_id", "giver_id", "huddle_id", "taker_id"):
        op.create_index(f"ix_handover_{name}", "handover", [name])


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("huddle") as table:
        table.drop_constraint("fk_huddle_handover_id", type_="foreignkey")
    op.drop_table("handover")
    op.drop_table("huddle")


def _belongs(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_organisation_id"
    return sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=name)


def _forgets(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}"
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="SET NULL")
