"""One person at two doors: codes that connect accounts, and what each of them brought."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """Apply it."""
    op.create_table(
        "account_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=8), nullable=False),
        _moment("at"),
        _moment("learning_at"),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("email", sa.String(length=320), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("setting", sa.String(length=16), nullable=False),
        _moment("created_at"),
        _moment("parted_at", nullable=True),
        sa.Column("parted_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_account_link_person_id"),
        sa.ForeignKeyConstraint(
            ["parted_id"], ["person.id"], name="fk_account_link_parted_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_account_link"),
    )
    for column in ("person_id", "parted_id"):
        op.create_index(f"ix_account_link_{column}", "account_link", [column])
    op.create_table(
        "brought_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["account_link.id"], name="fk_brought_row_link_id"),
        sa.PrimaryKeyConstraint("id", name="pk_brought_row"),
        sa.UniqueConstraint("link_id", "key", "row_id", name="uq_brought_row_link_id_key_row_id"),
    )
    op.create_table(
        "link_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("letters_hash", sa.String(length=64), nullable=False),
        _moment("made_at"),
        _moment("taken_at", nullable=True),
        sa.Column("taker_id", sa.Integer(), nullable=True),
        sa.Column("digits_hash", sa.String(length=64), nullable=True),
        sa.Column("misses", sa.Integer(), nullable=False),
        _moment("ended_at", nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_link_code_person_id"),
        sa.ForeignKeyConstraint(
            ["taker_id"], ["person.id"], name="fk_link_code_taker_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_link_code"),
        sa.UniqueConstraint("token_hash", name="uq_link_code_token_hash"),
        sa.UniqueConstraint("letters_hash", name="uq_link_code_letters_hash"),
    )
    for column in ("person_id", "taker_id"):
        op.create_index(f"ix_link_code_{column}", "link_code", [column])
    op.create_table(
        "link_guess",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        _moment("at"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_link_guess_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_link_guess"),
    )
    op.create_index("ix_link_guess_person_id", "link_guess", ["person_id"])
    op.create_table(
        "linking_domain",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("domain", sa.String(length=253), nullable=False),
        _moment("verified_at"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_linking_domain_organisation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_linking_domain"),
        sa.UniqueConstraint("domain", name="uq_linking_domain_domain"),
    )
    op.create_index("ix_linking_domain_organisation_id", "linking_domain", ["organisation_id"])


def downgrade() -> None:
    """Take it back."""
    for name in ("linking_domain", "link_guess", "link_code", "brought_row", "account_link"):
        op.drop_table(name)
