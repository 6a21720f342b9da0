"""The shipped documents as the tests compare them: per anchor, its statements in both languages."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.passages import Document, Language
from ingest.markdown import read

DOCUMENTS = Path(__file__).parents[2] / "corpus" / "documents"
IDS = ("guideline-2569", "budget-act-2561", "platform-notice-2567", "platform-notice-2565")


@dataclass(frozen=True)
class Section:
    """What stands under one anchor. The first statement of each language is the heading."""

    anchor_id: str
    th: tuple[str, ...]
    en: tuple[str, ...]

    def said(self, language: Language) -> tuple[str, ...]:
        """Return the statements in `language`."""
        return self.th if language == "th" else self.en


@cache
def document(identifier: str) -> tuple[Document, tuple[Section, ...]]:
    """Return the front matter and the sections of a shipped document."""
    front, provisions = read(DOCUMENTS / f"{identifier}.md")
    by_language = {
        code: [provision for provision in provisions if provision.language == code] for code in ("th", "en")
    }
    return front, tuple(
        Section(
            f"{identifier}/{th.anchor}",
            (th.heading.th, *th.lines),
            (en.heading.en, *en.lines),
        )
        for th, en in zip(by_language["th"], by_language["en"], strict=True)
    )


def sections() -> Iterator[Section]:
    """Yield the sections of every shipped document."""
    for identifier in IDS:
        yield from document(identifier)[1]
