"""Set-up: weeks off, teams, the policy's log, and who may set a course up."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply it."""
    with op.batch_alter_table("cohort") as table:
        table.add_column(sa.Column("weeks_off", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("context") as table:
        table.add_column(sa.Column("set_up_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("web_session") as table:
        table.add_column(
            sa.Column("sets_up", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.create_table(
        "team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_team_organisation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_team"),
        sa.UniqueConstraint("organisation_id", "key", name="uq_team_organisation_id_key"),
    )
    for name in ("team_member", "team_leader"):
        op.create_table(
            name,
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("team_id", sa.Integer(), nullable=False),
            sa.Column("person_id", sa.Integer(), nullable=False),
            sa.Column("since", sa.DateTime(timezone=True), nullable=False),
            sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=f"fk_{name}_team_id"),
            sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=f"fk_{name}_person_id"),
            sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
            sa.UniqueConstraint("team_id", "person_id", name=f"uq_{name}_team_id_person_id"),
        )
        op.create_index(f"ix_{name}_person_id", name, ["person_id"])
    op.create_table(
        "team_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_team_change_organisation_id"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_team_change_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_team_change"),
    )
    op.create_index("ix_team_change_organisation_id", "team_change", ["organisation_id"])
    op.create_index("ix_team_change_by_id", "team_change", ["by_id"])
    op.create_table(
        "team_upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("context_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["context_id"], ["context.id"], name="fk_team_upload_context_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_team_upload_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_team_upload"),
    )
    op.create_index("ix_team_upload_context_id", "team_upload", ["context_id"])
    op.create_index("ix_team_upload_person_id", "team_upload", ["person_id"])
    op.create_table(
        "policy_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("policy", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_policy_change_organisation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_policy_change"),
    )
    op.create_index("ix_policy_change_organisation_id", "policy_change", ["organisation_id"])


def downgrade() -> None:
    """Take it back."""
    for name in ("policy_change", "team_upload", "team_change", "team_leader", "team_member"):
        op.drop_table(name)
    op.drop_table("team")
    for name, column in (
        ("web_session", "sets_up"),
        ("context", "set_up_at"),
        ("cohort", "weeks_off"),
    ):
        with op.batch_alter_table(name) as table:
            table.drop_column(column)
