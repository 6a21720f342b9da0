"""HTML pages: the text that a reader sees, block by block."""

from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from ingest.loaders.content import corrupt
from ingest.loaders.loaded import Line, Loaded
from ingest.loaders.text import decode

_UNSEEN = ["script", "style", "template", "noscript", "head", "nav", "svg"]
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "em",
        "font",
        "i",
        "kbd",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "var",
    ]
)


def load(path: Path) -> Loaded:
    """Read a page: headings, paragraphs, list items with a mark, table rows with ` | ` between cells."""
    try:
        page = BeautifulSoup(decode(path.read_bytes()), "html.parser")
        for unseen in page(_UNSEEN):
            unseen.decompose()
        lines = tuple(_lines(page))
    except RecursionError as error:
        raise corrupt("nested too deep") from error
    return Loaded("html", lines)


def _lines(parent: Tag) -> Iterator[Line]:
    """Yield a line per block; runs of inline content between blocks are joined."""
    run = ""
    for child in parent.children:
        if isinstance(child, Tag) and child.name not in _INLINE:
            if child.name == "br":
                yield Line(_one_line(run))
                run = ""
                continue
            if run.strip():
                yield Line(_one_line(run))
            run = ""
            yield from _block(child)
        elif isinstance(child, Tag):
            run += child.get_text()
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            run += str(child)
    if run.strip():
        yield Line(_one_line(run))


def _block(tag: Tag) -> Iterator[Line]:
    if tag.name in _HEADINGS:
        yield Line("")
        yield Line(_one_line(tag.get_text()), heading=True)
    elif tag.name == "tr":
        cells = (_one_line(cell.get_text(" ")) for cell in tag.find_all(["td", "th"], recursive=False))
        yield Line(" | ".join(cell for cell in cells if cell))
    elif tag.name == "li":
        first = True
        for line in _lines(tag):
            yield Line(f"- {line.text}" if first and line.text else line.text, heading=line.heading)
            first = first and not line.text
    else:
        yield from _lines(tag)
        yield Line("")


def _one_line(text: str) -> str:
    return " ".join(text.split())
