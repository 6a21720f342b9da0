"""Index generations, their documents and passages, and the pointer to the current one."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "generations",
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("manifest", sa.JSON, nullable=False),
        sa.Column("completed_at", sa.String(32), nullable=True),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "documents",
        sa.Column(
            "sequence",
            sa.Integer,
            sa.ForeignKey("generations.sequence", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("front_matter", sa.JSON, nullable=False),
    )
    op.create_table(
        "passages",
        sa.Column("sequence", sa.Integer, primary_key=True),
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("document_id", sa.String, nullable=False),
        sa.Column("anchor", sa.String, nullable=False),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("source", sa.String(8), nullable=False),
        sa.Column("heading_th", sa.String, nullable=False),
        sa.Column("heading_en", sa.String, nullable=False),
        sa.Column("locator_th", sa.String, nullable=False),
        sa.Column("locator_en", sa.String, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.ForeignKeyConstraint(
            ["sequence", "document_id"], ["documents.sequence", "documents.id"], ondelete="CASCADE"
        ),
        sa.Index("passages_by_document", "sequence", "document_id"),
    )
    op.create_table(
        "current",
        sa.Column("id", sa.Integer, sa.CheckConstraint("id = 1"), primary_key=True),
        sa.Column("sequence", sa.Integer, sa.ForeignKey("generations.sequence"), nullable=False),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in ("current", "passages", "documents", "generations"):
        op.drop_table(table)
