"""Who was counted in the newest snapshot of the spread, so that it is known how many have left."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply it."""
    op.create_table(
        "spread_person",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_spread_person")),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_spread_person_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_spread_person_organisation_id_organisation"),
        ),
    )
    op.create_index(op.f("ix_spread_person_organisation_id"), "spread_person", ["organisation_id"])


def downgrade() -> None:
    """Take it back."""
    op.drop_table("spread_person")
