"""Teams that come from Microsoft 365, when they were read, and whether they count."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply it."""
    op.add_column(
        "team", sa.Column("origin", sa.String(length=16), nullable=False, server_default="data")
    )
    op.create_table(
        "team_source_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_source_change")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_team_source_change_organisation_id_organisation"),
        ),
    )
    op.create_index(
        op.f("ix_team_source_change_organisation_id"), "team_source_change", ["organisation_id"]
    )
    op.create_table(
        "reports_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("leader_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("listed", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports_reading")),
        sa.UniqueConstraint("leader_id", name=op.f("uq_reports_reading_leader_id")),
        sa.ForeignKeyConstraint(
            ["leader_id"], ["person.id"], name=op.f("fk_reports_reading_leader_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["team.id"],
            name=op.f("fk_reports_reading_team_id_team"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(op.f("ix_reports_reading_team_id"), "reports_reading", ["team_id"])


def downgrade() -> None:
    """Take it back."""
    op.drop_table("reports_reading")
    op.drop_table("team_source_change")
    with op.batch_alter_table("team") as table:
        table.drop_column("origin")
