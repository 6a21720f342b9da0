"""The value between reading and splitting: what stands under one anchor, in one language, from one source."""

from dataclasses import dataclass

from corpus.passages import Language, Localized, Source


@dataclass(frozen=True, slots=True)
class Provision:
    """The statements under an anchor, in order: plain, normalised, one a line, list marks kept."""

    document_id: str
    anchor: str
    language: Language
    source: Source
    heading: Localized
    locator: Localized
    lines: tuple[str, ...]

    @property
    def anchor_id(self) -> str:
        """`document/anchor`."""
        return f"{self.document_id}/{self.anchor}"
