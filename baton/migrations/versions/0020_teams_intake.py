"""People who first came by Teams, by the week in which they came."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply it."""
    op.create_table(
        "teams_intake",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("context_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams_intake")),
        sa.UniqueConstraint(
            "organisation_id", "starts_on", name=op.f("uq_teams_intake_organisation_id_starts_on")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_teams_intake_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["context_id"], ["context.id"], name=op.f("fk_teams_intake_context_id_context")
        ),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("teams_intake")
