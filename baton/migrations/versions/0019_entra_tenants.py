"""Entra tenants whose people may sign in from Microsoft Teams."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply it."""
    op.create_table(
        "entra_tenant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entra_id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entra_tenant")),
        sa.UniqueConstraint("entra_id", name=op.f("uq_entra_tenant_entra_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_entra_tenant_organisation_id_organisation"),
        ),
    )
    op.create_index(op.f("ix_entra_tenant_organisation_id"), "entra_tenant", ["organisation_id"])


def downgrade() -> None:
    """Take it back."""
    op.drop_table("entra_tenant")
