"""A file's lines made ready for recognition: marks of layout taken off, text normalised."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.text import normalise
from ingest.loaders import Loaded

_EMPHASIS = re.compile(r"\*\*(?=\S)((?:(?!\n[ \t]*\n)[^*])+?)\*\*")
_TAGS = "b|br|div|em|i|li|ol|p|span|strong|sub|sup|table|tbody|td|th|thead|tr|u|ul"
_TAG = re.compile(rf"</?(?:{_TAGS})\b[^<>]*>")
_LINK = re.compile(r"<(https?://[^<>\s]+)>")
_MARK = re.compile(r"^(?:(?:[-–]\s+|[•▪▶►●◦‣·\uf0b7\uf0a7]\s*))+")
_MARKDOWN_MARK = re.compile(r"^[*+]\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line with words. `number` counts the file's lines from 1; `block` the runs between blank lines."""

    number: int
    page: int | None
    block: int
    text: str
    heading: bool = False

    @property
    def bare(self) -> str:
        """The text without its list mark."""
        return self.text.removeprefix("- ")


def clean(loaded: Loaded) -> list[SourceLine]:
    """Return the lines that hold a letter or a digit; the cells of a table row are parted by ` | `."""
    texts = _EMPHASIS.sub(r"\1", "\n".join(line.text for line in loaded.lines)).split("\n")
    found: list[SourceLine] = []
    block, open_block = 0, False
    for number, (line, raw) in enumerate(zip(loaded.lines, texts, strict=True), start=1):
        text = _tidy(raw, loaded.kind == "markdown")
        if not text:
            open_block = False
            continue
        if not open_block or (found and found[-1].page != line.page):
            block += 1
        open_block = True
        found.append(SourceLine(number, line.page, block, text, line.heading))
    return found


def join(lines: Iterable[str]) -> str:
    """Join the lines of a broken statement: Thai goes on without a space, all else and พ.ศ. with one."""
    whole = ""
    for line in lines:
        thai = whole and "ก" <= whole[-1] <= "๎" and "ก" <= line[0] <= "๎" and not line.startswith("พ.ศ.")
        whole += line if thai or not whole else f" {line}"
    return whole


def is_thai(lines: Iterable[str]) -> bool:
    """Tell whether Thai letters are at least a fifth of the letters."""
    letters = [character for line in lines for character in line if character.isalpha()]
    return 5 * sum("ก" <= character <= "๎" for character in letters) >= len(letters)


def _tidy(raw: str, markdown: bool) -> str:
    text = _LINK.sub(r"\1", _TAG.sub(" ", raw))
    cells = text.split("\t")
    if markdown and text.strip().startswith("|"):
        cells = text.strip().strip("|").split("|")
    text = " | ".join(cell.strip() for cell in cells if _says_something(cell))
    if markdown:
        text = _MARKDOWN_MARK.sub("- ", text)
    text = normalise(_MARK.sub("- ", text)).text
    return text if _says_something(text) else ""


def _says_something(text: str) -> bool:
    return any(character.isalnum() for character in text)
