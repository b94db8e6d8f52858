"""Notices in Teams: whom they reach, what became of them, and whether a tenant wants them."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply it."""
    op.create_table(
        "teams_recipient",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("identity_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8)),
        sa.Column("known_at", sa.DateTime(timezone=True)),
        sa.Column("missing_at", sa.DateTime(timezone=True)),
        sa.Column("refusals", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["identity_id"], ["identity.id"], name="fk_teams_recipient_identity_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_teams_recipient"),
        sa.UniqueConstraint("identity_id", name="uq_teams_recipient_identity_id"),
    )
    op.create_table(
        "teams_nudging",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("on_since", sa.DateTime(timezone=True)),
        sa.Column("lease", sa.String(length=32)),
        sa.Column("leased_until", sa.DateTime(timezone=True)),
        sa.Column("wait_until", sa.DateTime(timezone=True)),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.String(length=300)),
        sa.ForeignKeyConstraint(
            ["tenant_id"],
            ["entra_tenant.id"],
            name="fk_teams_nudging_tenant_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_teams_nudging"),
        sa.UniqueConstraint("tenant_id", name="uq_teams_nudging_tenant_id"),
    )
    op.create_table(
        "teams_nudge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("identity_id", sa.Integer(), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("module", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200)),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["identity_id"], ["identity.id"], name="fk_teams_nudge_identity_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_teams_nudge"),
        sa.UniqueConstraint(
            "identity_id", "monday", "kind", name="uq_teams_nudge_identity_id_monday_kind"
        ),
    )
    op.create_index("ix_teams_nudge_state_due_at", "teams_nudge", ["state", "due_at"])


def downgrade() -> None:
    """Take it back."""
    op.drop_table("teams_nudge")
    op.drop_table("teams_nudging")
    op.drop_table("teams_recipient")
