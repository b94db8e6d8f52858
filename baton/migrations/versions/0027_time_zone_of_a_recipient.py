"""In which time zone somebody opened the tab in Teams."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply it."""
    op.add_column("teams_recipient", sa.Column("time_zone", sa.String(length=64)))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("teams_recipient") as table:
        table.drop_column("time_zone")
