"""What Teams calls Baton in each tenant."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply it."""
    op.add_column("entra_tenant", sa.Column("app_id", sa.String(length=36)))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("entra_tenant") as table:
        table.drop_column("app_id")
