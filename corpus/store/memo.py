"""What is worked out from a generation's passages, kept in its folder, so that a process need not do it again.

A value is kept under a hash of the code and the data that it depends on: where one of those changes, it is worked
out anew. Losing the files costs a second; nothing else depends on them.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from corpus.settings import CORPUS
from corpus.text import fingerprint

Value = Any
"""A JSON value."""


_OTHER = {"documents", "migrations", "models", "official", "outlines", "rules", "store", "__pycache__"}
"""Folders of this package that no analysis of text depends on."""


@cache
def _analysis() -> bytes:
    """Return a hash of what all analysis of text depends on: this package's modules, word lists and glossary."""
    digest = hashlib.sha256(fingerprint().encode())
    folders = [
        CORPUS,
        *(folder for folder in CORPUS.iterdir() if folder.is_dir() and folder.name not in _OTHER),
    ]
    for path in sorted(path for folder in folders for path in folder.iterdir() if path.is_file()):
        digest.update(path.read_bytes())
    return digest.digest()


def remember(folder: Path, name: str, sources: Iterable[Path], compute: Callable[[], Value]) -> Value:
    """Return `compute()`, from `folder` where it has been kept; `sources` are the modules that compute it.

    A folder that cannot be written, or a file that is torn, only means to work it out again.
    """
    digest = hashlib.sha256(_analysis())
    for source in sources:
        digest.update(source.read_bytes())
    path = folder / f"{name}-{digest.hexdigest()[:16]}.json"
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        value = compute()
    text = json.dumps(value, ensure_ascii=False)
    try:
        folder.mkdir(exist_ok=True)
        handle, written = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(written).replace(path)  # whole or not at all, whoever else is writing it
    except OSError:
        pass
    return value
