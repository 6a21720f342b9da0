"""When a passage is in force, for which fiscal year, and which versions it follows or gives way to."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

COLUMNS = ("in_force_from", "in_force_until", "fiscal_year", "supersedes", "superseded_by")


def upgrade() -> None:
    """Add the columns; passages of earlier generations state nothing."""
    op.add_column("passages", sa.Column("in_force_from", sa.String, nullable=True))
    op.add_column("passages", sa.Column("in_force_until", sa.String, nullable=True))
    op.add_column("passages", sa.Column("fiscal_year", sa.Integer, nullable=True))
    op.add_column("passages", sa.Column("supersedes", sa.JSON, nullable=False, server_default="[]"))
    op.add_column("passages", sa.Column("superseded_by", sa.JSON, nullable=False, server_default="[]"))


def downgrade() -> None:
    """Drop the columns."""
    for name in reversed(COLUMNS):
        op.drop_column("passages", name)
