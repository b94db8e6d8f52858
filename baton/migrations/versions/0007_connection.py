"""What a check of the connection looks at: when our keys were read, and what a launch brought."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply it."""
    op.create_table(
        "key_set_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_set_reading")),
    )
    op.create_table(
        "teacher_launch",
        sa.Column("context_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message_type", sa.String(length=200), nullable=False),
        sa.Column("claims", sa.Text(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("seconds_old", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["context_id"], ["context.id"], name=op.f("fk_teacher_launch_context_id")
        ),
        sa.PrimaryKeyConstraint("context_id", name=op.f("pk_teacher_launch")),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("teacher_launch")
    op.drop_table("key_set_reading")
