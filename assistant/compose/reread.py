"""The line that says how a question was read, where it was typed with the keyboard in the other language."""

import re

from corpus.passages import Language
from corpus.spelling import Corrected

LONGEST = 160
"""Characters of the question that are shown."""

_MARKDOWN = re.compile(r"[\[\]<>*_`#|\\\s]+")


def line(read: Corrected, language: Language) -> str | None:
    """Return the line, None where the keyboard was in the right language; marks that Markdown would read are left out."""
    if not read.layout:
        return None
    shown = _MARKDOWN.sub(" ", read.meant).strip()
    if len(shown) > LONGEST:
        shown = f"{shown[:LONGEST].rstrip()}…"
    return f"อ่านคำถามเป็น “{shown}”" if language == "th" else f"Read as “{shown}”"
