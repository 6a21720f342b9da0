"""The tables of an index generation, and how the values of `corpus.passages` become rows and come back."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from corpus.database import Base
from corpus.passages import Document, Localized, Passage, Validity


class GenerationRow(Base):
    """An index generation. `completed_at` (ISO 8601, UTC) is null while it is being written."""

    __tablename__ = "generations"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - a number is never used twice, even after pruning

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    digest: Mapped[str]
    manifest: Mapped[dict[str, Any]] = mapped_column(JSON)
    completed_at: Mapped[str | None]

    @property
    def id(self) -> str:
        """The generation's name, and the name of its folder."""
        return generation_id(self.sequence, self.digest)


class DocumentRow(Base):
    """A document of one generation; `front_matter` holds the fields of `Document`."""

    __tablename__ = "documents"

    sequence: Mapped[int] = mapped_column(
        ForeignKey("generations.sequence", ondelete="CASCADE"), primary_key=True
    )
    id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    front_matter: Mapped[dict[str, Any]] = mapped_column(JSON)


class PassageRow(Base):
    """A passage of one generation."""

    __tablename__ = "passages"
    __table_args__ = (
        ForeignKeyConstraint(
            ["sequence", "document_id"], ["documents.sequence", "documents.id"], ondelete="CASCADE"
        ),
        Index("passages_by_document", "sequence", "document_id"),
    )

    sequence: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    document_id: Mapped[str]
    anchor: Mapped[str]
    part: Mapped[int]
    language: Mapped[str]
    source: Mapped[str]
    heading_th: Mapped[str]
    heading_en: Mapped[str]
    locator_th: Mapped[str]
    locator_en: Mapped[str]
    text: Mapped[str]
    in_force_from: Mapped[str | None]
    in_force_until: Mapped[str | None]
    fiscal_year: Mapped[int | None]
    supersedes: Mapped[list[str]] = mapped_column(JSON, server_default="[]")
    superseded_by: Mapped[list[str]] = mapped_column(JSON, server_default="[]")


class CurrentRow(Base):
    """The pointer: its one row names the generation that serves."""

    __tablename__ = "current"
    __table_args__ = (CheckConstraint("id = 1"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    sequence: Mapped[int] = mapped_column(ForeignKey("generations.sequence"))


def generation_id(sequence: int, digest: str) -> str:
    """Return a generation's name: its number, then the beginning of its content digest."""
    return f"{sequence:06d}-{digest[:12]}"


def document_values(document: Document, position: int) -> dict[str, Any]:
    """Return the columns of a `DocumentRow`, less `sequence`."""
    return {"id": document.id, "position": position, "front_matter": document.model_dump(mode="json")}


def passage_values(passage: Passage, position: int) -> dict[str, Any]:
    """Return the columns of a `PassageRow`, less `sequence`."""
    plain = passage.model_dump(exclude={"heading", "locator"})
    return plain | {
        "id": passage.id,
        "position": position,
        "heading_th": passage.heading.th,
        "heading_en": passage.heading.en,
        "locator_th": passage.locator.th,
        "locator_en": passage.locator.en,
    }


def passage_of(row: PassageRow) -> Passage:
    """Return the passage that a row holds."""
    return Passage.model_validate(
        {
            "document_id": row.document_id,
            "anchor": row.anchor,
            "part": row.part,
            "language": row.language,
            "source": row.source,
            "heading": Localized(th=row.heading_th, en=row.heading_en),
            "locator": Localized(th=row.locator_th, en=row.locator_en),
            "text": row.text,
            **{name: getattr(row, name) for name in Validity.model_fields},
        }
    )
