"""Pickers: deep-linking requests that wait for their answer."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply it."""
    op.create_table(
        "picker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("deployment_id", sa.Integer(), nullable=False),
        sa.Column("return_url", sa.String(length=2000), nullable=False),
        sa.Column("data", sa.Text(), nullable=True),
        sa.Column("accept_multiple", sa.Boolean(), nullable=False),
        sa.Column("accept_lineitem", sa.Boolean(), nullable=False),
        sa.Column("in_window", sa.Boolean(), nullable=False),
        sa.Column("chosen", sa.String(length=100), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("frame_ancestors", sa.Text(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["deployment_id"],
            ["deployment.id"],
            name=op.f("fk_picker_deployment_id_deployment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picker")),
        sa.UniqueConstraint("public_id", name=op.f("uq_picker_public_id")),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("picker")
