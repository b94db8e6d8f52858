"""The programme's order, for an organisation and for a cohort, and the calendar's free weeks."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply it. A cohort that exists already follows no calendar: it keeps the weeks it had."""
    with op.batch_alter_table("organisation") as table:
        table.add_column(sa.Column("arcs", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("cohort") as table:
        table.add_column(
            sa.Column("calendar", sa.String(length=16), nullable=False, server_default="none")
        )
        table.add_column(sa.Column("weeks_on", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("arcs", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("met", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("cohort") as table:
        for column in ("met", "arcs", "weeks_on", "calendar"):
            table.drop_column(column)
    with op.batch_alter_table("organisation") as table:
        table.drop_column("arcs")
