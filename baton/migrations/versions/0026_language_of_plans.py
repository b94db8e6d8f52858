"""In which language a plan was written, so that it is read in that one."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply it."""
    for table in ("plan", "plan_version"):
        op.add_column(
            table, sa.Column("language", sa.String(16), nullable=False, server_default="")
        )


def downgrade() -> None:
    """Take it back."""
    for table in ("plan", "plan_version"):
        op.drop_column(table, "language")
