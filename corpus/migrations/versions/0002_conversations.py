"""Conversations and their turns."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("started_at", sa.String(32), nullable=False),
        sa.Column("state", sa.JSON, nullable=False),
    )
    op.create_table(
        "turns",
        sa.Column(
            "conversation_id",
            sa.String(36),
            sa.ForeignKey("conversations.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("message_id", sa.String(36), nullable=False, unique=True),
        sa.Column("message", sa.String, nullable=False),
        sa.Column("reply", sa.JSON, nullable=False),
        sa.Column("generation", sa.String, nullable=False),
        sa.Column("answered_at", sa.String(32), nullable=False),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("turns")
    op.drop_table("conversations")
