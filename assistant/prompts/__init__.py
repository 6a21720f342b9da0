"""The prompts, one file per version and language, and how data is put beside them."""

import re
import secrets
from functools import cache
from html import escape
from pathlib import Path

from corpus.passages import Language

_INVISIBLE = re.compile(r"[\u0000-\u0008\u000b-\u001f\u007f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


@cache
def instruction(version: str, language: Language) -> str:
    """Return the text of a prompt: `write-1` is in `write-1.th.md` and `write-1.en.md`."""
    return (Path(__file__).parent / f"{version}.{language}.md").read_text(encoding="utf-8")


def token(letter: str) -> str:
    """Return an identifier that nobody can guess, such as `S-1f00ba42`."""
    return f"{letter}-{secrets.token_hex(4)}"


def tag(name: str, identifier: str, text: str) -> str:
    """Return untrusted text in a tag that it cannot close, without the characters that no reader sees."""
    return f'<{name} id="{identifier}">\n{escape(_INVISIBLE.sub("", text), quote=False)}\n</{name}>'
