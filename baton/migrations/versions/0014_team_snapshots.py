"""Team snapshots: counts of a team by module, and who is among those counted."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply it."""
    op.create_table(
        "team_snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("context_id", sa.Integer(), nullable=True),
        sa.Column("module", sa.String(length=80), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.Column("here", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("done_gone", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_team_snapshot_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_team_snapshot_team_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["context_id"],
            ["context.id"],
            name=op.f("fk_team_snapshot_context_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_snapshot")),
    )
    for name in ("organisation_id", "team_id", "context_id"):
        op.create_index(op.f(f"ix_team_snapshot_{name}"), "team_snapshot", [name])
    op.create_table(
        "counted_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(length=80), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["team_snapshot.id"],
            name=op.f("fk_counted_person_snapshot_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_counted_person_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counted_person")),
        sa.UniqueConstraint("person_id", "module", name=op.f("uq_counted_person_person_id_module")),
    )
    op.create_index(op.f("ix_counted_person_snapshot_id"), "counted_person", ["snapshot_id"])
    op.create_table(
        "snapshot_week",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_snapshot_week_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_snapshot_week")),
    )


def downgrade() -> None:
    """Take it back."""
    for name in ("snapshot_week", "counted_person", "team_snapshot"):
        op.drop_table(name)
