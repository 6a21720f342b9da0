"""Which files an ingest takes in: those in the official folder, then those that were named."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Candidate:
    """A path to try. `named`: the person named this very path, so failing to use it is an error."""

    path: Path
    named: bool


def candidates(paths: Sequence[Path], official_dir: Path, shipped: Path) -> Iterator[Candidate]:
    """Yield every file once: in folders by name, through subfolders, less hidden files and READMEs.

    Files under `shipped` are the corpus itself and go in anyway. A named folder without a file is yielded itself.
    """
    seen: set[Path] = set()
    for path, named in [(official_dir, False), *((path, True) for path in paths)]:
        if path.is_dir():
            found = list(_within(path))
            if named and not found:
                yield Candidate(path, named)
        elif path == official_dir:
            found = []
        else:
            found = [path]
        for file in found:
            real = file.resolve()
            if real not in seen and not real.is_relative_to(shipped.resolve()):
                seen.add(real)
                yield Candidate(file, named and file == path)


def _within(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith((".", "~$")) and Path(name).stem.lower() != "readme":
                yield Path(parent) / name
