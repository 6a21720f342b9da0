"""The value between reading and splitting: what stands under one anchor, in one language, from one source."""

from dataclasses import dataclass, field

from corpus.passages import Language, Localized, Source, Validity


@dataclass(frozen=True, slots=True)
class Provision:
    """The statements under an anchor, in order: plain, normalised, one a line, list marks kept.

    `validity` is what the section itself states, until `ingest.versions` has resolved it.
    """

    document_id: str
    anchor: str
    language: Language
    source: Source
    heading: Localized
    locator: Localized
    lines: tuple[str, ...]
    validity: Validity = field(default_factory=Validity)

    @property
    def anchor_id(self) -> str:
        """`document/anchor`."""
        return f"{self.document_id}/{self.anchor}"
