"""What was asked after a module, and answered or put away."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply it."""
    op.create_table(
        "optional_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asker", sa.String(length=16), nullable=False),
        sa.Column("occasion", sa.String(length=80), nullable=False),
        sa.Column("is_put_away", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("real_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_optional_answer_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_optional_answer")),
    )
    op.create_index("ix_optional_answer_person_id_asker", "optional_answer", ["person_id", "asker"])


def downgrade() -> None:
    """Take it back."""
    op.drop_table("optional_answer")
