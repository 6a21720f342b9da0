"""The values that travel through the house: documents, and the passages that citations point at.

A citation names `document/anchor` (for example `guideline-2569/criterion-2`). Under one anchor stand our
restatement in Thai and in English (`source="digest"`) and, where an agency has ingested it, the official
text (`source="official"`), which is quoted first.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from corpus.dates import IsoDate

Language = Literal["th", "en"]
Source = Literal["digest", "official"]


class Value(BaseModel):
    """An immutable value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Localized(Value):
    """One text in both languages of the product."""

    th: str
    en: str

    def get(self, language: Language) -> str:
        """Return the text in `language`."""
        return self.th if language == "th" else self.en


class Gazette(Value):
    """Where the Royal Gazette printed a document. `volume` = B.E. year - 2426; `published` is an ISO date in C.E."""

    volume: int
    part: str
    pages: str
    published: str


class Validity(Value):
    """When a document or a provision holds, for which fiscal year, and which versions it follows or gives way to.

    `in_force_from` and `in_force_until` are its first and last day; `fiscal_year` is B.E. What is None is not stated.
    `supersedes` and `superseded_by` name documents (all of it) or anchors; those of a passage are anchors only.
    """

    in_force_from: IsoDate | None = None
    in_force_until: IsoDate | None = None
    fiscal_year: int | None = None
    supersedes: tuple[str, ...] = ()
    superseded_by: tuple[str, ...] = ()


class Document(Validity):
    """What the front matter of a corpus document says. Dates are ISO 8601 in C.E.

    Its validity is that of all its provisions which state none of their own. `amends`: documents that this one adds to
    or changes in part, and that stay in force beside it.
    """

    id: str
    title: Localized
    issuer: Localized
    kind: Literal["guideline", "act", "notice"]
    announced: str | None = None
    gazette: Gazette | None = None
    audience: Localized
    amends: tuple[str, ...] = ()
    official_text: Localized
    """Where a reader finds the official text."""


class Passage(Validity):
    """A piece of a document that is indexed, retrieved and quoted.

    `text` is normalised plain text with Markdown list marks, one statement per line. A provision too long for one
    passage has several `part`s, counted from 1. `locator` is the page or slide heading that the text comes from.
    """

    document_id: str
    anchor: str
    part: int = 1
    language: Language
    source: Source
    heading: Localized
    locator: Localized
    text: str

    @property
    def anchor_id(self) -> str:
        """`document/anchor`, the identifier that a citation carries."""
        return f"{self.document_id}/{self.anchor}"

    @property
    def id(self) -> str:
        """A name unique within one index generation."""
        return f"{self.anchor_id}#{self.source}-{self.language}-{self.part}"
