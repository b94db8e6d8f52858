"""What people are called at a door: user name and the organisation's own number."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply it."""
    with op.batch_alter_table("identity") as table:
        table.add_column(sa.Column("user_name", sa.String(length=255), nullable=True))
        table.add_column(sa.Column("sourced_id", sa.String(length=255), nullable=True))
        table.create_index("ix_identity_user_name", ["user_name"])
        table.create_index("ix_identity_sourced_id", ["sourced_id"])


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("identity") as table:
        table.drop_index("ix_identity_sourced_id")
        table.drop_index("ix_identity_user_name")
        table.drop_column("sourced_id")
        table.drop_column("user_name")
